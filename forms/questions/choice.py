from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language as get_active
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.models import Collection

from forms.questions.base import Choice, Question, QuestionBlock, QuestionType, Words
from forms.questions.parts import PartsField, PartsWidget
from localization.languages import get_language
from localization.wording import Wording


def list_queues() -> list[tuple[str, str]]:
    return [(str(queue.pk), queue.name) for queue in Collection.objects.filter(depth__gt=1).order_by("path")]


class ChoiceItemBlock(blocks.StructBlock):
    label = blocks.CharBlock(label=gettext_lazy("Choice"), max_length=250)

    class Meta:
        label = gettext_lazy("Choice")
        label_format = "{label}"


class RoutingChoiceBlock(ChoiceItemBlock):
    queue = blocks.ChoiceBlock(
        label=gettext_lazy("Goes to the queue"),
        required=False,
        choices=list_queues,
        help_text=gettext_lazy("Empty: the queue of the form."),
    )


class SingleChoiceBlock(QuestionBlock):
    choices = blocks.ListBlock(RoutingChoiceBlock(), label=gettext_lazy("Choices"), min_num=2)

    class Meta:
        icon = "radio-full"
        label = gettext_lazy("One choice")


class SeveralChoicesBlock(QuestionBlock):
    choices = blocks.ListBlock(ChoiceItemBlock(), label=gettext_lazy("Choices"), min_num=1)

    class Meta:
        icon = "list-ul"
        label = gettext_lazy("Several choices")


class SingleChoice(QuestionType):
    name = "single_choice"
    block = SingleChoiceBlock
    needed = gettext_lazy("Choose an answer to “{label}”")
    invalid = gettext_lazy("Choose one of the answers that are offered")
    field_class: type[forms.ChoiceField] = forms.ChoiceField
    widget: type[forms.Widget] = forms.RadioSelect

    def read_choices(self, value: dict[str, Any]) -> list[Choice]:
        return [
            Choice(item["id"], item["value"].get("label", ""), self.read_queue(item["value"]))
            for item in value.get("choices", [])
        ]

    def read_queue(self, value: dict[str, Any]) -> int | None:
        queue = str(value.get("queue") or "")
        return int(queue) if queue.isdigit() else None

    def build(self, question: Question, words: Words) -> forms.Field:
        options = self.describe(question, words)
        options["error_messages"]["invalid_choice"] = self.invalid
        options["error_messages"]["invalid_list"] = self.invalid
        return self.field_class(
            widget=self.widget,
            choices=[(choice.id, words.choice(question, choice)) for choice in question.choices],
            **options,
        )

    def show(self, value: Any, question: dict[str, Any], *, shown: bool) -> list[Wording | str]:
        """In the order stored. An id that the version does not know is shown as it is, never hidden."""
        chosen = [value] if isinstance(value, str) else list(value)
        known = {choice["id"]: choice for choice in question.get("choices", [])}
        return [Wording(*known[each]["shown" if shown else "source"]) if each in known else each for each in chosen]


class SeveralChoices(SingleChoice):
    name = "several_choices"
    block = SeveralChoicesBlock
    needed = gettext_lazy("Choose at least one answer to “{label}”")
    field_class = forms.MultipleChoiceField
    widget = forms.CheckboxSelectMultiple

    def store(self, cleaned: list[str], question: Question) -> list[str] | None:
        """In the order of the form, whatever was clicked first."""
        return [choice.id for choice in question.choices if choice.id in cleaned] or None


class DropDownBlock(SingleChoiceBlock):
    class Meta:
        icon = "arrow-down"
        label = gettext_lazy("Drop-down (for long lists)")


class MarkedSelect(forms.Select):
    """An option takes no markup inside, so it carries the language of its wording itself."""

    def create_option(self, name: str, value: Any, label: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, str(label), *args, **kwargs)
        if isinstance(label, Wording) and label.code != get_language(get_active()).code:
            language = get_language(label.code)
            option["attrs"].update(lang=language.tag, dir=language.direction)
        return option


class DropDown(SingleChoice):
    """The same as one choice, shown as a list that opens: for more than about ten choices."""

    name = "drop_down"
    block = DropDownBlock

    def build(self, question: Question, words: Words) -> forms.Field:
        options = self.describe(question, words)
        options["error_messages"]["invalid_choice"] = self.invalid
        choices = [(choice.id, words.choice(question, choice)) for choice in question.choices]
        return forms.ChoiceField(widget=MarkedSelect, choices=[("", _("Choose from the list")), *choices], **options)


class RankingBlock(QuestionBlock):
    choices = blocks.ListBlock(ChoiceItemBlock(), label=gettext_lazy("What is put in order"), min_num=2, max_num=10)

    class Meta:
        icon = "list-ol"
        label = gettext_lazy("Ranking")


class RankingField(PartsField):
    """Cleans to the ids of the choices, the first place first; those without a place are left out."""

    def clean_parts(self, typed: dict[str, str]) -> list[str]:
        allowed = {str(place) for place in range(1, len(self.widget.names) + 1)}
        placed = {choice: place for choice, place in typed.items() if place}
        if set(placed.values()) - allowed:
            raise ValidationError(SingleChoice.invalid, code="invalid_choice")
        if len(set(placed.values())) < len(placed):
            raise ValidationError(_("Give each place only once."), code="repeated")
        return sorted(placed, key=lambda choice: int(placed[choice]))


class Ranking(SingleChoice):
    """Each choice gets a place from a list, so it works without dragging. Stored as ids, the first place first."""

    name = "ranking"
    block = RankingBlock
    needed = gettext_lazy("Give at least one place in “{label}”")

    def build(self, question: Question, words: Words) -> forms.Field:
        places = [("", "–"), *((str(place), str(place)) for place in range(1, len(question.choices) + 1))]
        widget = PartsWidget(
            {
                choice.id: (words.choice(question, choice), forms.Select({"class": "place"}, choices=places))
                for choice in question.choices
            }
        )
        return RankingField(widget=widget, **self.describe(question, words))
