"""The question types, in the order in which editors meet them."""

from forms.questions.address import Address
from forms.questions.base import Choice, Condition, Explanation, Question, QuestionType, Words
from forms.questions.choice import DropDown, Ranking, SeveralChoices, SingleChoice
from forms.questions.consent import Consent
from forms.questions.date import Date
from forms.questions.district import District
from forms.questions.file import File
from forms.questions.languages import Languages
from forms.questions.number import Number
from forms.questions.party import Party
from forms.questions.phone import Phone
from forms.questions.presets import PRESETS
from forms.questions.scale import Scale
from forms.questions.section import Section
from forms.questions.source import Source
from forms.questions.text import Email, LongText, ShortText
from forms.questions.yes_no import YesNo

TYPES: dict[str, QuestionType] = {
    each.name: each
    for each in (
        ShortText(),
        LongText(),
        Email(),
        Phone(),
        Address(),
        District(),
        Number(),
        Date(),
        SingleChoice(),
        SeveralChoices(),
        DropDown(),
        YesNo(),
        Scale(),
        Ranking(),
        File(),
        Party(),
        Languages(),
        Consent(),
        Source(),
    )
}

# The names of the blocks that ask nothing.
EXPLANATION, SECTION = "explanation", "section"

__all__ = [
    "EXPLANATION",
    "PRESETS",
    "SECTION",
    "TYPES",
    "Choice",
    "Condition",
    "Explanation",
    "Question",
    "QuestionType",
    "Section",
    "Words",
]
