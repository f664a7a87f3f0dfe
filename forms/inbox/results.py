"""What was answered to one form, added up, for those who may see the cases."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateInput
from wagtail.admin.widgets.button import Button

from forms.exporting.tables import find_format, list_files, send_table
from forms.inbox.pages import InboxPage
from forms.models import FormIdentity, FormPage, Submission
from forms.reporting.periods import EARLIEST, LATEST, Period
from forms.results.counting import count_results, find_counted
from forms.results.figures import Figure, describe, describe_covered, name_measures
from forms.results.publishing import read_sealed
from forms.results.reading import say_number, show
from forms.rights import SEEING, read_grants
from localization.naming import list_labels
from pages.moments import Day


class ResultsForm(forms.Form):
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        required=False,
        choices=lambda: [("", _("All")), *list_labels()],
    )
    first = Day(label=gettext_lazy("Received from"), required=False, widget=AdminDateInput)
    last = Day(label=gettext_lazy("Received until"), required=False, widget=AdminDateInput)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for name in ("first", "last"):
            if said.get(name) and not EARLIEST <= said[name] <= LATEST:
                self.add_error(name, _("Enter a day of our time."))
        if said.get("first") and said.get("last") and said["last"] < said["first"]:
            self.add_error("last", _("The last day comes before the first."))
        return said

    def limit(self, cases: Any) -> Any:
        said = self.cleaned_data
        if said["language"]:
            cases = cases.filter(locale=said["language"])
        return cases.filter(Period(said["first"] or EARLIEST, said["last"] or LATEST).find())

    def describe(self) -> dict[str, str]:
        fields = {name: str(self.cleaned_data[name] or "") for name in self.fields}
        return {str(self.fields[name].label): value for name, value in fields.items() if value}


class ResultsView(InboxPage):
    form_class = ResultsForm
    template_name = "forms/inbox/results.html"
    header_icon = "table"
    page_title = gettext_lazy("Results")
    rights = SEEING

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not self.mine.exists():
            raise Http404
        if find_format(request) and self.chosen.is_valid():
            return self.send()
        return super().get(request, *args, **kwargs)

    http_method_names = ["get", "head", "options"]

    @cached_property
    def identity(self) -> FormIdentity:
        return get_object_or_404(FormIdentity, pk=self.kwargs["form"])

    @cached_property
    def mine(self) -> Any:
        """Without those that this person reviews and must not know too much of."""
        cases = Submission.objects.visible_to(self.request.user).filter(form=self.identity)
        return cases.exclude(read_grants(self.request.user).find_blind())

    @cached_property
    def chosen(self) -> ResultsForm:
        """Of a sensitive form nothing: from two choices the answer of one person could be had."""
        return ResultsForm({} if self.is_sensitive else self.request.GET)

    @cached_property
    def is_sensitive(self) -> bool:
        return self.identity.is_sensitive or self.mine.filter(is_sensitive=True).exists()

    @cached_property
    def cases(self) -> Any:
        return self.chosen.limit(self.mine) if self.chosen.is_valid() else self.mine.none()

    @cached_property
    def number(self) -> int:
        return find_counted(self.cases).count()

    @cached_property
    def figures(self) -> list[Figure]:
        """A look at a sensitive case is put on record; figures are no such look, so no single case is in them."""
        results = count_results(self.identity, self.cases)
        if self.is_sensitive:
            return [describe_covered(result, self.number) for result in results]
        return [describe(result) for result in results]

    @cached_property
    def sealed(self) -> list[Figure]:
        """They are of all cases of the form, so only who may see all of these has them."""
        seen = read_grants(self.request.user).find_any(SEEING)
        is_whole = not Submission.objects.filter(form=self.identity).exclude(seen).exists()
        return read_sealed(self.identity) if is_whole else []

    def list_above(self) -> list[dict[str, Any]]:
        return [{"url": f"{reverse('inbox:index')}?form={self.identity.pk}", "label": self.identity.title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "identity": self.identity,
            "files": list_files(self.request),
            "form": self.chosen,
            "is_sensitive": self.is_sensitive,
            "number": say_number(self.number),
            "shown": [(show(figure), self.find_texts(figure)) for figure in self.figures],
            "sealed": [show(figure) for figure in self.sealed],
        }

    def find_texts(self, figure: Figure) -> str:
        """The list of cases with what people typed, which stands nowhere else."""
        if figure.kind != "texts" or not figure.answered:
            return ""
        said = self.chosen.cleaned_data if self.chosen.is_valid() else {}
        filters = {
            "form": self.identity.pk,
            "columns": figure.id,
            "locale": said.get("language") or None,
            "received_at_from": said.get("first"),
            "received_at_to": said.get("last"),
        }
        return f"{reverse('inbox:index')}?{urlencode({name: value for name, value in filters.items() if value})}"

    def send(self) -> StreamingHttpResponse:
        heads = [
            ["question", "question_text", "answer", "answer_text", "count", "answered"],
            [_("Question"), _("Question"), _("Answer"), _("Answer"), _("Number"), _("People who answered")],
        ]
        about = {_("Form"): self.identity.title, **self.chosen.describe()}
        return send_table(self.request, "results", heads, self.list_rows(), about)

    def list_rows(self) -> Iterator[list[Any]]:
        """What is withheld is an empty cell."""
        for figure in [*self.figures, *self.sealed]:
            yield [figure.id, figure.label, "answered", _("People who answered"), figure.answered, figure.answered]
            for row in figure.rows:
                yield [figure.id, figure.label, row.key, row.label, row.count, figure.answered]
            for name, number in name_measures(figure):
                yield [figure.id, figure.label, "", name, number, figure.answered]


def register_header_button(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Any:
    """In the editor and the explorer, beside a form whose cases this person may see."""
    if not isinstance(page.specific, FormPage) or not read_grants(user).has_somewhere(*SEEING):
        return
    form = FormIdentity.objects.filter(key=page.translation_key).first()
    if form and Submission.objects.visible_to(user).filter(form=form).exists():
        yield Button(_("Results"), url=reverse("inbox:results", args=[form.pk]), icon_name="table", priority=16)
