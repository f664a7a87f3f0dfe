"""Who may do what with submissions. Rights are given to groups on queues (collections), in Wagtail's own group screen.

A right that is not there refuses. A superuser has every right on what is not sensitive; sensitive cases and sealed
answers are for those alone whose group was given the right on that queue, so that the list of readers is a list.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Collection, GroupCollectionPermission

from forms.states import TRIAGED


class Right(models.TextChoices):
    VIEW = "view", pgettext_lazy("right", "See")
    ANSWER = "answer", pgettext_lazy("right", "Answer")
    DECIDE = "decide", pgettext_lazy("right", "Decide")
    EXPORT = "export", pgettext_lazy("right", "Export")
    REVIEW = "review", pgettext_lazy("right", "Review")
    UNSEAL = "unseal", pgettext_lazy("right", "Unseal")
    AUDIT = "audit", pgettext_lazy("right", "Record")
    DISPOSE = "dispose", pgettext_lazy("right", "Dispose")


DESCRIPTIONS = {
    Right.VIEW: _("See what came in"),
    Right.ANSWER: _("Assign, note, answer, change the state, enter what came on paper"),
    Right.DECIDE: _("Move applications through their stages"),
    Right.EXPORT: _("Take lists out as CSV or Excel"),
    Right.REVIEW: _("See applications once somebody has looked at them, and evaluate them"),
    Right.UNSEAL: _("Open sealed answers, with a reason, from the stage that opens them"),
    Right.AUDIT: _("Read the record of who saw and did what"),
    Right.DISPOSE: _("Hold records, dispose of them with a second person, answer requests of persons"),
}

# With any of these one sees everything in the queue; with REVIEW what is triaged.
SEEING = (Right.VIEW, Right.ANSWER, Right.DECIDE, Right.EXPORT)
# With any of these one does something with a case; what, is asked again for each thing.
DEALING = (Right.ANSWER, Right.DECIDE, Right.REVIEW)
# What only an explicit grant gives, also to a superuser.
EXPLICIT = (Right.UNSEAL,)


@dataclass(frozen=True)
class Grants:
    """`queues`: {right: primary keys of the queues on which one of the user's groups has it}."""

    is_superuser: bool = False
    queues: dict[Right, frozenset[int]] = field(default_factory=dict)

    def of(self, *rights: Right) -> frozenset[int]:
        return frozenset().union(*(self.queues.get(right, frozenset()) for right in rights))

    def find(self, right: Right | None = None) -> Q:
        """The condition on submissions. Without `right`: those that may be seen at all."""
        if right is None:
            return self.find_any(SEEING) | self.find_reviewed()
        if right == Right.REVIEW:
            reviewed = Q(queue__in=sorted(self.of(Right.REVIEW)), state__in=TRIAGED)
            return reviewed | self.find_any([Right.DECIDE])
        return self.find_any([right])

    def find_any(self, rights: Any) -> Q:
        granted = self.of(*rights)
        condition = Q(queue__in=sorted(granted)) if granted else Q(pk__in=[])
        if self.is_superuser and not set(rights) <= set(EXPLICIT):
            condition = Q(is_sensitive=False) | condition if granted else Q(is_sensitive=False)
        return condition

    def find_reviewed(self) -> Q:
        granted = self.of(Right.REVIEW) - self.of(*SEEING)
        return Q(queue__in=sorted(granted), state__in=TRIAGED) if granted else Q(pk__in=[])

    def has(self, right: Right, submission: Any) -> bool:
        """On this submission."""
        if right == Right.REVIEW and submission.queue_id in self.of(Right.DECIDE):
            return True
        if submission.queue_id in self.of(right):
            return right != Right.REVIEW or submission.state in TRIAGED
        return self.is_superuser and right not in EXPLICIT and not submission.is_sensitive

    def may_see(self, submission: Any) -> bool:
        return any(self.has(right, submission) for right in (*SEEING, Right.REVIEW))

    def may_deal(self, submission: Any) -> bool:
        return any(self.has(right, submission) for right in DEALING)

    def has_somewhere(self, *rights: Right) -> bool:
        return bool(self.of(*rights)) or (self.is_superuser and not set(rights) <= set(EXPLICIT))

    def only_reviews(self, submission: Any) -> bool:
        """This case the user sees as a reviewer and no more."""
        sees = (self.is_superuser and not submission.is_sensitive) or submission.queue_id in self.of(*SEEING)
        return not sees

    @property
    def has_blind(self) -> bool:
        return bool(self.of(Right.REVIEW) - self.of(*SEEING))

    def find_blind(self) -> Q:
        """The condition on what this user may see, and not of whom it is."""
        reviewed = Q(queue__in=sorted(self.of(Right.REVIEW) - self.of(*SEEING)), form__is_blind=True)
        return reviewed & Q(is_sensitive=True) if self.is_superuser else reviewed

    def list_queues(self, *rights: Right) -> Any:
        """The queues on which one has one of `rights`; all for a superuser."""
        every = Collection.objects.filter(depth__gt=1).order_by("path")
        return every if self.is_superuser else Collection.objects.filter(pk__in=self.of(*rights)).order_by("path")


NOBODY = Grants()


def read_grants(user: Any) -> Grants:
    """Two queries, once for each user object (that is, once a request)."""
    if not (user.is_authenticated and user.is_active):
        return NOBODY
    if not hasattr(user, "_plaza_grants"):
        user._plaza_grants = collect_grants(user)
    return user._plaza_grants


def collect_grants(user: Any) -> Grants:
    return map_grants([user])[user.pk]


def map_grants(people: Iterable[Any]) -> dict[int, Grants]:
    """{primary key: what this person may do}, in two queries for all of them."""
    people = list(people)
    paths: dict[int, dict[Right, list[str]]] = {}
    given = GroupCollectionPermission.objects.filter(
        group__user__in=people,
        permission__content_type__app_label="forms",
        permission__content_type__model="submission",
    ).values_list("group__user", "permission__codename", "collection__path")
    for person, codename, path in given:
        name = codename.removesuffix("_submission")
        if name in Right.values:
            paths.setdefault(person, {}).setdefault(Right(name), []).append(path)
    known = list(Collection.objects.values_list("pk", "path")) if paths else []
    return {
        each.pk: Grants(
            each.is_superuser,
            {
                right: frozenset(pk for pk, path in known if path.startswith(tuple(above)))
                for right, above in paths.get(each.pk, {}).items()
            },
        )
        for each in people
    }


def list_ancestors(paths: Iterable[str]) -> set[str]:
    """The paths of these collections and of all above them."""
    steps = Collection.steplen
    return {path[:end] for path in paths for end in range(steps, len(path) + 1, steps)}


def list_granted(paths: Iterable[str], rights: Iterable[Right]) -> Any:
    """People whose group has one of `rights` on one of the collections with these paths, or above. One query."""
    given = GroupCollectionPermission.objects.filter(
        permission__content_type__app_label="forms",
        permission__codename__in=[f"{right.value}_submission" for right in rights],
        collection__path__in=list_ancestors(paths),
    )
    people = get_user_model().objects.filter(is_active=True, groups__in=given.values("group"))
    return people.distinct().order_by("first_name", "last_name", "username")


def find_granted(rights: Iterable[Right]) -> Q:
    """The condition on people who have one of `rights` somewhere, as `Grants.has_somewhere` says it of one."""
    rights = set(rights)
    given = GroupCollectionPermission.objects.filter(
        permission__content_type__app_label="forms",
        permission__codename__in=[f"{right.value}_submission" for right in rights],
    )
    granted = Q(groups__in=given.values("group"))
    people = get_user_model().objects.filter(granted if rights <= set(EXPLICIT) else granted | Q(is_superuser=True))
    return Q(pk__in=people.filter(is_active=True).values("pk"))


def list_readers(submission: Any) -> Any:
    """People whom a group lets see this case as it is now."""
    rights = (*SEEING, Right.REVIEW) if submission.state in TRIAGED else SEEING
    return list_granted([submission.queue.path], rights)


def require(right: Right, submission: Any, by: Any) -> None:
    """Raises PermissionDenied where `by` does not have this right on the case."""
    if submission is None or not read_grants(by).has(right, submission):
        raise PermissionDenied
