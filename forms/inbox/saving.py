"""Filters, columns and order of the list under a name, for one person."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from forms.inbox.pages import InboxPage
from forms.models import SavedView
from forms.rights import SEEING, Right

# Of a list's address, what is no filter: where in the list one is, and how it is fetched.
PLACES = {"after", "before", "p", "_w_filter_fragment", "id", "next", "export"}
MOST = 30  # of one person
LONGEST = 2000  # signs of a query


def read(parameters: Any) -> dict[str, list[str]]:
    """{name: values} of what filters, searches and orders, without what is empty."""
    said = {name: [value for value in values if value] for name, values in parameters.lists() if name not in PLACES}
    return {name: values for name, values in said.items() if values}


def read_query(parameters: Any) -> str:
    """What is searched for. No database takes a null byte."""
    return str(parameters.get("q", "")).replace("\x00", "").strip()


def tidy(parameters: Any) -> str:
    """The query of an address without its place in the list and without what is empty."""
    kept = QueryDict(mutable=True)
    for name, values in read(parameters).items():
        kept.setlist(name, values)
    return kept.urlencode()


def list_for(user: Any, query: str) -> list[dict[str, Any]]:
    return [
        {"pk": view.pk, "name": view.name, "query": view.query, "is_current": view.query == query}
        for view in SavedView.objects.filter(user=user)
    ]


class NameForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name of the view"), max_length=60)
    query = forms.CharField(widget=forms.HiddenInput, required=False)


class SaveView(InboxPage):
    """A name that is there already is given its new meaning."""

    form_class = NameForm
    template_name = "forms/inbox/save.html"
    page_title = gettext_lazy("Save this view")
    header_icon = "pin"
    rights = (*SEEING, Right.REVIEW)

    def get_initial(self) -> dict[str, str]:
        return {"query": tidy(self.request.GET)}

    def form_valid(self, form: NameForm) -> HttpResponse:
        name, query = form.cleaned_data["name"], tidy(QueryDict(form.cleaned_data["query"].replace("\x00", "")))
        mine = SavedView.objects.filter(user=self.request.user)
        if mine.count() >= MOST and not mine.filter(name=name).exists():
            form.add_error("name", _("You have as many views as can be kept. Remove one first."))
        if len(query) > LONGEST:
            form.add_error("name", _("There are too many filters to be kept under a name."))
        if form.errors:
            return self.form_invalid(form)
        SavedView.objects.update_or_create(user=self.request.user, name=name, defaults={"query": query})
        messages.success(self.request, _("The view “%(name)s” is saved.") % {"name": name})
        return redirect(f"{reverse('inbox:index')}?{query}")


@require_POST
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    """One that is gone already, because the button was pressed twice, is no fault."""
    if view := SavedView.objects.filter(pk=pk).first():
        if view.user_id != request.user.pk:
            raise Http404
        view.delete()
        messages.success(request, _("The view “%(name)s” is removed.") % {"name": view.name})
    return redirect("inbox:index")
