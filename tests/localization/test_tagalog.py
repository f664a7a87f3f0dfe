"""Django has no table for Tagalog: names, dates, direction and messages come from this project."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.forms import IntegerField
from django.utils import translation
from django.utils.formats import date_format

from localization import formats


def test_django_knows_its_name_and_direction():
    info = translation.get_language_info("tl")
    assert (info["name_local"], info["bidi"]) == ("Tagalog", False)


def test_dates_are_in_tagalog_in_our_formats_and_in_djangos():
    assert formats.format_day(date(2027, 3, 12), "tl", weekday=True) == "Biyernes, Marso 12, 2027"
    with translation.override("tl"):
        assert "Marso" in date_format(date(2027, 3, 12), "F j, Y")


def test_zones_and_numbers_are_in_tagalog():
    moment = datetime(2027, 3, 12, tzinfo=UTC).astimezone(formats.ZoneInfo("America/Los_Angeles"))
    assert formats.name_zone(moment, "tl") != "America/Los_Angeles"
    assert formats.format_number(1234567, "tl") == "1,234,567"
    assert formats.name_language("tl", "en") == "Filipino"


def test_djangos_own_messages_are_in_tagalog():
    with translation.override("tl"):
        with pytest.raises(ValidationError) as error:
            IntegerField().clean("x")
        assert error.value.messages not in ([], ["Enter a whole number."])
