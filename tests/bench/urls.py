from django.urls import re_path
from wagtail.views import serve

from config import urls

urlpatterns = [re_path(r"^stock/((?:[\w-]+/)*)$", serve), *urls.urlpatterns]
