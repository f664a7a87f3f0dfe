"""Addresses below a form's own, in any language. They are found before pages are: what was begun or sent stays there
when the form is unpublished."""

from django.urls import re_path

from forms.intake import receipts, steps, watching, writing

FORM = r"^(?P<path>(?:[\w-]+/)*)"
DRAFT = rf"{FORM}draft/(?P<key>[\w-]{{22}})/"
RECEIPT = rf"{FORM}receipt/(?P<key>[\w-]{{22}})/"

urlpatterns = [
    re_path(rf"{DRAFT}$", steps.resume, name="draft"),
    re_path(rf"{DRAFT}(?P<number>\d{{1,3}})/$", steps.show_step),
    re_path(rf"{DRAFT}check/$", steps.show_check),
    re_path(rf"{DRAFT}later/$", steps.show_later),
    re_path(rf"{DRAFT}done/$", steps.show_trial_end),
    re_path(rf"{RECEIPT}$", receipts.show_receipt, name="receipt"),
    re_path(rf"{RECEIPT}confirm/(?P<confirm_key>[\w-]{{22}})/$", receipts.confirm),
    re_path(rf"{RECEIPT}write/$", writing.write),
    re_path(rf"{RECEIPT}new-link/$", receipts.renew),
    re_path(rf"{RECEIPT}withdraw/$", receipts.withdraw),
    re_path(rf"{FORM}watch/(?P<key>[\w-]{{22}})/$", watching.decide),
]
