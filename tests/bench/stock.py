"""What Wagtail offers for forms, with nothing added: the page beside which ours is measured.

No app of its own, so that nothing has to be migrated: `prepare.py` makes the two tables.
"""

from modelcluster.fields import ParentalKey
from wagtail.contrib.forms.models import AbstractForm, AbstractFormField


class StockFormPage(AbstractForm):
    template = "bench/stock.html"

    class Meta:
        app_label = "wagtailforms"


class StockFormField(AbstractFormField):
    page = ParentalKey(StockFormPage, related_name="form_fields")

    class Meta(AbstractFormField.Meta):
        app_label = "wagtailforms"
