from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from pages.models import Department, District, Topic


class CodedViewSet(SnippetViewSet):
    list_display = ["name", "code", "locale"]
    search_fields = ["name", "code"]


class DepartmentViewSet(CodedViewSet):
    model = Department
    icon = "group"
    menu_label = _("Departments")


class TopicViewSet(CodedViewSet):
    model = Topic
    icon = "tag"
    menu_label = _("Topics")


class DistrictViewSet(CodedViewSet):
    model = District
    icon = "site"
    menu_label = _("Districts")


class CityViewSetGroup(SnippetViewSetGroup):
    items = (DepartmentViewSet, TopicViewSet, DistrictViewSet)
    menu_label = _("City")
    menu_icon = "home"
    menu_order = 250
