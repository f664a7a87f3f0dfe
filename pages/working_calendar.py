"""Settings, Working calendar: the days off of each year, taken from the library, edited and confirmed by the clerk."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import CreateView, DeleteView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.models import Site
from wagtail.permissions import policy_registry

from localization.formats import format_day
from pages.models import CitySettings, Holiday, WorkingYear
from pages.models.calendar import EARLIEST, LATEST
from pages.working_days import find_city_day, take_proposed

YEARS_AHEAD = 2
REMINDED_FROM = 11  # the month in which next year's calendar should be there


def may_change(user: Any) -> bool:
    return bool(policy_registry.get_by_type(Holiday).user_has_permission(user, "change"))


def locate(year: int) -> str:
    return f"{reverse('working_calendar:index')}?{urlencode({'year': year})}"


def get_city() -> CitySettings:
    """Without a default site, as nothing was ever settled."""
    site = Site.objects.filter(is_default_site=True).first()
    return CitySettings.for_site(site) if site else CitySettings()


class WorkingCalendarView(IndexView):
    """One year at a time."""

    page_title = gettext_lazy("Working calendar")
    template_name = "pages/calendar/list.html"
    results_template_name = "pages/calendar/list_results.html"
    default_ordering = "day"
    FORMATS = ()

    @cached_property
    def year(self) -> int:
        said = self.request.GET.get("year", "")
        year = int(said) if said.isdecimal() and len(said) == 4 else 0
        return year if EARLIEST.year <= year <= LATEST.year else find_city_day().year

    @cached_property
    def columns(self) -> list[Any]:
        return [
            self._get_title_column_class(TitleColumn)(
                "day", label=_("Day"), accessor=say_day, get_url=self.get_edit_url
            ),
            Column("name", label=_("Name")),
            Column("source", label=_("Taken from"), accessor=lambda holiday: holiday.source or _("Written by hand")),
        ]

    def get_page_subtitle(self) -> str:
        return str(self.year)

    def get_base_queryset(self) -> Any:
        return Holiday.objects.filter(day__year=self.year)

    @cached_property
    def verbose_name_plural(self) -> str:
        return _("days off in %(year)s") % {"year": self.year}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now, city = find_city_day().year, get_city()
        known = {each.year: each for each in WorkingYear.objects.all()}
        with_days = {day.year for day in Holiday.objects.dates("day", "year")}
        years = sorted({*with_days, *known, self.year, *range(now, now + YEARS_AHEAD + 1)})
        return {
            **super().get_context_data(**kwargs),
            "tabs": [{"year": each, "url": locate(each), "is_current": each == self.year} for each in years],
            "year": self.year,
            "state": known.get(self.year),
            "weekend": [WEEKDAYS[day] for day in city.weekend],
            "region": city.holiday_region,
            "may_change": may_change(self.request.user),
        }


def say_day(holiday: Holiday) -> str:
    return format_day(holiday.day, get_language() or "", weekday=True)


class BackToYear:
    """After saving, the year of the day that was saved."""

    object: Holiday

    def get_success_url(self) -> str:
        return locate(self.object.day.year)

    def get_success_message(self, *_args: Any) -> str:
        day = {"day": date_format(self.object.day), "name": self.object.name}
        return _("%(day)s (%(name)s) is saved. Due dates follow within minutes. Confirm the year again.") % day


class AddDayView(BackToYear, CreateView):
    pass


class EditDayView(BackToYear, EditView):
    pass


class RemoveDayView(BackToYear, DeleteView):
    page_title = gettext_lazy("Remove")

    def get_success_message(self, *_args: Any) -> str:
        day = {"day": date_format(self.object.day), "name": self.object.name}
        return (
            _("%(day)s (%(name)s) is a working day now. Due dates follow within minutes. Confirm the year again.") % day
        )


def check(request: HttpRequest, year: int) -> None:
    if not may_change(request.user):
        raise PermissionDenied
    if not EARLIEST.year <= year <= LATEST.year:
        raise Http404


@require_POST
def take(request: HttpRequest, year: int) -> HttpResponse:
    check(request, year)
    city = get_city()
    if not city.holiday_country:
        messages.error(request, _("Settings, City does not say yet of which country the public holidays are."))
        return redirect(locate(year))
    try:
        added = take_proposed(city, year)
    except LookupError:
        messages.error(
            request, _("The library of public holidays does not know the country or state in Settings, City.")
        )
    else:
        said = ngettext(
            "%(count)s day was added. Look through the list, and confirm the year.",
            "%(count)s days were added. Look through the list, and confirm the year.",
            added,
        )
        messages.success(request, said % {"count": added})
    return redirect(locate(year))


@require_POST
def confirm(request: HttpRequest, year: int) -> HttpResponse:
    check(request, year)
    WorkingYear.confirm(year, request.user)
    messages.success(request, _("The working calendar of %(year)s is confirmed.") % {"year": year})
    return redirect(locate(year))


class WorkingCalendarViewSet(ModelViewSet):
    model = Holiday
    name = "working_calendar"
    icon = "calendar"
    menu_label = gettext_lazy("Working calendar")
    menu_hook = "register_settings_menu_item"
    copy_view_enabled = False
    add_to_reference_index = False
    list_per_page = 100
    index_view_class = WorkingCalendarView
    add_view_class = AddDayView
    edit_view_class = EditDayView
    delete_view_class = RemoveDayView

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("<int:year>/take/", take, name="take"),
            path("<int:year>/confirm/", confirm, name="confirm"),
        ]


class CalendarPanel(Component):
    """On the first page of the admin, for who may change it: this year, and from November on the next."""

    name = "working_calendar"
    template_name = "pages/calendar/home.html"
    order = 60

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"years": [{"year": year, "url": locate(year)} for year in list_unconfirmed(find_city_day())]}


def list_unconfirmed(today: date) -> list[int]:
    wanted = [today.year, today.year + 1] if today.month >= REMINDED_FROM else [today.year]
    confirmed = WorkingYear.objects.filter(year__in=wanted, confirmed_at__isnull=False)
    return sorted(set(wanted) - set(confirmed.values_list("year", flat=True)))


def add_panel(request: Any, panels: list[Any]) -> None:
    if may_change(request.user):
        panels.append(CalendarPanel())
