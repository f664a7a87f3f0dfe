"""One case: what came in, what happened to it, and what to do next."""

from collections.abc import Callable, Collection
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.views.generic import EditView
from wagtail.admin.views.generic.mixins import CreateEditViewOptionalFeaturesMixin

from forms import actions, outbox, record, replies
from forms.inbox.deadline import Deadline, DeadlinePanel
from forms.inbox.dealing import CaseForm, read_seen
from forms.inbox.pages import InboxPage, show_gone
from forms.inbox.panels import EarlierPanel, FormPanel, ResidentPanel
from forms.inbox.publishing import get_publication, say_obstacle
from forms.inbox.putting_off import SnoozeForm
from forms.inbox.reading import is_blind_to, list_files, list_hidden, list_openable, may_unseal
from forms.inbox.timeline import tell_changes, tell_story
from forms.inbox.twice import is_saved
from forms.models import Act, Message, Submission
from forms.models.submission import Answer, show_answer
from forms.questions import TYPES
from forms.records.holds import list_holds
from forms.rights import SEEING, Right, read_grants
from forms.stages import find_stage
from forms.states import Place, Verdict
from localization.wording import Wording


def find_case(request: HttpRequest, pk: int, right: Right | None = None) -> Submission:
    """Another queue's case is not there: 404, never a hint that it exists."""
    cases = Submission.objects.visible_to(request.user, right).visible_to(request.user)
    return get_object_or_404(cases.select_related("form", "version", "queue", "assignee", "page", "publication"), pk=pk)


# What was typed, and is still there where nothing could be saved.
KEPT = ("note", "met-", "evidence-", "publication")


class CaseView(CreateEditViewOptionalFeaturesMixin, EditView):
    """Each look is on record before anything is shown."""

    object: Submission
    view_name = "edit"
    permission_required = None
    any_permission_required = ["view"]
    template_name = "forms/inbox/case.html"
    submit_button_label = gettext_lazy("Save")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        self.is_gone = False
        try:
            super().setup(request, *args, **kwargs)
        except Http404:
            self.is_gone = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return show_gone(request) if self.is_gone else super().dispatch(request, *args, **kwargs)

    def get_object(self, queryset: Any = None) -> Submission:
        return find_case(self.request, self.kwargs["pk"])

    def get_form_class(self) -> type[CaseForm]:
        return CaseForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def get_success_url(self) -> str:
        """Back to the case; to the reply that tells the applicant of a new stage; to the list where the case went to a
        queue that this person does not see."""
        if Submission.objects.visible_to(self.request.user).filter(pk=self.object.pk).exists():
            return self.find_telling() or reverse("inbox:edit", args=[self.object.pk])
        return reverse("inbox:index")

    def find_telling(self) -> str:
        """Where the stage that was just reached has a reply of its own."""
        stage = find_stage(self.object.form.list_stages(), self.form.cleaned_data.get("stage") or "-")
        if stage is None or not stage.reply or not read_grants(self.request.user).has(Right.ANSWER, self.object):
            return ""
        offer = replies.find_offer(self.object, stage.reply, self.object.language)
        chosen = f"?template={stage.reply}" if offer and offer.is_ready else ""
        return reverse("inbox:reply", args=[self.object.pk]) + chosen

    def get_success_message(self) -> str:
        return _("%(reference)s is saved.") % {"reference": self.object.reference}

    def get_success_buttons(self) -> list[Any]:
        return []

    @cached_property
    def may_deal(self) -> bool:
        return read_grants(self.request.user).may_deal(self.object)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.may_deal:
            raise Http404
        form = self.get_form()
        seen = read_seen(request.POST)
        if seen is not None and seen != self.object.revision:
            return self.show_stale(form)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: CaseForm) -> Any:
        try:
            form.save()
        except actions.Stale:
            return self.show_stale(form)
        except actions.NotEvaluated:
            form.add_error("stage", _("Evaluate every criterion of this stage first."))
        except actions.NotMet:
            form.add_error("stage", _("A criterion is not met, so the application cannot go on to this stage."))
        except actions.NotPublishable:
            form.add_error("publication", _("This comment cannot be published now: look at the case again."))
        except actions.Refused:
            form.add_error(None, _("This cannot be done with the case as it is now. Look at it again."))
        else:
            self.form = form
            return self.save_action()
        self.produced_error_message = self.get_error_message()
        return self.form_invalid(form)

    def get_error_message(self) -> str:
        return _("Nothing was saved: something has to be corrected first.")

    def show_stale(self, form: CaseForm) -> HttpResponse:
        """Both versions: what others made of the case since, and what this person wanted; their text is kept.
        Nothing of this where it is what this person has just saved."""
        seen = read_seen(self.request.POST) or 0
        if is_saved(find_case(self.request, self.object.pk), form, seen):
            return redirect("inbox:edit", self.object.pk)
        wanted = form.list_wanted()
        self.object = find_case(self.request, self.object.pk)
        kept = {name: value for name, value in self.request.POST.items() if name.startswith(KEPT)}
        self.form = CaseForm(instance=self.object, user=self.request.user, initial=kept)
        theirs = tell_changes(self.object, self.request.user, seen)
        context = self.get_context_data(form=self.form, is_stale=True, wanted=wanted, theirs=theirs)
        return self.render_to_response(context, status=409)

    def list_shown(self, hidden: set[str]) -> list[Answer]:
        """With the interface's words, dates and numbers in the resident's language too."""
        with translation.override(self.object.language.code):
            return list(self.object.list_answers(shown=True, hidden=hidden))

    @cached_property
    def deadline(self) -> Deadline:
        return Deadline(self.object, self.request.user)

    def get_side_panels(self) -> MediaContainer:
        case, user = self.object, self.request.user
        panels: list[Any] = [DeadlinePanel(case, self.request, self.deadline), FormPanel(case, self.request)]
        if not is_blind_to(case, user):
            panels = [ResidentPanel(case, self.request), *panels, EarlierPanel(case, self.request)]
        return MediaContainer(panels)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case, user = self.object, self.request.user
        record.write(Act.VIEWED, by=user, case=case)
        context = super().get_context_data(**kwargs)
        hidden, grants = list_hidden(case, user), read_grants(user)
        stage = find_stage(case.form.list_stages(), case.stage) if case.is_staged else None
        openable, snooze_form = list_openable(case), SnoozeForm(form_id="case-snooze")
        return {
            **context,
            "case": case,
            "stage": stage,
            "deadline": self.deadline,
            "snooze_form": snooze_form,
            "media": context["media"] + snooze_form.media,
            "is_doubtful": case.verdict == Verdict.DOUBTFUL,
            "attachments": list_files(case, user),
            "place": Place(case.place).label if case.place else "",
            "answers": list(case.list_answers(hidden=hidden)),
            "answers_shown": self.list_shown(hidden),
            "hidden_count": len(hidden & case.answers.keys()),
            "evaluations": list({each.criterion: each for each in case.evaluations.select_related("by")}.values()),
            "openable": openable,
            "is_counted_only": len(openable) < len(case.sealed),
            "may_unseal": may_unseal(case, user),
            "may_deal": self.may_deal,
            "publication": get_publication(case),
            "obstacle": say_obstacle(case) if case.is_comment else "",
            "may_answer": grants.has(Right.ANSWER, case),
            "holds": list_holds(case),
            "is_blind": is_blind_to(case, user),
            "story": tell_story(case, user),
        }


