"""Dates, spans, zones and amounts as each reader writes them."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from localization import formats
from localization.languages import LANGUAGES

ZONE = "America/Los_Angeles"
MOMENT = datetime(2027, 3, 12, 17, 0, tzinfo=ZoneInfo(ZONE))


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "Friday, March 12, 2027, 5:00\u00a0PM"),
        ("es", "viernes, 12 de marzo de 2027, 5:00\u00a0p.m."),
        ("zh-hans", "2027年3月12日星期五 17:00"),
        ("ko", "2027년 3월 12일 금요일 오후\u00a05:00"),
        ("ar", "الجمعة، 12 مارس 2027، 5:00\u00a0م"),
    ],
)
def test_a_moment(code, text):
    assert formats.format_moment(MOMENT, ZONE, code) == text


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_every_language_has_its_own_words_for_zone_and_languages(language):
    assert "2027" in formats.format_span(MOMENT, MOMENT.replace(hour=18), ZONE, language.code)
    assert formats.name_zone(MOMENT, language.code)
    for named in LANGUAGES:
        assert formats.name_language(named.code, language.code) != named.code


def test_a_moment_is_shown_in_the_zone_where_it_happens_whatever_the_servers_is():
    elsewhere = MOMENT.astimezone(ZoneInfo("Asia/Tokyo"))
    assert formats.format_moment(elsewhere, ZONE, "en") == formats.format_moment(MOMENT, ZONE, "en")


def test_the_zone_has_one_name_all_year():
    summer = datetime(2027, 7, 1, 12, tzinfo=ZoneInfo(ZONE))
    assert formats.name_zone(MOMENT, "en") == formats.name_zone(summer, "en") == "Pacific Time"


def test_a_span_of_one_day_names_the_day_once_and_of_two_days_both():
    end = MOMENT.replace(hour=19)
    assert formats.format_span(MOMENT, end, ZONE, "en").count("March") == 1
    assert formats.format_span(MOMENT, end.replace(day=13), ZONE, "en").count("March") == 2
    assert formats.format_span(MOMENT, None, ZONE, "en") == formats.format_moment(MOMENT, ZONE, "en")


def test_amounts():
    assert formats.format_amount(Decimal("45"), "USD", "en") == "$45.00"
    assert formats.format_amount(Decimal("45"), "USD", "pt-br") == "US$\u00a045,00"
