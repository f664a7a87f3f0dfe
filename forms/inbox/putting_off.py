"""The form with which a case is put off: on the case's page, and on a page of its own where something was wrong."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateInput

from forms import actions
from forms.deadlines import find_city_day
from pages.moments import Day


class SnoozeForm(forms.Form):
    """`seen`: the revision of the case that the person had before them."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    snooze_until = Day(
        label=gettext_lazy("Until"),
        widget=AdminDateInput,
        help_text=gettext_lazy("On this day it is among what is to be done again: tomorrow at the earliest."),
    )
    snooze_reason = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=300,
        help_text=gettext_lazy("For colleagues only. It goes on record and cannot be removed: name no residents."),
    )

    def __init__(self, *args: Any, form_id: str = "", **kwargs: Any) -> None:
        """`form_id`: of the form that its fields belong to, where they stand within another."""
        super().__init__(*args, **kwargs)
        if form_id:
            for field in self.fields.values():
                field.widget.attrs["form"] = form_id

    def clean_snooze_until(self) -> Any:
        until = self.cleaned_data["snooze_until"]
        away = (until - find_city_day()).days
        if not 0 < away <= actions.MOST_DAYS_OFF:
            said = _("Choose a day after today, no more than %(count)s days away.")
            raise forms.ValidationError(said % {"count": actions.MOST_DAYS_OFF})
        return until