def press(
    request: HttpRequest, case: Submission, acts: Collection[Act], do: Callable[[], Any], said: str
) -> HttpResponse:
    """A button of the case's page, on the case as it was shown there. `acts`: what it puts on record."""
    try:
        with actions.open_case(case, seen=read_seen(request.POST) or 0):
            do()
    except actions.Stale:
        if not any(record.has_just(act, by=request.user, case=case) for act in acts):  # pressed twice
            messages.warning(
                request, _("Nothing was done: somebody else has changed this case in the meantime. Look at it again.")
            )
    except actions.Refused:
        messages.warning(request, _("This cannot be done with the case as it is now. Look at it again."))
    else:
        messages.success(request, said)
    return redirect("inbox:edit", case.pk)


@require_POST
def send_message_again(request: HttpRequest, pk: int, message: int) -> HttpResponse:
    case = find_case(request, pk, Right.ANSWER)
    try:
        outbox.send_again(get_object_or_404(Message, pk=message, submission=case), by=request.user)
    except outbox.OnItsWay:
        messages.warning(request, _("This message is on its way already."))
    except outbox.TakenOut:
        messages.warning(request, _("This cannot be done with the case as it is now. Look at it again."))
    else:
        messages.success(request, _("The message is sent again."))
    return redirect("inbox:edit", case.pk)


@require_POST
def clear(request: HttpRequest, pk: int) -> HttpResponse:
    """It is from a person."""
    case = find_case(request, pk, Right.ANSWER)
    said = _("%(reference)s is not spam.") % {"reference": case.reference}
    return press(request, case, (Act.CLEARED, Act.STATE), lambda: actions.clear(case, by=request.user), said)


@require_POST
def wake(request: HttpRequest, pk: int) -> HttpResponse:
    case = find_case(request, pk, Right.ANSWER)
    said = _("%(reference)s is to be done again.") % {"reference": case.reference}
    return press(request, case, (Act.WOKEN,), lambda: actions.wake(case, by=request.user), said)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why do you need to see this?"),
        max_length=300,
        help_text=gettext_lazy("Your name, the time and this reason go on record and cannot be removed."),
    )


class UnsealView(InboxPage):
    """Sealed answers, once, on this page: after the reason is on record."""

    form_class = ReasonForm
    template_name = "forms/inbox/unseal.html"
    header_icon = "lock-open"
    page_title = gettext_lazy("Sealed answers")
    rights = (*SEEING, Right.REVIEW)

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.case = find_case(request, kwargs["pk"], Right.UNSEAL)
        if not (may_unseal(self.case, request.user) and list_openable(self.case)):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def list_above(self) -> list[dict[str, Any]]:
        return [{"url": reverse("inbox:edit", args=[self.case.pk]), "label": self.case.reference}]

    def form_valid(self, form: ReasonForm) -> HttpResponse:
        questions = list_openable(self.case)
        asked = [question["source"][0] for question in questions]
        reason = form.cleaned_data["reason"]
        record.write(Act.UNSEALED, by=self.request.user, case=self.case, reason=reason, questions=asked)
        answers = [self.read(question) for question in questions]
        response = self.render_to_response(self.get_context_data(form=None, case=self.case, answers=answers))
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def read(self, question: dict[str, Any]) -> Answer:
        values = show_answer(question, self.case.sealed[question["id"]], shown=False)
        kind = TYPES.get(question["type"])
        if kind and kind.is_own_text():
            values = [Wording(str(value), self.case.language.code) for value in values]
        return Answer(Wording(*question["source"]), values)
