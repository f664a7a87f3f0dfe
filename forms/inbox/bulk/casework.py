"""Assigning, moving, and changing the state of many cases."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Collection

from forms import actions, record
from forms.inbox.bulk.dialog import SAME, CaseBulkAction, ChoiceForm
from forms.inbox.filters import list_colleagues
from forms.models import Submission
from forms.rights import Grants, Right, map_grants, read_grants
from forms.states import TRIAGED, CaseState

NOBODY = "nobody"
UNSEEN = gettext_lazy("The person that you chose may not see it.")
FOREIGN_QUEUE = gettext_lazy("It is sensitive, so it can only be moved to queues that you answer too.")
UNREACHABLE = gettext_lazy("The new state cannot follow the state that it has.")
STAGED = gettext_lazy("It is an application, which is closed by a stage that ends it.")
NO_SPAM = gettext_lazy("It is not marked as spam.")


class AssignAction(CaseBulkAction):
    display_name = gettext_lazy("Assign")
    action_type = "assign"
    aria_label = gettext_lazy("Assign the selected cases")
    action_priority = 10
    form_class = ChoiceForm
    question = gettext_lazy("Assign them to")
    button = gettext_lazy("Assign")

    @cached_property
    def people(self) -> dict[str, Any]:
        """{key: who may be able to see one of the cases}."""
        queues = {case.queue_id: case.queue for case in self.able}
        return {str(each.pk): each for each in list_colleagues(self.request.user, list(queues.values()))}

    @cached_property
    def grants(self) -> dict[int, Grants]:
        return map_grants(self.people.values())

    @cached_property
    def sights(self) -> dict[tuple[Any, ...], bool]:
        return {}

    def may_see(self, person: str, case: Submission) -> bool:
        """Remembered: of a thousand cases most are alike."""
        kind = (person, case.queue_id, case.state in TRIAGED, case.is_sensitive)
        if kind not in self.sights:
            self.sights[kind] = self.grants[int(person)].may_see(case)
        return self.sights[kind]

    def list_choices(self) -> Iterable[tuple[str, Any]]:
        """First those who may see all of them."""
        names = [(key, record.name_actor(each)) for key, each in self.people.items()]
        names.sort(key=lambda each: not all(self.may_see(each[0], case) for case in self.able))
        return [(NOBODY, _("Nobody")), *names]

    def find_obstacle(self, case: Submission, chosen: str | None) -> Any:
        if chosen is None:
            return ""
        if chosen == (str(case.assignee_id) if case.assignee_id else NOBODY):
            return SAME
        return "" if chosen == NOBODY or self.may_see(chosen, case) else UNSEEN

    def resolve(self, chosen: str | None) -> Any:
        return None if chosen == NOBODY else get_user_model().objects.get(pk=chosen)

    def deal(self, case: Submission, chosen: Any, user: Any) -> bool:
        return actions.assign(case, chosen, by=user, seen=self.shown[case.pk])


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

    def find_obstacle(self, case: Submission, chosen: str | None) -> Any:
        if chosen is None:
            return ""
        if int(chosen) == case.queue_id:
            return SAME
        is_mine = int(chosen) in read_grants(self.request.user).of(Right.ANSWER)
        return FOREIGN_QUEUE if case.is_sensitive and not is_mine else ""

    def resolve(self, chosen: str | None) -> Any:
        return Collection.objects.get(pk=chosen)

    def deal(self, case: Submission, chosen: Any, user: Any) -> bool:
        return actions.route(case, chosen, by=user, seen=self.shown[case.pk])


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

    def find_obstacle(self, case: Submission, chosen: str | None) -> Any:
        if chosen is None:
            return ""
        if chosen == case.state:
            return SAME
        if chosen not in case.moves:
            return UNREACHABLE
        return STAGED if chosen == CaseState.CLOSED and case.is_kept_open else ""

    def deal(self, case: Submission, chosen: Any, user: Any) -> bool:
        return actions.change_state(case, CaseState(chosen), by=user, seen=self.shown[case.pk])


class SpamAction(StateAction):
    display_name = gettext_lazy("Spam")
    action_type = "spam"
    aria_label = gettext_lazy("Mark the selected cases as spam")
    action_priority = 40
    form_class = CaseBulkAction.form_class
    button = gettext_lazy("Mark as spam")

    def find_obstacle(self, case: Submission, chosen: str | None) -> Any:
        return super().find_obstacle(case, CaseState.SPAM)

    def deal(self, case: Submission, chosen: Any, user: Any) -> bool:
        return super().deal(case, CaseState.SPAM, user)


class ClearAction(CaseBulkAction):
    display_name = gettext_lazy("Not spam")
    action_type = "clear"
    aria_label = gettext_lazy("Mark the selected cases as not spam")
    action_priority = 50
    button = gettext_lazy("They are not spam")

    def find_obstacle(self, case: Submission, chosen: str | None) -> Any:
        return "" if case.is_suspect else NO_SPAM

    def deal(self, case: Submission, chosen: Any, user: Any) -> bool:
        return actions.clear(case, by=user, seen=self.shown[case.pk])
