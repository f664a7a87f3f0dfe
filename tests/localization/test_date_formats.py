"""A day is written in one order, whether a time stands beside it or not: otherwise a row has 11/07 and 07/11."""

from datetime import datetime

import pytest
from django.utils import translation
from django.utils.formats import date_format

from localization.languages import LANGUAGES

AFTERNOON = datetime(2026, 11, 7, 15, 5)


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_a_day_looks_the_same_with_a_time_beside_it(language):
    with translation.override(language.code):
        said = {
            name: date_format(AFTERNOON, f"{name}_FORMAT")
            for name in ("DATE", "SHORT_DATE", "TIME", "DATETIME", "SHORT_DATETIME")
        }
    assert said["DATE"] in said["DATETIME"] and said["SHORT_DATE"] in said["SHORT_DATETIME"]
    assert said["TIME"] in said["DATETIME"] and said["TIME"] in said["SHORT_DATETIME"]
