from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language as get_active
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail import blocks
from wagtail.models import Collection

from forms.questions.base import Choice, Condition, Question, QuestionBlock, QuestionType, Words
from forms.questions.parts import PartsField, PartsWidget
from forms.questions.summary import (
    Cell,
    Column,
    Summary,
    draw_choices,
    draw_points,
    fill_choice_columns,
    list_choice_columns,
    name_choices,
)
from localization.languages import get_language
from localization.wording import Wording

OTHER, NONE = "other", "none"
# Translators: the last choices of a question: "Other" and "None of these"
STANDING = {OTHER: pgettext_lazy("choice", "Other"), NONE: pgettext_lazy("choice", "None of these")}
SAY = gettext_lazy("Please say what")
# What a question that follows from a choice can be: the types that need nothing but a label.
FOLLOWING = [
    ("short_text", gettext_lazy("Short text")),
    ("long_text", gettext_lazy("Long text")),
    ("number", gettext_lazy("Number")),
    ("date", gettext_lazy("Date")),
    ("yes_no", gettext_lazy("Yes or no")),
    ("email", gettext_lazy("Email")),
    ("phone", gettext_lazy("Phone number")),
]


def read_number(value: Any) -> int | None:
    return int(value) if str(value or "").isdecimal() else None


def list_queues() -> list[tuple[str, str]]:
    return [(str(queue.pk), queue.name) for queue in Collection.objects.filter(depth__gt=1).order_by("path")]


class ChoiceItemBlock(blocks.StructBlock):
    label = blocks.CharBlock(label=gettext_lazy("Choice"), max_length=250)

    class Meta:
        label = gettext_lazy("Choice")
        label_format = "{label}"


class FollowedChoiceBlock(ChoiceItemBlock):
    follow_up = blocks.CharBlock(
        label=gettext_lazy("Question that follows"),
        required=False,
        default="",
        max_length=250,
        help_text=gettext_lazy("Asked only of those who choose this, right below it."),
    )
    follow_up_type = blocks.ChoiceBlock(
        label=gettext_lazy("It is answered with"), choices=FOLLOWING, default="short_text"
    )
    follow_up_required = blocks.BooleanBlock(label=gettext_lazy("It needs an answer"), required=False, default=True)


class RoutingChoiceBlock(FollowedChoiceBlock):
    queue = blocks.ChoiceBlock(
        label=gettext_lazy("Goes to the queue"),
        required=False,
        choices=list_queues,
        help_text=gettext_lazy("Empty: the queue of the form."),
    )
    places = blocks.IntegerBlock(
        label=gettext_lazy("Places"),
        required=False,
        min_value=1,
        help_text=gettext_lazy("How many people can have this choice, a shift for example. Empty: no limit."),
    )


class ListedChoiceBlock(ChoiceItemBlock):
    queue = RoutingChoiceBlock.base_blocks["queue"]
    places = RoutingChoiceBlock.base_blocks["places"]


class SingleChoiceBlock(QuestionBlock):
    choices = blocks.ListBlock(RoutingChoiceBlock(), label=gettext_lazy("Choices"), min_num=2)
    other = blocks.BooleanBlock(
        label=gettext_lazy("Also offer “Other”, with a place to say what"), required=False, default=False
    )

    class Meta:
        icon = "radio-full"
        label = gettext_lazy("One choice")


class SeveralChoicesBlock(QuestionBlock):
    choices = blocks.ListBlock(FollowedChoiceBlock(), label=gettext_lazy("Choices"), min_num=1)
    other = SingleChoiceBlock.base_blocks["other"]
    none = blocks.BooleanBlock(label=gettext_lazy("Also offer “None of these”"), required=False, default=False)

    class Meta:
        icon = "list-ul"
        label = gettext_lazy("Several choices")


