"""What staff type as a day, or as a day and a time. Computers know the years 1 and 9999, where a clock in another zone
has no time to show; what is typed there, or as the year 202, is a slip."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

# Wide enough for what the pages of a city tell of its past, and for what is said to somebody now.
WIDE, NEAR = range(1900, 2200), range(2000, 2100)


class OurTime(forms.Field):
    def __init__(self, *, years: range = WIDE, **options: Any) -> None:
        self.years = years
        super().__init__(**options)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if isinstance(value, date) and value.year not in self.years:
            raise ValidationError(_("Enter a day of our time."))


class Day(OurTime, forms.DateField):
    pass


class Moment(OurTime, forms.DateTimeField):
    def to_python(self, value: Any) -> datetime | None:
        try:
            moment: datetime | None = super().to_python(value)
            if moment:
                moment.astimezone(UTC)  # in which databases keep it
        except OverflowError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error
        return moment


class CityMoment(Moment):
    """What is typed is by the city's clock, in whatever zone the admin shows times to this person."""

    def __init__(self, *, zone: ZoneInfo, **options: Any) -> None:
        self.zone = zone
        super().__init__(**options)

    def to_python(self, value: Any) -> datetime | None:
        with timezone.override(self.zone):
            return super().to_python(value)


def use_everywhere() -> None:
    """In every form of the admin that is made from a model, Wagtail's own times of publication among them."""
    register_form_field_override(models.DateField, override={"form_class": Day, "widget": AdminDateInput})
    register_form_field_override(models.DateTimeField, override={"form_class": Moment, "widget": AdminDateTimeInput})
