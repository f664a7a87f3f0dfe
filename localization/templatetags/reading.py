"""Dates, amounts and languages as the reader of the page expects them."""

from datetime import date, datetime
from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language as get_active
from django.utils.translation import gettext as _

from localization import formats, naming
from localization.languages import Language, get_language
from localization.wording import mark_language

register = template.Library()


def active() -> str:
    return get_language(get_active()).code


@register.filter
def tag(code: str) -> str:
    return get_language(code).tag


@register.filter
def direction(code: str) -> str:
    return get_language(code).direction


@register.filter
def language_label(code: str) -> str:
    """The name of a language in the reader's own, as inside a sentence (CLDR)."""
    return formats.name_language(code, active())


@register.filter
def named(language: Language) -> str:
    """For staff, as inside a sentence."""
    return naming.name(language)


@register.filter
def named_alone(language: Language) -> str:
    """For staff, by itself."""
    return naming.label(language)


@register.simple_tag
def foreign(code: str | None) -> SafeString | str:
    """`lang` and `dir` for a part of the page in `code`, nothing where that is the page's own language."""
    return mark_language(code) if code and code != active() else ""


@register.simple_tag
def moment(value: datetime, zone: str) -> SafeString:
    local = value.astimezone(formats.ZoneInfo(zone))
    return time_element(local, formats.format_moment(value, zone, active()), local)


@register.simple_tag
def span(start: datetime, end: datetime | None, zone: str) -> SafeString:
    local = start.astimezone(formats.ZoneInfo(zone))
    return time_element(local, formats.format_span(start, end, zone, active()), local)


def time_element(value: datetime, text: str, local: datetime) -> SafeString:
    # Translators: a date with its time, then the name of the time zone, as in "March 13, 5:00 PM (Pacific Time)"
    sentence = _("{moment} ({zone})").format(moment=text, zone=formats.name_zone(local, active()))
    return format_html('<time datetime="{}">{}</time>', value.isoformat(timespec="minutes"), sentence)


@register.filter
def day(value: date | datetime, zone: str | None = None) -> SafeString:
    if isinstance(value, datetime) and zone:
        value = value.astimezone(formats.ZoneInfo(zone)).date()
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), formats.format_day(value, active()))


@register.filter
def digits(phone: str) -> str:
    """A phone number as a `tel:` address has it (RFC 3966): digits, and "+" at the start."""
    return ("+" if phone.strip().startswith("+") else "") + "".join(sign for sign in phone if sign.isdecimal())


@register.filter
def amount(value: Decimal, currency: str = "USD") -> str:
    return formats.format_amount(value, currency, active())


@register.filter
def number(value: int | Decimal) -> str:
    return formats.format_number(value, active())


@register.filter
def weight(size: int) -> str:
    """A number of bytes, as people say it."""
    return formats.format_size(size, active())
