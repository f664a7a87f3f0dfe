from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from forms.questions.base import Question, QuestionBlock, QuestionType, Words
from forms.questions.summary import (
    Cell,
    Summary,
    count_answers,
    find_mean,
    find_median,
    list_bars,
    name_part,
    speak_source,
)
from localization.wording import Wording

FEWEST, MOST = 3, 10


class ScaleBlock(QuestionBlock):
    steps = blocks.IntegerBlock(label=gettext_lazy("Number of steps"), min_value=FEWEST, max_value=MOST, default=5)
    low = blocks.CharBlock(label=gettext_lazy("What 1 means"), max_length=80)
    high = blocks.CharBlock(label=gettext_lazy("What the highest number means"), max_length=80)

    class Meta:
        icon = "order"
        label = gettext_lazy("Scale")


class Scale(QuestionType):
    """Stored as a whole number from 1 to the number of steps."""

    name = "scale"
    block = ScaleBlock
    needed = gettext_lazy("Choose a number for “{label}”")

    def read_options(self, value: dict[str, Any]) -> dict[str, Any]:
        return {name: value.get(name) for name in ("steps", "low", "high")}

    def build(self, question: Question, words: Words) -> forms.Field:
        steps = int(question.options["steps"] or 5)
        low, high = (
            words.get(f"questions.{question.id}.{end}", question.options[end] or "") for end in ("low", "high")
        )
        options = self.describe(question, words)
        options["error_messages"]["invalid_choice"] = _("Choose one of the answers that are offered")
        field: Any = forms.ChoiceField(
            widget=forms.RadioSelect(attrs={"class": "scale"}),
            choices=[(str(step), str(step)) for step in range(1, steps + 1)],
            **options,
        )
        field.ends = {"1": low, str(steps): high}  # read by components/field.html
        return field

    def store(self, cleaned: str, question: Question) -> int | None:
        return int(cleaned) if cleaned else None

    def show(self, value: Any, question: dict[str, Any], *, shown: bool) -> list[Wording | str]:
        # Translators: an answer on a scale, as in "4 of 5"
        return [_("{value} of {steps}").format(value=value, steps=question["options"]["steps"])]

    def make_cell(self, value: int, question: dict[str, Any]) -> Cell:
        return value

    def summarise(self, values: Iterable[Any], question: dict[str, Any]) -> Summary:
        """A bar for each step, the first and the last with what they mean; mean and median."""
        answered, counts = count_answers(values, lambda value: [Decimal(value)])
        bars = list_bars(self.name_steps(question), Counter({str(step): count for step, count in counts.items()}))
        return Summary(answered, "bars", bars, mean=find_mean(counts), median=find_median(counts))

    def name_steps(self, question: dict[str, Any]) -> dict[str, str]:
        options = question["options"]
        steps = [str(step) for step in range(1, int(options["steps"] or 5) + 1)]
        ends = {steps[0]: options["low"], steps[-1]: options["high"]}
        with speak_source(question):
            return {step: name_part(step, ends[step]) if ends.get(step) else step for step in steps}
