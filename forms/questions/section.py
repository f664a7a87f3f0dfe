"""Where a new screen of the form begins."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy
from wagtail import blocks

from forms.questions.base import Explanation, Question, Words
from forms.questions.chooser import Presented
from localization.wording import Wording

FIRST = "first"  # the identity of what stands before the first block of this kind


@dataclass(frozen=True)
class Section:
    """One screen: questions and the explanations between them. The first one has no title unless the editor gave it."""

    id: str
    title: str
    text: str
    items: tuple[Question | Explanation, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(item for item in self.items if isinstance(item, Question))

    def word(self, words: Words) -> tuple[Wording, Wording]:
        """Its title and its text, which may be empty."""
        path = f"questions.{self.id}"
        return words.get(f"{path}.title", self.title), words.get(f"{path}.text", self.text)


class SectionBlock(Presented, blocks.StructBlock):
    title = blocks.CharBlock(label=gettext_lazy("Title"), max_length=120)
    text = blocks.TextBlock(label=gettext_lazy("Introduction"), required=False, default="", rows=2)

    class Meta:
        icon = "title"
        label = gettext_lazy("New section (a screen of its own)")
        label_format = "{title}"
