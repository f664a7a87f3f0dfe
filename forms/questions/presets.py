"""Questions that cities ask again and again, ready-made. Their words belong to the interface, so they exist in every
language from the first day; nobody has to translate them, and every form asks them alike."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail import blocks

from forms.questions.base import Choice, Condition, Question
from forms.questions.choice import NONE, OTHER, SAY, STANDING
from forms.questions.chooser import Presented
from forms.questions.district import list_districts


class PresetBlock(Presented, blocks.StructBlock):
    class Meta:
        label_format = "{label}"


def ask_whether_needed(label: Any, *, default: bool) -> blocks.BooleanBlock:
    return blocks.BooleanBlock(label=label, required=False, default=default)


class Preset(ABC):
    name: ClassVar[str]
    block: ClassVar[type[PresetBlock]]

    @abstractmethod
    def read_all(self, block_id: str, value: dict[str, Any]) -> Iterator[Question]:
        """`value` is the raw JSON of the block. Identities are the block's with a word of their own at the end."""


class ContactBlock(PresetBlock):
    email_required = ask_whether_needed(gettext_lazy("An email address is needed"), default=True)
    phone = ask_whether_needed(gettext_lazy("Ask for a phone number too (optional for residents)"), default=True)

    class Meta:
        icon = "user"
        label = gettext_lazy("Name and contact")


class Contact(Preset):
    name = "preset_contact"
    block = ContactBlock

    def read_all(self, block_id: str, value: dict[str, Any]) -> Iterator[Question]:
        yield Question(
            f"{block_id}-name", "short_text", gettext_lazy("What is your name?"), options={"autocomplete": "name"}
        )
        yield Question(
            f"{block_id}-email",
            "email",
            gettext_lazy("What is your email address?"),
            help=gettext_lazy("We use it to answer you, and for nothing else."),
            required=bool(value.get("email_required", True)),
        )
        if value.get("phone", True):
            yield Question(f"{block_id}-phone", "phone", gettext_lazy("What is your phone number?"), required=False)


class HomeBlock(PresetBlock):
    address_required = ask_whether_needed(gettext_lazy("An address is needed"), default=False)

    class Meta:
        icon = "home"
        label = gettext_lazy("Address and district")


class Home(Preset):
    """The districts are those of the city, in the words of its own list."""

    name = "preset_home"
    block = HomeBlock

    def read_all(self, block_id: str, value: dict[str, Any]) -> Iterator[Question]:
        yield Question(
            f"{block_id}-address",
            "address",
            gettext_lazy("What is your home address?"),
            required=bool(value.get("address_required")),
        )
        yield Question(
            f"{block_id}-district",
            "district",
            gettext_lazy("Which district do you live in?"),
            choices=list_districts(),
        )


class AvailabilityBlock(PresetBlock):
    class Meta:
        icon = "calendar-alt"
        label = gettext_lazy("Availability")


class Availability(Preset):
    name = "preset_availability"
    block = AvailabilityBlock
    choices = (
        Choice("weekday-mornings", gettext_lazy("Weekday mornings")),
        Choice("weekday-afternoons", gettext_lazy("Weekday afternoons")),
        Choice("weekday-evenings", gettext_lazy("Weekday evenings")),
        Choice("saturdays", gettext_lazy("Saturdays")),
        Choice("sundays", gettext_lazy("Sundays")),
        Choice("online", gettext_lazy("Only online")),
    )

    def read_all(self, block_id: str, value: dict[str, Any]) -> Iterator[Question]:
        yield Question(
            f"{block_id}-when",
            "several_choices",
            gettext_lazy("When do you have time?"),
            help=gettext_lazy("Choose all that fit."),
            choices=self.choices,
        )
        yield Question(
            f"{block_id}-more",
            "short_text",
            gettext_lazy("Is there anything else we should know about when you have time?"),
            required=False,
        )


class AccessNeedsBlock(PresetBlock):
    class Meta:
        icon = "glasses"
        label = gettext_lazy("Accessibility and interpretation")


