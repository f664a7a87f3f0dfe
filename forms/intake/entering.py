"""Staff who enter for somebody what came on paper: who may, and where it leads them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from forms.intake.drafts import Visit
from forms.models import Submission
from forms.rights import Right, read_grants


def may_enter(request: HttpRequest, found: Visit) -> bool:
    """Who began it, and still deals with what comes in by this form."""
    mine = read_grants(request.user).list_queues(Right.ANSWER)
    return request.user == found.draft.entered_by and mine.filter(pk=found.source.queue_id).exists()


def lead_to_case(request: HttpRequest, submission: Submission) -> HttpResponse:
    """An answer may have led it to a queue that this person does not see."""
    if Submission.objects.visible_to(request.user).filter(pk=submission.pk).exists():
        return redirect("inbox:edit", submission.pk)
    said = _("Entered as %(reference)s, in the queue “%(queue)s”.")
    messages.success(request, said % {"reference": submission.reference, "queue": submission.queue.name})
    return redirect("inbox:index")
