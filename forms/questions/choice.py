from typing import Any

from django import forms
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.models import Collection

from forms.questions.base import Choice, Question, QuestionBlock, QuestionType, Words
from localization.wording import Wording


def list_queues() -> list[tuple[str, str]]:
    return [(str(queue.pk), queue.name) for queue in Collection.objects.filter(depth__gt=1).order_by("path")]


class ChoiceItemBlock(blocks.StructBlock):
    label = blocks.CharBlock(label=gettext_lazy("Choice"), max_length=250)

    class Meta:
        label = gettext_lazy("Choice")


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
        """In the order of the form. An id that the version does not know is shown as it is, never hidden."""
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
