import zoneinfo
from typing import Any

from django import forms
from django.conf import settings
from django.db import models
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from pages.colours import BLACK, WHITE, mix, validate_readable
from pages.models.calendar import WorkingYear

WEEKEND = (5, 6)  # Saturday and Sunday, as `date.weekday` counts
MOST_WEEKEND_DAYS = 4


def get_default_zone() -> str:
    return settings.TIME_ZONE


def list_zones() -> list[tuple[str, str]]:
    return [(name, name.replace("_", " ")) for name in sorted(zoneinfo.available_timezones()) if "/" in name]


def get_default_weekend() -> list[int]:
    return list(WEEKEND)


class CityForm(WagtailAdminModelForm):
    weekend = forms.TypedMultipleChoiceField(
        label=_("Weekend"),
        coerce=int,
        choices=WEEKDAYS.items,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The days of the week on which the City does not work: they are counted in no deadline."),
    )

    def clean_weekend(self) -> list[int]:
        days = sorted(self.cleaned_data["weekend"])
        if len(days) > MOST_WEEKEND_DAYS:
            raise forms.ValidationError(_("A week needs at least three working days."))
        return days

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        country, subdivision = cleaned.get("holiday_country") or "", cleaned.get("holiday_subdivision") or ""
        cleaned["holiday_country"], cleaned["holiday_subdivision"] = country.upper(), subdivision.upper()
        if problem := find_unknown(country.upper(), subdivision.upper()):
            self.add_error(problem, _("The library of public holidays does not know this code."))
        return cleaned

    def save(self, commit: bool = True) -> Any:
        """Another weekend is another calendar: nobody has confirmed that one."""
        if "weekend" in self.changed_data:
            WorkingYear.reopen(*WorkingYear.objects.values_list("year", flat=True))
        return super().save(commit)


def find_unknown(country: str, subdivision: str) -> str:
    """The name of the field whose code the library of holidays does not know."""
    import holidays

    known = holidays.list_supported_countries(include_aliases=True)
    if country and country not in known:
        return "holiday_country"
    return "holiday_subdivision" if subdivision and subdivision not in known.get(country, []) else ""


@register_setting(icon="home")
class CitySettings(BaseSiteSetting):
    """What is the same on every page and in every language: who the city is, and how to reach it."""

    city_name = models.CharField(
        _("name of the city"), max_length=80, default="Port Alder", help_text=_("Only the name, as in “Port Alder”.")
    )
    time_zone = models.CharField(
        _("time zone"),
        max_length=60,
        default=get_default_zone,
        help_text=_("Opening and closing times are decided and shown in this zone."),
    )
    currency = models.CharField(_("currency"), max_length=3, default="USD", help_text=_("Three letters, as in USD."))
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("email"), blank=True)
    address = models.TextField(_("address"), blank=True, help_text=_("As written on an envelope."))
    weekend = models.JSONField(_("weekend"), default=get_default_weekend, blank=True)
    holiday_country = models.CharField(
        _("country of the public holidays"),
        max_length=2,
        blank=True,
        help_text=_("Two letters, as in US. Public holidays are proposed for the working calendar by it."),
    )
    holiday_subdivision = models.CharField(
        _("state or province"), max_length=10, blank=True, help_text=_("Its code, as in MA. May be empty.")
    )
    logo = models.ForeignKey(
        "wagtailimages.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("logo"),
        help_text=_("Square, at least 96 pixels wide. Without one the site draws a mark in the city's colour."),
    )
    brand_colour = models.CharField(
        _("colour of the city"),
        max_length=7,
        default="#1a4480",
        validators=[validate_readable],
        help_text=_("Bars, buttons and headings. It must be dark enough for white text."),
    )
    link_colour = models.CharField(
        _("colour of links"), max_length=7, default="#005ea2", validators=[validate_readable]
    )

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("city_name"),
                FieldPanel("time_zone", widget=forms.Select(choices=list_zones())),
                FieldPanel("currency"),
            ],
            heading=_("City"),
        ),
        MultiFieldPanel(
            [FieldPanel("weekend"), FieldPanel("holiday_country"), FieldPanel("holiday_subdivision")],
            heading=_("Working days"),
            help_text=_("Single days off are in Settings, Working calendar."),
        ),
        MultiFieldPanel([FieldPanel("phone"), FieldPanel("email"), FieldPanel("address")], heading=_("Contact")),
        MultiFieldPanel(
            [
                FieldPanel("logo"),
                FieldPanel("brand_colour", widget=forms.TextInput(attrs={"type": "color"})),
                FieldPanel("link_colour", widget=forms.TextInput(attrs={"type": "color"})),
            ],
            heading=_("Look"),
        ),
    ]

    base_form_class = CityForm

    class Meta:
        verbose_name = _("City")

    @property
    def holiday_region(self) -> str:
        """As the clerk reads it: US-MA; empty where nothing is proposed."""
        return "-".join(filter(None, [self.holiday_country, self.holiday_subdivision]))

    @property
    def brand_dark(self) -> str:
        return mix(self.brand_colour, BLACK, 0.35)

    @property
    def brand_tint(self) -> str:
        return mix(self.brand_colour, WHITE, 0.93)

    @property
    def has_own_colours(self) -> bool:
        fields = (self._meta.get_field("brand_colour"), self._meta.get_field("link_colour"))
        return any(getattr(self, field.name) != field.default for field in fields)
