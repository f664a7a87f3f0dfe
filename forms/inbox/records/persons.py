"""A person asks what the City has of them, or that it is erased. Whatever is answered stands on record."""

from typing import Any

from django import forms
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from forms import actions, record
from forms.actions.forgetting import find_unsent
from forms.deadlines import find_city_day
from forms.inbox.records.pages import NO_NAMES, RecordsPage
from forms.inbox.telling import say
from forms.models import Act, Submission
from forms.places import identify_person
from forms.records.access import map_opened, write_zip
from forms.records.holds import map_holds
from forms.records.persons import OBSTACLES, find_cases, find_obstacle, list_parts
from forms.records.retention import find_end, is_due

WHOLE = "whole"


class RequestForm(forms.Form):
    who = forms.EmailField(label=gettext_lazy("Email address of the person"), max_length=254)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=format_lazy(
            "{} {}",
            gettext_lazy("When they asked, and how you know that it is them. Goes on record with your name."),
            NO_NAMES,
        ),
    )


class PersonRequestView(RecordsPage):
    """One page: it is looked for, then taken out, refused or handed out. Looking is a look at each case."""

    form_class = RequestForm
    template_name = "forms/inbox/records/request.html"
    header_icon = "user"
    page_title = gettext_lazy("Request of a person")
    tab = "persons"

    @cached_property
    def verb(self) -> str:
        return next((verb for verb in ("erase", "refuse", "hand_out", "forget") if verb in self.request.POST), "")

    def form_valid(self, form: RequestForm) -> Any:
        self.who, self.reason = form.cleaned_data["who"].strip().lower(), form.cleaned_data["reason"]
        cases = find_cases(self.who, self.request.user)
        if self.verb:
            return getattr(self, self.verb)(cases)
        return self.show(cases)

    def show(self, cases: list[Submission]) -> HttpResponse:
        user, holds, today = self.request.user, map_holds(cases), find_city_day()
        record.write(Act.HISTORY, by=user, person=identify_person(self.who), reason=self.reason, cases=len(cases))
        for case in cases:
            record.write(Act.VIEWED, by=user, case=case)
        found = []
        for case in cases:
            obstacle = find_obstacle(case, holds.get(case.pk, []))
            found.append(
                {
                    "case": case,
                    "obstacle": OBSTACLES.get(obstacle, ""),
                    "ends_on": find_end(case),
                    "holds": holds.get(case.pk, []),
                    "is_due": is_due(case, today),
                    "parts": list_parts(case, user),
                }
            )
        drafts, watches = find_unsent(self.who, user)
        context = self.get_context_data(found=found, is_asked=True, drafts=len(drafts), watches=len(watches))
        response = self.render_to_response(context)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def read_wanted(self, cases: list[Submission]) -> dict[int, list[str]]:
        """{primary key of a case: its parts}; only of cases that were found, and of parts that there are."""
        wanted = {}
        for case in cases:
            chosen = set(self.request.POST.getlist(f"part-{case.pk}"))
            parts = [part.key for part in list_parts(case, self.request.user) if part.key in chosen]
            if WHOLE in chosen or parts:
                wanted[case.pk] = [] if WHOLE in chosen else parts
        return wanted

    def erase(self, cases: list[Submission]) -> HttpResponse:
        wanted = self.read_wanted(cases)
        if not wanted:
            messages.warning(self.request, _("Nothing was proposed: tick what is to be taken out."))
            return self.show(cases)
        try:
            batch = actions.propose_redaction(wanted, reason=self.reason, by=self.request.user)
        except actions.Refused:
            messages.error(self.request, _("Nothing was proposed: something has changed meanwhile. Look again."))
            return self.show(cases)
        messages.success(self.request, _("The batch waits for a second person."))
        return redirect("disposal_batches:inspect", batch.pk)

    def refuse(self, cases: list[Submission]) -> HttpResponse:
        chosen = set(self.request.POST.getlist("case"))
        refused = [case for case in cases if str(case.pk) in chosen]
        if not refused:
            messages.warning(self.request, _("Nothing was put on record: tick the cases that stay as they are."))
            return self.show(cases)
        actions.refuse_erasure(refused, self.who, reason=self.reason, by=self.request.user)
        said = ngettext(
            "It is on record that %(count)s case stays, and why.",
            "It is on record that %(count)s cases stay, and why.",
            len(refused),
        )
        messages.success(self.request, said % {"count": len(refused)})
        return redirect("records:person")

    def forget(self, _cases: list[Submission]) -> HttpResponse:
        drafts, watches = actions.forget(self.who, reason=self.reason, by=self.request.user)
        said = _("Deleted: unsent answers: %(drafts)s; requests to be told: %(watches)s")
        messages.success(self.request, said % {"drafts": drafts, "watches": watches})
        return redirect("records:person")

    def hand_out(self, cases: list[Submission]) -> HttpResponse | StreamingHttpResponse:
        """On record before the first byte goes out."""
        user, person = self.request.user, identify_person(self.who)
        if not cases:
            return self.show(cases)
        record.write(Act.HANDED_OUT, by=user, person=person, reason=self.reason, cases=len(cases))
        for case in cases:
            record.write(Act.HANDED_OUT, by=user, case=case, reason=self.reason)
        opened = map_opened(cases, user)
        for case in cases:
            if asked := [question["source"][0] for question in opened.get(case.pk, [])]:
                record.write(Act.UNSEALED, by=user, case=case, reason=self.reason, questions=asked)
        response = StreamingHttpResponse(write_zip(cases, opened, say), content_type="application/zip")
        name = f"person-{timezone.localtime():%Y-%m-%d-%H%M}.zip"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response
