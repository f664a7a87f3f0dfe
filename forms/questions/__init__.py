"""The question types, in the order in which editors meet them."""

from forms.questions.base import Choice, Question, QuestionType, Words
from forms.questions.choice import SeveralChoices, SingleChoice
from forms.questions.consent import Consent
from forms.questions.date import Date
from forms.questions.number import Number
from forms.questions.text import Email, LongText, ShortText

TYPES: dict[str, QuestionType] = {
    each.name: each
    for each in (ShortText(), LongText(), Email(), Number(), Date(), SingleChoice(), SeveralChoices(), Consent())
}

__all__ = ["TYPES", "Choice", "Question", "QuestionType", "Words"]
