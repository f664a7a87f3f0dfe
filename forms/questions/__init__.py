"""The question types, in the order in which editors meet them."""

from forms.questions.address import Address
from forms.questions.base import Choice, Explanation, Question, QuestionType, Words
from forms.questions.choice import DropDown, Ranking, SeveralChoices, SingleChoice
from forms.questions.consent import Consent
from forms.questions.date import Date
from forms.questions.languages import Languages
from forms.questions.number import Number
from forms.questions.party import Party
from forms.questions.phone import Phone
from forms.questions.scale import Scale
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
        Number(),
        Date(),
        SingleChoice(),
        SeveralChoices(),
        DropDown(),
        YesNo(),
        Scale(),
        Ranking(),
        Party(),
        Languages(),
        Consent(),
    )
}

EXPLANATION = "explanation"  # the name of the block that asks nothing

__all__ = ["EXPLANATION", "TYPES", "Choice", "Explanation", "Question", "QuestionType", "Words"]
