"""Which submissions: for whom, and by when."""

from datetime import date
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models

from forms.rights import Right, read_grants
from forms.states import OPEN, RUNNING


class SubmissionQuerySet(models.QuerySet):
    def visible_to(
        self, user: AbstractBaseUser | AnonymousUser, right: Right | None = None, *, by_row: bool = False
    ) -> "SubmissionQuerySet":
        """Those that the user may see at all, or on which they have `right`. Every view of staff starts here.

        `by_row`: where something else leads to few rows, like a word. With the index of the queues as well PostgreSQL
        would collect all cases of a queue first, whatever the limit.
        """
        condition = read_grants(user).find(right)
        if by_row:
            return self.alias(queue_by_row=models.F("queue_id") + 0).filter(
                rename(condition, "queue__in", "queue_by_row__in")
            )
        return self.filter(condition)

    def open(self) -> "SubmissionQuerySet":
        return self.filter(state__in=OPEN)

    def overdue_on(self, day: date) -> "SubmissionQuerySet":
        """The city's turn, and the last day to answer is over."""
        return self.filter(state__in=RUNNING, due_on__lt=day)

    def awake_on(self, day: date) -> "SubmissionQuerySet":
        """Not put off beyond that day."""
        return self.filter(models.Q(snoozed_until=None) | models.Q(snoozed_until__lte=day))


def rename(condition: models.Q, name: str, new: str) -> models.Q:
    """The same condition with another name in the place of one."""
    renamed, children = condition.copy(), condition.children
    renamed.children = [
        rename(each, name, new) if isinstance(each, models.Q) else rename_one(each, name, new) for each in children
    ]
    return renamed


def rename_one(child: Any, name: str, new: str) -> Any:
    lookup, value = child
    return (new, value) if lookup == name else child


class SubmissionManager(models.Manager.from_queryset(SubmissionQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> SubmissionQuerySet:
        """Without the terms for the search, which nobody ever reads."""
        return super().get_queryset().defer("terms")
