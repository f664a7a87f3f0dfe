from wagtail import hooks
from wagtail.snippets.models import register_snippet

from pages.viewsets import CityViewSetGroup
from pages.working_calendar import WorkingCalendarViewSet, add_panel

register_snippet(CityViewSetGroup)
hooks.register("construct_homepage_panels", add_panel)


@hooks.register("register_admin_viewset")
def register_working_calendar():
    return WorkingCalendarViewSet()
