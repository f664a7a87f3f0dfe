"""Addresses of published figures as files, in any language."""

from django.urls import path

from forms.results.download import download

urlpatterns = [path("figures/<int:page>/<uuid:block>.csv", download, name="figures")]
