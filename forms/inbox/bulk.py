"""One thing done to many cases of the list. "All" means what the filters show, of what this person may change."""

from abc import abstractmethod
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.models import Collection

from forms import actions
from forms.comments import find_comment
from forms.inbox import saving
from forms.inbox.filters import InboxFilterSet, list_colleagues
from forms.inbox.listing import find_listed, put_on_record
from forms.inbox.publishing import get_publication
from forms.models import Submission
from forms.rights import Right, read_grants
from forms.states import CaseState, Decision, Reason

MOST = 1000  # at once: what people wait for


class ChoiceForm(forms.Form):
    """What to do with all of them; `choices` are given by the action."""

    chosen = forms.ChoiceField(label="", required=True)


class CaseBulkAction(BulkAction):
    models = [Submission]
    template_name = "forms/inbox/bulk.html"
    form_class: Any = forms.Form
    question: Any = ""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not read_grants(request.user).has_somewhere(Right.ANSWER):
            return permission_denied(request)
        return super().dispatch(request, *args, **kwargs)

    def get_all_objects_in_listing_query(self, parent_id: Any) -> Any:
        """Of the list as it was filtered and searched: its parameters come with the request."""
        mine = Submission.objects.visible_to(self.request.user, Right.ANSWER)
        filters = InboxFilterSet(self.request.GET, request=self.request)
        found = find_listed(mine, filters, self.request.GET, self.request.user)
        return found.order_by("-received_at", "-pk").values_list("pk", flat=True)[: MOST + 1]

    def get_actionable_objects(self) -> Any:
        """What cannot be seen is left out without a word; what can be seen and not changed is named."""
        wanted = self.request.GET.getlist("id")
        if "all" in wanted:
            keys = list(self.get_all_objects_in_listing_query(None))
        else:
            keys = [int(key) for key in wanted if key.isdecimal() and len(key) < 19]
        self.is_cut = len(keys) > MOST
        visible = Submission.objects.visible_to(self.request.user).filter(pk__in=keys[:MOST])
        cases = list(visible.select_related("form", "queue", "assignee").defer("answers", "sealed"))
        grants = read_grants(self.request.user)
        able = [case for case in cases if grants.has(Right.ANSWER, case)]
        return able, {"items_with_no_access": [case for case in cases if case not in able]}

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        if "chosen" in form.fields:
            form.fields["chosen"].label = self.question
            form.fields["chosen"].choices = self.list_choices()
        return form

    def list_choices(self) -> Iterable[tuple[str, Any]]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if "all" in self.request.GET.getlist("id") and (query := saving.read_query(self.request.GET)):
            shown = [*(each["item"] for each in context["items"]), *context["items_with_no_access"]]
            put_on_record(self.request.user, query, saving.tidy(self.request.GET), shown)
        return {**context, "action": self, "is_cut": self.is_cut, "most": MOST, "count": len(context["items"])}

    def form_valid(self, form: Any) -> HttpResponse:
        """Each case in a transaction of its own, in the place of Wagtail's one for all: whoever opens a case meanwhile
        waits for the end of the record."""
        self.cleaned_form = form
        cases, _without = self.get_actionable_objects()
        done = self.deal_with(cases, self.resolve(form.cleaned_data.get("chosen")))
        if said := self.get_success_message(done, 0):
            messages.success(self.request, said)
        return redirect(self.next_url)

    def resolve(self, chosen: str | None) -> Any:
        """What `deal` gets of what was chosen."""
        return chosen

    def deal_with(self, cases: list[Submission], chosen: Any) -> int:
        """With how many it could be done."""
        self.refused = 0
        for case in cases:
            try:
                self.deal(case, chosen, self.request.user)
            except (actions.Refused, PermissionDenied):  # moved out of sight meanwhile
                self.refused += 1
        return len(cases) - self.refused

    @abstractmethod
    def deal(self, case: Submission, chosen: Any, user: Any) -> None:
        """Raises what `forms.actions` raises."""

    def get_success_message(self, done: int, _children: int) -> str | None:
        if self.refused:
            said = ngettext(
                "%(count)s case was left as it is: this cannot be done with it now.",
                "%(count)s cases were left as they are: this cannot be done with them now.",
                self.refused,
            )
            messages.warning(self.request, said % {"count": self.refused})
        said = ngettext("%(count)s case was changed.", "%(count)s cases were changed.", done)
        return said % {"count": done} if done else None


