import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language as get_active
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from forms.questions.base import Question, QuestionBlock, QuestionType, Words, tidy
from forms.questions.summary import Summary, count_answers, find_mean, find_median
from localization.formats import format_number, get_cldr
from localization.languages import get_language
from localization.wording import Wording

# Spanish is written with either sign, by country; the other languages of the site with the one of their data.
BOTH = {"es"}
LONGEST = 18  # digits
LIMITS = ("least", "most")


class Ambiguous(ValueError):
    """One sign that could separate thousands or decimals."""


def parse_number(text: str, code: str) -> Decimal:
    """The number that a reader of `code` typed, in any digits. Raises Ambiguous, or ValueError where it is none."""
    digits = "".join(str(int(sign)) if sign.isdigit() else sign for sign in text)
    plain = re.sub(r"[\s\u00a0\u202f'’]", "", digits).replace("٫", ".").replace("٬", ",").replace("−", "-")
    if not re.fullmatch(r"[+-]?\d+([.,]\d+)*", plain) or sum(map(str.isdigit, plain)) > LONGEST:
        raise ValueError(text)
    signs = re.findall(r"[.,]", plain)
    decimal = find_decimal_sign(plain, signs, code)
    whole, _sign, part = plain.partition(decimal) if decimal else (plain, "", "")
    if not re.fullmatch(r"[+-]?(\d+|\d{1,3}([.,]\d{3})+)", whole) or not (part.isdigit() or not part):
        raise ValueError(text)
    return Decimal(f"{re.sub('[.,]', '', whole)}.{part or 0}")


def find_decimal_sign(plain: str, signs: list[str], code: str) -> str:
    """Which sign begins the decimals; empty where none does."""
    if not signs or (len(signs) > 1 and len(set(signs)) == 1):
        return ""
    if len(set(signs)) == 2:
        return signs[-1]
    after = len(plain) - plain.index(signs[0]) - 1
    if after != 3:
        return signs[0]
    if code in BOTH:
        raise Ambiguous(plain)
    return signs[0] if signs[0] == get_cldr(code).number_symbols["latn"]["decimal"] else ""


class NumberField(forms.CharField):
    def __init__(self, *, reader: str, least: Decimal | None, most: Decimal | None, **kwargs: Any) -> None:
        self.reader, self.least, self.most = reader, least, most
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        text = tidy(super().to_python(value) or "")
        if not text:
            return ""
        try:
            number = parse_number(text, self.reader)
        except Ambiguous as error:
            raise ValidationError(
                _("Write this number without a sign for thousands, like 1500."), code="ambiguous"
            ) from error
        except ValueError as error:
            raise ValidationError(_("Enter a number, like 12."), code="invalid") from error
        if self.least is not None and number < self.least:
            limit = format_number(self.least, self.reader)
            raise ValidationError(_("Enter a number that is {limit} or more.").format(limit=limit), code="min_value")
        if self.most is not None and number > self.most:
            limit = format_number(self.most, self.reader)
            raise ValidationError(_("Enter a number that is {limit} or less.").format(limit=limit), code="max_value")
        return number


class NumberBlock(QuestionBlock):
    least = blocks.DecimalBlock(label=gettext_lazy("Smallest number"), required=False)
    most = blocks.DecimalBlock(label=gettext_lazy("Largest number"), required=False)

    class Meta:
        icon = "order"
        label = gettext_lazy("Number")


class Number(QuestionType):
    """Stored as a decimal in text, like "1234.5", however it was typed."""

    name = "number"
    block = NumberBlock
    needed = gettext_lazy("Enter a number for “{label}”")

    def read_options(self, value: dict[str, Any]) -> dict[str, Any]:
        return {name: value[name] for name in ("least", "most") if value.get(name) not in (None, "")}

    def build(self, question: Question, words: Words) -> forms.Field:
        limits = {name: Decimal(str(question.options[name])) if name in question.options else None for name in LIMITS}
        return NumberField(
            reader=words.reader,
            **limits,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "short", "dir": "ltr"}),
            **self.describe(question, words),
        )

    def store(self, cleaned: Any, question: Question) -> str | None:
        if cleaned == "":
            return None
        text = f"{abs(cleaned) if cleaned == 0 else cleaned:f}"
        return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"

    def show(self, value: Any, question: dict[str, Any], *, shown: bool) -> list[Wording | str]:
        return [format_number(Decimal(value), get_language(get_active()).code)]

    def retype(self, value: str, question: Question, reader: str) -> dict[str, list[str]]:
        """Without a sign for thousands, and with the reader's own for decimals.

        Three decimals would be read as thousands where both signs are in use: a zero at the end makes them four.
        """
        whole, _point, decimals = value.partition(".")
        if not decimals:
            return {"": [whole]}
        sign = get_cldr(reader).number_symbols["latn"]["decimal"]
        return {"": [f"{whole}{sign}{decimals}{'0' if len(decimals) == 3 else ''}"]}

    def make_cell(self, value: str, question: dict[str, Any]) -> Decimal:
        return Decimal(value)

    def summarise(self, values: Iterable[Any], question: dict[str, Any]) -> Summary:
        answered, counts = count_answers(values, lambda value: [Decimal(value)])
        return Summary(
            answered,
            "numbers",
            least=min(counts, default=None),
            most=max(counts, default=None),
            mean=find_mean(counts),
            median=find_median(counts),
        )