class AccessNeeds(Preset):
    name = "preset_access"
    block = AccessNeedsBlock
    choices = (
        Choice("interpreter", gettext_lazy("An interpreter")),
        Choice("sign-language", gettext_lazy("A sign language interpreter")),
        Choice("captions", gettext_lazy("Live captions")),
        Choice("large-print", gettext_lazy("Large print")),
        Choice("step-free", gettext_lazy("A place without steps")),
        Choice("hearing-loop", gettext_lazy("A hearing loop")),
        Choice("child-care", gettext_lazy("Child care")),
        Choice(OTHER, STANDING[OTHER]),
    )

    def read_all(self, block_id: str, value: dict[str, Any]) -> Iterator[Question]:
        needs = f"{block_id}-needs"
        yield Question(
            needs,
            "several_choices",
            gettext_lazy("Do you need any of these?"),
            help=gettext_lazy("All of it is free. We ask so that we can prepare it in time."),
            required=False,
            choices=self.choices,
        )
        yield Question(
            f"{block_id}-language",
            "short_text",
            gettext_lazy("Into which language?"),
            when=Condition(needs, "interpreter"),
        )
        yield Question(f"{block_id}-other", "short_text", SAY, when=Condition(needs, OTHER))


class SelfIdentificationBlock(PresetBlock):
    class Meta:
        icon = "lock"
        label = gettext_lazy("Self-identification (sealed)")


RATHER_NOT = Choice("rather-not", gettext_lazy("I would rather not say"))


class SelfIdentification(Preset):
    """Kept apart from the other answers and only ever counted: who decides about an application never sees it."""

    name = "preset_self_identification"
    block = SelfIdentificationBlock
    questions: ClassVar[dict[str, tuple[Any, str, tuple[Choice, ...]]]] = {
        "age": (
            gettext_lazy("How old are you?"),
            "single_choice",
            (
                Choice("under-18", gettext_lazy("Under 18")),
                Choice("18-29", gettext_lazy("18 to 29")),
                Choice("30-44", gettext_lazy("30 to 44")),
                Choice("45-64", gettext_lazy("45 to 64")),
                Choice("65", gettext_lazy("65 or older")),
                RATHER_NOT,
            ),
        ),
        "gender": (
            gettext_lazy("What is your gender?"),
            "single_choice",
            (
                Choice("woman", pgettext_lazy("gender", "Woman")),
                Choice("man", pgettext_lazy("gender", "Man")),
                Choice("non-binary", pgettext_lazy("gender", "Non-binary")),
                Choice("another", pgettext_lazy("gender", "Another gender")),
                RATHER_NOT,
            ),
        ),
        # The categories of the Office of Management and Budget's Statistical Policy Directive No. 15 (2024).
        "ethnicity": (
            gettext_lazy("How do you describe yourself?"),
            "several_choices",
            (
                Choice("native", gettext_lazy("American Indian or Alaska Native")),
                Choice("asian", gettext_lazy("Asian")),
                Choice("black", gettext_lazy("Black or African American")),
                Choice("hispanic", gettext_lazy("Hispanic or Latino")),
                Choice("middle-eastern", gettext_lazy("Middle Eastern or North African")),
                Choice("pacific", gettext_lazy("Native Hawaiian or Pacific Islander")),
                Choice("white", gettext_lazy("White")),
                Choice(NONE, STANDING[NONE]),
            ),
        ),
        "disability": (
            gettext_lazy("Do you have a disability?"),
            "single_choice",
            (Choice("yes", gettext_lazy("Yes")), Choice("no", gettext_lazy("No")), RATHER_NOT),
        ),
    }

    def read_all(self, block_id: str, value: dict[str, Any]) -> Iterator[Question]:
        for name, (label, kind, choices) in self.questions.items():
            yield Question(f"{block_id}-{name}", kind, label, required=False, choices=choices, sealed=True)


PRESETS: dict[str, Preset] = {
    each.name: each for each in (Contact(), Home(), Availability(), AccessNeeds(), SelfIdentification())
}
