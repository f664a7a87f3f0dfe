import django_filters
from django.core.exceptions import ValidationError
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import BooleanRadioSelect, DateRangePickerWidget, WagtailFilterSet
from wagtail.models import Collection

from forms.models import FormIdentity, Submission
from forms.states import CaseState, Verdict
from localization.languages import LANGUAGES


class KnownField(django_filters.fields.ModelMultipleChoiceField):
    def _check_values(self, value):
        """A number that no database has is an unknown choice, not an error of the server."""
        try:
            return super()._check_values(value)
        except OverflowError as error:
            raise ValidationError(self.error_messages["invalid_choice"], params={"value": ""}) from error


class KnownFilter(django_filters.ModelMultipleChoiceFilter):
    field_class = KnownField


class InboxFilterSet(WagtailFilterSet):
    """Only forms and queues that the user may see are offered."""

    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=CaseState.choices, widget=CheckboxSelectMultiple
    )
    form = KnownFilter(label=_("Form"), queryset=FormIdentity.objects.none(), widget=CheckboxSelectMultiple)
    queue = KnownFilter(label=_("Queue"), queryset=Collection.objects.none(), widget=CheckboxSelectMultiple)
    locale = django_filters.MultipleChoiceFilter(
        label=_("Language"),
        choices=[(language.tag, language.english_name) for language in LANGUAGES],
        widget=CheckboxSelectMultiple,
    )
    verdict = django_filters.ChoiceFilter(label=_("Verdict"), choices=Verdict.choices, widget=RadioSelect)
    is_late = django_filters.BooleanFilter(label=_("Late"), widget=BooleanRadioSelect)
    received_at = django_filters.DateFromToRangeFilter(label=_("Received"), widget=DateRangePickerWidget)

    class Meta:
        model = Submission
        fields = ["state", "form", "queue", "locale", "verdict", "is_late", "received_at"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        mine = Submission.objects.visible_to(self.request.user).order_by()
        self.filters["form"].queryset = FormIdentity.objects.filter(pk__in=mine.values("form"))
        self.filters["queue"].queryset = Collection.objects.filter(pk__in=mine.values("queue")).order_by("path")
