"""Deciding about the comments of many cases."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forms import actions
from forms.comments import find_comment
from forms.inbox.bulk.dialog import SAME, CaseBulkAction, ChoiceForm
from forms.inbox.publishing import get_publication, say_obstacle
from forms.models import Submission
from forms.states import Decision, Reason

NO_COMMENT = gettext_lazy("It has no comment that could be published.")
DECIDED = gettext_lazy("Somebody has decided about it: that is changed on its own page.")


class CommentAction(CaseBulkAction):
    form_class = ChoiceForm
    related = (*CaseBulkAction.related, "version", "publication")
    unread = ("sealed",)


class PublishAction(CommentAction):
    """Without passages to take out: where that is needed, one reads the comment."""

    display_name = gettext_lazy("Publish")
    action_type = "publish"
    aria_label = gettext_lazy("Publish the comments of the selected cases")
    action_priority = 60
    question = gettext_lazy("How they are published")
    button = gettext_lazy("Publish the comments")

    def list_choices(self) -> Iterable[tuple[str, Any]]:
        return [
            ("agreed", _("With the name where the person agreed to that, else without")),
            ("without_name", _("All without a name")),
        ]

    def find_obstacle(self, case: Submission, chosen: str | None) -> Any:
        """What a colleague has decided, perhaps with passages taken out, is changed on its own page."""
        if not case.is_comment:
            return NO_COMMENT
        publication = get_publication(case)
        is_decided = publication is not None and publication.decision != Decision.UNDECIDED
        return DECIDED if is_decided else say_obstacle(case)

    def deal(self, case: Submission, chosen: Any, user: Any) -> bool:
        comment = find_comment(case)
        with_name = bool(chosen == "agreed" and comment and comment.name)
        return actions.publish(case, with_name=with_name, by=user, seen=self.shown[case.pk])


class RejectAction(CommentAction):
    display_name = gettext_lazy("Do not publish")
    action_type = "reject"
    aria_label = gettext_lazy("Do not publish the comments of the selected cases")
    action_priority = 70
    question = gettext_lazy("Why they are not published")
    button = gettext_lazy("Do not publish them")

    def list_choices(self) -> Iterable[tuple[str, Any]]:
        return [(reason.value, reason.label) for reason in Reason if reason != Reason.OTHER]

    def find_obstacle(self, case: Submission, chosen: str | None) -> Any:
        if not case.is_comment:
            return NO_COMMENT
        known = get_publication(case)
        is_same = known is not None and (known.decision, known.reason, known.note) == (Decision.REJECTED, chosen, "")
        return SAME if is_same else ""

    def deal(self, case: Submission, chosen: Any, user: Any) -> bool:
        return actions.reject(case, Reason(chosen), by=user, seen=self.shown[case.pk])
