"""The record of one person, for a records officer: which cases there are, and who saw or did what. No answers."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import Q
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem

from forms import record
from forms.inbox.keyset import NEWER, OLDER, KeysetPage, get_page
from forms.inbox.pages import InboxPage
from forms.inbox.telling import say
from forms.models import Act, Attachment, Event, Submission
from forms.rights import Right, read_grants

CASES, LINES = 200, 500  # on a page


@dataclass(frozen=True)
class Part:
    """One of the two lists of the page: each goes on by itself, while the other stays where it is."""

    name: str  # of the parameter that says where in it one is
    number: int
    page: KeysetPage
    place: str  # where it is now

    @property
    def said(self) -> str:
        return str(intcomma(self.number))

    @property
    def older(self) -> str:
        return f"{OLDER} {self.page.older}" if self.page.older else ""

    @property
    def newer(self) -> str:
        return f"{NEWER} {self.page.newer}" if self.page.newer else ""


def read_part(name: str, queryset: Any, ordering: str, size: int, place: str) -> Part:
    """`place`: a direction and a key, as the buttons send them; the start for anything else."""
    direction, _space, key = place.partition(" ")
    return Part(name, queryset.count(), get_page(queryset, ordering, size, {direction: key}), place)


class PersonForm(forms.Form):
    who = forms.CharField(
        label=gettext_lazy("Email address, or the reference of a case"),
        max_length=254,
        help_text=gettext_lazy("With a reference you get all cases from the same address."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"), max_length=300, help_text=gettext_lazy("Goes on record with your name.")
    )


class PersonView(InboxPage):
    form_class = PersonForm
    template_name = "forms/inbox/person.html"
    header_icon = "history"
    page_title = gettext_lazy("Record of a person")
    rights = (Right.AUDIT,)

    def form_valid(self, form: PersonForm) -> Any:
        who, reason = form.cleaned_data["who"].strip(), form.cleaned_data["reason"]
        mine = Submission.objects.visible_to(self.request.user, Right.AUDIT)
        known = mine.filter(reference=who.upper()).first()
        same = Q(email=known.email) if known and known.email else Q(pk=known.pk) if known else Q(email=who.lower())
        found = mine.exclude(read_grants(self.request.user).find_blind()).filter(same).order_by()
        events = Event.objects.filter(case__in=found.values("pk")).order_by()
        record.write(Act.HISTORY, by=self.request.user, who=who, reason=reason, cases=found.count())
        sent = self.request.POST
        shown = found.select_related("form", "queue").defer("answers", "sealed")
        cases = read_part("cases", shown, "-received_at", CASES, sent.get("cases", ""))
        lines = read_part("lines", events.select_related("case"), "-at", LINES, sent.get("lines", ""))
        told_of = {*cases.page.object_list, *(line.case for line in lines.page.object_list)}
        sensitive = [case.pk for case in told_of if case.is_sensitive]  # of which this says whose they are
        record.write_each(Act.HISTORY, sorted(sensitive), by=self.request.user, reason=reason)
        parts = {"cases": cases, "lines": lines, "told": tell(lines.page.object_list)}
        context = self.get_context_data(form=form, who=who, reason=reason, is_asked=True, **parts)
        return self.render_to_response(context)


def tell(events: list[Event]) -> list[dict[str, Any]]:
    """Each with what it says. One query for the names of files."""
    named = Attachment.objects.filter(submission__in={event.case_id for event in events}).values_list(
        "identity", "name"
    )
    files = {str(identity): name for identity, name in named}
    return [{"event": event, "said": say(event, files)} for event in events]


class PersonMenuItem(MenuItem):
    """Under Reports: a records officer has no inbox."""

    def is_shown(self, request: Any) -> bool:
        return read_grants(request.user).has_somewhere(Right.AUDIT)
