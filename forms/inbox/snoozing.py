"""A case is put off until a day, with a reason, and taken up again before it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from forms import actions, record
from forms.inbox.case import find_case
from forms.inbox.pages import InboxPage, show_gone
from forms.inbox.putting_off import SnoozeForm
from forms.models import Act, Submission
from forms.rights import Right
from forms.states import OPEN


class SnoozeView(InboxPage):
    form_class = SnoozeForm
    template_name = "forms/inbox/snooze.html"
    header_icon = "time"
    page_title = gettext_lazy("Put off")
    rights = (Right.ANSWER,)
    case: Submission

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            self.case = find_case(request, kwargs["pk"], Right.ANSWER)
        except Http404:
            return show_gone(request)
        return super().dispatch(request, *args, **kwargs)

    def list_above(self) -> list[dict[str, Any]]:
        return [{"url": reverse("inbox:edit", args=[self.case.pk]), "label": self.case.reference}]

    def get_initial(self) -> dict[str, Any]:
        return {"seen": self.case.revision}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "case": self.case, "is_open": self.case.state in OPEN}

    def form_valid(self, form: SnoozeForm) -> HttpResponse:
        said, by = form.cleaned_data, self.request.user
        try:
            with actions.open_case(self.case, seen=said["seen"]):
                actions.snooze(self.case, said["snooze_until"], said["snooze_reason"], by=by)
        except actions.Stale as stale:
            if stale.case.snoozed_until == said["snooze_until"] and record.has_just(
                Act.SNOOZED, by=by, case=self.case, reason=said["snooze_reason"].strip()
            ):
                return redirect("inbox:edit", self.case.pk)  # pressed twice
            sent: Any = form.data
            form.data = {**sent.dict(), "seen": stale.case.revision}
            form.add_error(
                None,
                _("Nothing was saved: somebody else has changed this case in the meantime. Look at it again."),
            )
        except actions.Refused:
            form.add_error(None, _("This cannot be done with the case as it is now. Look at it again."))
        else:
            day = {"reference": self.case.reference, "day": date_format(said["snooze_until"])}
            messages.success(self.request, _("%(reference)s is put off until %(day)s.") % day)
            return redirect("inbox:edit", self.case.pk)
        return self.form_invalid(form)
