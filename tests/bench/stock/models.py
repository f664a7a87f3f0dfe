"""What Wagtail offers for forms, with nothing added: the page beside which ours is measured."""

from modelcluster.fields import ParentalKey
from wagtail.contrib.forms.models import AbstractForm, AbstractFormField


class StockFormPage(AbstractForm):
    template = "stock/form.html"


class StockFormField(AbstractFormField):
    page = ParentalKey(StockFormPage, related_name="form_fields")
