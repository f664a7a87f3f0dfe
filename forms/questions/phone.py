import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forms.questions.base import Question, QuestionBlock, QuestionType, Words, tidy

FEWEST, MOST = 5, 15  # digits; at most 15 in an international number (ITU-T E.164)


class PhoneField(forms.CharField):
    """Spaces, brackets, dots and hyphens as people write them, digits of any script, "x12" for an extension."""

    def to_python(self, value: Any) -> str:
        text = tidy(super().to_python(value) or "")
        if not text:
            return ""
        number, _x, extension = text.lower().replace("ext.", "x").replace("ext", "x").partition("x")
        plain = re.sub(r"[\s\u00a0().\-–/‑\u2066-\u2069\u200e\u200f]", "", number)
        plus = "+" if plain.startswith("+") else ""
        digits = plain.removeprefix("+")
        extension = re.sub(r"[\s.]", "", extension)
        is_number = digits.isdecimal() and FEWEST <= len(digits) <= MOST
        is_extension = not _x or (extension.isdecimal() and len(extension) <= MOST)
        if not is_number or not is_extension:
            raise ValidationError(_("Enter a phone number, like (555) 010-0311 or +52 55 1234 5678."), code="invalid")
        return f"{plus}{to_latin(digits)}" + (f" x{to_latin(extension)}" if extension else "")


def to_latin(digits: str) -> str:
    """Digits of any script as 0 to 9, with the zeros at their start."""
    return "".join(str(int(digit)) for digit in digits)


class PhoneBlock(QuestionBlock):
    class Meta:
        icon = "mobile-alt"
        label = gettext_lazy("Phone number")


class Phone(QuestionType):
    """Stored as its digits, with "+" where it was given and " x12" for an extension."""

    name = "phone"
    block = PhoneBlock
    needed = gettext_lazy("Enter a phone number for “{label}”")

    def build(self, question: Question, words: Words) -> forms.Field:
        widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "dir": "ltr", "class": "medium"})
        return PhoneField(widget=widget, **self.describe(question, words))