class AssignAction(CaseBulkAction):
    display_name = gettext_lazy("Assign")
    action_type = "assign"
    aria_label = gettext_lazy("Assign the selected cases")
    action_priority = 10
    form_class = ChoiceForm
    question = gettext_lazy("Assign them to")
    button = gettext_lazy("Assign")

    def list_choices(self) -> Iterable[tuple[str, Any]]:
        people = [(str(each.pk), each.get_full_name() or each.username) for each in list_colleagues(self.request.user)]
        return [("nobody", _("Nobody")), *people]

    def deal(self, case: Submission, chosen: Any, user: Any) -> None:
        actions.assign(case, chosen, by=user)

    def resolve(self, chosen: str | None) -> Any:
        return None if chosen == "nobody" else get_user_model().objects.get(pk=chosen)


class RouteAction(CaseBulkAction):
    display_name = gettext_lazy("Move")
    action_type = "route"
    aria_label = gettext_lazy("Move the selected cases to another queue")
    action_priority = 20
    form_class = ChoiceForm
    question = gettext_lazy("Move them to the queue")
    button = gettext_lazy("Move")

    def list_choices(self) -> Iterable[tuple[str, Any]]:
        return [(str(queue.pk), queue.name) for queue in Collection.objects.filter(depth__gt=1).order_by("path")]

    def deal(self, case: Submission, chosen: Any, user: Any) -> None:
        actions.route(case, chosen, by=user)

    def resolve(self, chosen: str | None) -> Any:
        return Collection.objects.get(pk=chosen)


class StateAction(CaseBulkAction):
    display_name = gettext_lazy("Change state")
    action_type = "state"
    aria_label = gettext_lazy("Change the state of the selected cases")
    action_priority = 30
    form_class = ChoiceForm
    question = gettext_lazy("Their new state")
    button = gettext_lazy("Change state")

    def list_choices(self) -> Iterable[tuple[str, Any]]:
        return [(state.value, state.label) for state in CaseState if state != CaseState.SPAM]

    def deal(self, case: Submission, chosen: Any, user: Any) -> None:
        actions.change_state(case, CaseState(chosen), by=user)


class SpamAction(CaseBulkAction):
    display_name = gettext_lazy("Spam")
    action_type = "spam"
    aria_label = gettext_lazy("Mark the selected cases as spam")
    action_priority = 40
    button = gettext_lazy("Mark as spam")

    def deal(self, case: Submission, chosen: Any, user: Any) -> None:
        actions.change_state(case, CaseState.SPAM, by=user)


class ClearAction(CaseBulkAction):
    display_name = gettext_lazy("Not spam")
    action_type = "clear"
    aria_label = gettext_lazy("Mark the selected cases as not spam")
    action_priority = 50
    button = gettext_lazy("They are not spam")

    def deal(self, case: Submission, chosen: Any, user: Any) -> None:
        actions.clear(case, by=user)


class PublishAction(CaseBulkAction):
    """Without passages to take out: where that is needed, one reads the comment."""

    display_name = gettext_lazy("Publish")
    action_type = "publish"
    aria_label = gettext_lazy("Publish the comments of the selected cases")
    action_priority = 60
    form_class = ChoiceForm
    question = gettext_lazy("How they are published")
    button = gettext_lazy("Publish the comments")

    def list_choices(self) -> Iterable[tuple[str, Any]]:
        return [
            ("agreed", _("With the name where the person agreed to that, else without")),
            ("without_name", _("All without a name")),
        ]

    def deal(self, case: Submission, chosen: Any, user: Any) -> None:
        refuse_decided(case)
        comment = find_comment(case)
        actions.publish(case, with_name=bool(chosen == "agreed" and comment and comment.name), by=user)


class RejectAction(CaseBulkAction):
    display_name = gettext_lazy("Do not publish")
    action_type = "reject"
    aria_label = gettext_lazy("Do not publish the comments of the selected cases")
    action_priority = 70
    form_class = ChoiceForm
    question = gettext_lazy("Why they are not published")
    button = gettext_lazy("Do not publish them")

    def list_choices(self) -> Iterable[tuple[str, Any]]:
        return [("", "–"), *((reason.value, reason.label) for reason in Reason if reason != Reason.OTHER)]

    def deal(self, case: Submission, chosen: Any, user: Any) -> None:
        actions.reject(case, Reason(chosen), by=user)


def refuse_decided(case: Submission) -> None:
    """What a colleague has decided, perhaps with passages taken out, is changed on its own page."""
    publication = get_publication(case)
    if publication and publication.decision != Decision.UNDECIDED:
        raise actions.Refused("decided already")


ACTIONS = [AssignAction, RouteAction, StateAction, SpamAction, ClearAction, PublishAction, RejectAction]
