"""The record of one person, for a records officer: which cases there are, and who saw or did what. No answers."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem

from forms import record
from forms.inbox.pages import InboxPage
from forms.inbox.telling import say
from forms.models import Act, Event, Submission
from forms.rights import Right, read_grants

CASES, LINES = 200, 2000  # shown of one person


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
        mine = Submission.objects.visible_to(self.request.user, Right.AUDIT).select_related("form", "queue")
        known = mine.filter(reference=who.upper()).first()
        same = Q(email=known.email) if known and known.email else Q(pk=known.pk) if known else Q(email=who.lower())
        mine = mine.exclude(read_grants(self.request.user).find_blind()).prefetch_related("attachments")
        cases = list(mine.filter(same).defer("answers", "sealed").order_by("-received_at", "-pk")[:CASES])
        record.write(Act.HISTORY, by=self.request.user, who=who, reason=reason, cases=len(cases))
        sensitive = [case.pk for case in cases if case.is_sensitive]  # of which it says whose they are
        record.write_each(Act.HISTORY, sensitive, by=self.request.user, reason=reason)
        events = Event.objects.filter(case__in=cases).select_related("case").order_by("-pk")[:LINES]
        files = {str(each.identity): each.name for case in cases for each in case.attachments.all()}
        lines = [{"event": event, "said": say(event, files)} for event in events]
        context = self.get_context_data(form=form, who=who, cases=cases, lines=lines, is_asked=True)
        return self.render_to_response(context)


class PersonMenuItem(MenuItem):
    """Under Reports: a records officer has no inbox."""

    def is_shown(self, request: Any) -> bool:
        return read_grants(request.user).has_somewhere(Right.AUDIT)
