"""What Wagtail's own screens ask about records. The rights are those on the cases: `forms.rights`."""

from typing import Any

from django.db.models import Exists, OuterRef
from wagtail.permission_policies.base import BasePermissionPolicy

from forms.actions.holding import may_dispose
from forms.models import BatchState, DisposalBatch, Disposition, Hold, Redaction, Submission, Tombstone
from forms.records.holds import covers, write_condition
from forms.rights import Right, read_grants


def list_dispositions(user: Any) -> Any:
    cases = Submission.objects.visible_to(user, Right.DISPOSE).exclude(read_grants(user).find_blind())
    return Disposition.objects.filter(case__in=cases)


def list_decidable(user: Any) -> Any:
    """The batches that wait for this person: of somebody else, with no case on which the user may not decide so."""
    cases = Submission.objects.visible_to(user, Right.DISPOSE)
    foreign = Disposition.objects.filter(batch=OuterRef("pk")).exclude(case__in=cases)
    proposed = DisposalBatch.objects.filter(state=BatchState.PROPOSED).exclude(proposed_by=user.pk)
    return proposed.exclude(Exists(foreign))


def list_tombstones(user: Any) -> Any:
    return Tombstone.objects.filter(read_grants(user).find(Right.DISPOSE))


def list_all(model: Any, user: Any) -> Any:
    """Who disposes of anything sees that they are there; why, and of whom, who may dispose of what they concern."""
    return model.objects.all() if read_grants(user).has_somewhere(Right.DISPOSE) else model.objects.none()


def find_open_holds(user: Any, holds: Any = None) -> set[int]:
    """Those whose reason and person this user reads: who placed it, and who may dispose of a case that it covers, or of
    what its form receives. A fixed number of queries."""
    holds = list(Hold.objects.select_related("form") if holds is None else holds.select_related("form"))
    cases = Submission.objects.visible_to(user, Right.DISPOSE).exclude(read_grants(user).find_blind())
    targets = {hold.case_id for hold in holds if hold.case_id}
    mine = set(cases.filter(pk__in=targets).values_list("pk", flat=True)) if targets else set()
    asked = {hold.form for hold in holds if hold.form}
    forms = may_dispose(asked, user) if asked else set()
    if asked:
        forms |= set(cases.filter(form__in=asked).order_by().values_list("form", flat=True).distinct())
    persons = [hold for hold in holds if hold.person]
    found = list(cases.filter(write_condition(persons)).only("form", "email", "answers", "sealed")) if persons else []
    return {
        hold.pk
        for hold in holds
        if (hold.by_id and hold.by_id == user.pk)
        or hold.case_id in mine
        or hold.form_id in forms
        or (hold.person and any(covers(hold, case) for case in found))
    }


def may_read_reason(batch: DisposalBatch, user: Any) -> bool:
    """Who proposed or decided it, and who may dispose of a case that is in it, was redacted by it, or went with it."""
    if user.pk in (batch.proposed_by_id, batch.decided_by_id):
        return True
    cases = Submission.objects.visible_to(user, Right.DISPOSE).exclude(read_grants(user).find_blind())
    redacted = Redaction.objects.filter(batch=batch.identity).values("case_id")
    return (
        list_dispositions(user).filter(batch=batch).exists()
        or list_tombstones(user).filter(batch=batch.identity).exists()
        or cases.filter(pk__in=redacted).exists()
    )


LISTS: dict[Any, Any] = {
    Disposition: list_dispositions,
    Tombstone: list_tombstones,
    Hold: lambda user: list_all(Hold, user),
    DisposalBatch: lambda user: list_all(DisposalBatch, user),
}


class RecordsPolicy(BasePermissionPolicy):
    """They are looked at; whatever is done to them has a page of its own."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and read_grants(user).has_somewhere(Right.DISPOSE)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return action == "view" and LISTS[self.model](user).filter(pk=instance.pk).exists()

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> Any:
        return LISTS[self.model](user) if "view" in actions else self.model.objects.none()
