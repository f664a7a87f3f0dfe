from django.urls import re_path
from wagtail.views import serve

from config import urls
from tests.bench import stock  # noqa: F401  its models are in no app that would import them

urlpatterns = [re_path(r"^stock/((?:[\w-]+/)*)$", serve), *urls.urlpatterns]
