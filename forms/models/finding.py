"""Which submissions: for whom, and by when."""

from datetime import date

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models

from forms.rights import Right, read_grants
from forms.states import OPEN, RUNNING


class SubmissionQuerySet(models.QuerySet):
    def visible_to(self, user: AbstractBaseUser | AnonymousUser, right: Right | None = None) -> "SubmissionQuerySet":
        """Those that the user may see at all, or on which they have `right`. Every view of staff starts here."""
        return self.filter(read_grants(user).find(right))

    def open(self) -> "SubmissionQuerySet":
        return self.filter(state__in=OPEN)

    def overdue_on(self, day: date) -> "SubmissionQuerySet":
        """The city's turn, and the last day to answer is over."""
        return self.filter(state__in=RUNNING, due_on__lt=day)

    def awake_on(self, day: date) -> "SubmissionQuerySet":
        """Not put off beyond that day."""
        return self.filter(models.Q(snoozed_until=None) | models.Q(snoozed_until__lte=day))


class SubmissionManager(models.Manager.from_queryset(SubmissionQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> SubmissionQuerySet:
        """Without the terms for the search, which nobody ever reads."""
        return super().get_queryset().defer("terms")
