"""Dates, times, zones, amounts and numbers as a reader of a language writes them (CLDR, through Babel).

Instants are aware datetimes; `zone` is an IANA name. The result is text, never markup.
"""

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, dates, numbers, units

from localization.languages import get_language


@lru_cache
def get_cldr(code: str) -> Locale:
    return Locale.parse(get_language(code).babel)


def format_day(day: date, code: str, *, weekday: bool = False) -> str:
    return dates.format_date(day, "full" if weekday else "long", get_cldr(code))


def format_time(moment: datetime, code: str) -> str:
    """12-hour times keep their day period on the same line, and have it in the reader's own words."""
    cldr = get_cldr(code)
    pattern = cldr.time_formats["short"].pattern
    short, wide = (cldr.day_periods["format"].get(width, {}).get("pm", "") for width in ("abbreviated", "wide"))
    if short.isascii() and not wide.isascii():
        pattern = pattern.replace("a", "aaaa")  # Korean: CLDR shortens its own word to "PM"
    text = dates.format_time(moment, pattern, locale=cldr)
    return text.replace(" ", "\u00a0").replace("\u202f", "\u00a0")


def name_zone(moment: datetime, code: str) -> str:
    """What people call the zone all year ("Pacific Time"), without the winter or summer that confuses."""
    return dates.get_timezone_name(moment, "long", locale=get_cldr(code), zone_variant="generic")


def join_day_and_time(day: str, time: str, code: str) -> str:
    return get_cldr(code).datetime_formats["full"].replace("{1}", day).replace("{0}", time).replace("'", "")


def format_moment(moment: datetime, zone: str, code: str, *, weekday: bool = True) -> str:
    """Day and time in the zone where the thing happens, without the zone's name."""
    local = moment.astimezone(ZoneInfo(zone))
    return join_day_and_time(format_day(local.date(), code, weekday=weekday), format_time(local, code), code)


def format_span(start: datetime, end: datetime | None, zone: str, code: str) -> str:
    """A day with its hours, or two moments where they fall on different days."""
    local_start = start.astimezone(ZoneInfo(zone))
    if end is None:
        return format_moment(start, zone, code)
    local_end = end.astimezone(ZoneInfo(zone))
    between = get_cldr(code).interval_formats[None]
    if local_start.date() != local_end.date():
        return between.format(format_moment(start, zone, code), format_moment(end, zone, code))
    times = between.format(format_time(local_start, code), format_time(local_end, code))
    return join_day_and_time(format_day(local_start.date(), code, weekday=True), times, code)


def format_amount(amount: Decimal, currency: str, code: str) -> str:
    return numbers.format_currency(amount, currency, locale=get_cldr(code))


def format_number(number: int | Decimal, code: str) -> str:
    return numbers.format_decimal(number, locale=get_cldr(code), decimal_quantization=False)


def format_size(size: int, code: str) -> str:
    """Bytes as people say them, with one decimal: "1.2 MB" (decimal units, as in CLDR)."""
    unit, bytes_in = ("digital-megabyte", 1_000_000) if size >= 1_000_000 else ("digital-kilobyte", 1000)
    return units.format_unit(max(0.1, round(size / bytes_in, 1)), unit, length="short", locale=get_cldr(code))


def name_language(named: str, code: str) -> str:
    """As inside a sentence. The data that formats dates may be a country's (es_US); the name is the language's."""
    cldr = get_cldr(named)
    names = get_cldr(code).languages
    return names.get("_".join(filter(None, (cldr.language, cldr.script))), names.get(cldr.language, named))