class SingleChoice(QuestionType):
    """Stored as the id of the choice, or "other". What is said to "Other" is a question of its own (`read_all`)."""

    name = "single_choice"
    block = SingleChoiceBlock
    needed = gettext_lazy("Choose an answer to “{label}”")
    invalid = gettext_lazy("Choose one of the answers that are offered")
    field_class: type[forms.ChoiceField] = forms.ChoiceField
    widget: type[forms.Widget] = forms.RadioSelect

    def read_choices(self, value: dict[str, Any]) -> list[Choice]:
        own = [
            Choice(
                id=item["id"],
                label=item["value"].get("label", ""),
                queue=read_number(item["value"].get("queue")),
                places=read_number(item["value"].get("places")),
            )
            for item in value.get("choices", [])
        ]
        return own + [Choice(name, label) for name, label in STANDING.items() if value.get(name)]

    def read_all(self, block_id: str, value: dict[str, Any]) -> list[Question]:
        question = self.read(block_id, value)
        following = [
            Question(
                id=f"{item['id']}-more",
                type=item["value"].get("follow_up_type") or "short_text",
                label=item["value"]["follow_up"],
                required=bool(item["value"].get("follow_up_required", True)),
                when=Condition(block_id, item["id"]),
                path=f"questions.{block_id}.choices.{item['id']}.follow_up",
            )
            for item in value.get("choices", [])
            if item["value"].get("follow_up")
        ]
        if value.get(OTHER):
            say = Question(id=f"{block_id}-other", type="short_text", label=SAY, when=Condition(block_id, OTHER))
            following.append(say)
        return [question, *(replace(each, sealed=question.sealed, opens=question.opens) for each in following)]

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

    def make_cell(self, value: str, question: dict[str, Any]) -> Cell:
        return name_choices(question).get(value, value)

    def summarise(self, values: Iterable[Any], question: dict[str, Any]) -> Summary:
        """A bar for each choice, in the order of the form; then one for each id that the version does not know."""
        return draw_choices(values, question)


class SeveralField(forms.MultipleChoiceField):
    def validate(self, value: Any) -> None:
        super().validate(value)
        if NONE in value and len(value) > 1:
            raise ValidationError(
                _("Choose either “None of these” or the answers that are true, not both."), code="contradiction"
            )


class SeveralChoices(SingleChoice):
    """Stored as a list of ids, "other" and "none" among them, in the order of the form whatever was clicked first."""

    name = "several_choices"
    block = SeveralChoicesBlock
    needed = gettext_lazy("Choose at least one answer to “{label}”")
    field_class = SeveralField
    widget = forms.CheckboxSelectMultiple

    def store(self, cleaned: list[str], question: Question) -> list[str] | None:
        return [choice.id for choice in question.choices if choice.id in cleaned] or None

    def retype(self, value: list[str], question: Question, reader: str) -> dict[str, list[str]]:
        return {"": list(value)}

    def list_columns(self, question: dict[str, Any]) -> list[Column]:
        """One for each choice: "1" where it was chosen. The last has ids that the version does not know."""
        return list_choice_columns(question)

    def export(self, value: list[str] | None, question: dict[str, Any]) -> list[Cell]:
        marks: dict[str, Cell] = dict.fromkeys(value or (), "1")
        return fill_choice_columns(marks, question, without=None if value is None else "")


class DropDownBlock(QuestionBlock):
    choices = blocks.ListBlock(ListedChoiceBlock(), label=gettext_lazy("Choices"), min_num=2)

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

    def retype(self, value: list[str], question: Question, reader: str) -> dict[str, list[str]]:
        return {f"_{choice}": [str(place)] for place, choice in enumerate(value, start=1)}

    def list_columns(self, question: dict[str, Any]) -> list[Column]:
        """One for each choice: the place it got. The last has ids that the version does not know."""
        return list_choice_columns(question)

    def export(self, value: list[str] | None, question: dict[str, Any]) -> list[Cell]:
        marks: dict[str, Cell] = {choice: place for place, choice in enumerate(value or (), start=1)}
        return fill_choice_columns(marks, question, without=None)

    def summarise(self, values: Iterable[Any], question: dict[str, Any]) -> Summary:
        """A bar for each choice, in the order of the form. Its count is Borda points (see `draw_points`)."""
        return draw_points(values, question)
