from wagtail.snippets.models import register_snippet

from pages.viewsets import CityViewSetGroup

register_snippet(CityViewSetGroup)
