import zoneinfo

from django import forms
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from pages.colours import BLACK, WHITE, mix, validate_readable


def get_default_zone() -> str:
    return settings.TIME_ZONE


def list_zones() -> list[tuple[str, str]]:
    return [(name, name.replace("_", " ")) for name in sorted(zoneinfo.available_timezones()) if "/" in name]


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

    class Meta:
        verbose_name = _("City")

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
