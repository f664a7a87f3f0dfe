from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import EditView, IndexView
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.widgets.button import Button

from forms import actions, outbox
from forms.models import Message, Submission
from forms.models.submission import Answer
from forms.states import CaseState, Place

SEEN_BY = ["view", "change"]


class InboxView(IndexView):
    any_permission_required = SEEN_BY
    page_title = gettext_lazy("Inbox")
    default_ordering = "-received_at"
    FORMATS = ()  # nobody has been given the right to take the list away

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "reference",
                label=_("Reference"),
                url_name=self.edit_url_name,
                get_title_id=lambda case: f"case_{case.pk}_title",
            ),
            Column("form", label=_("Form"), accessor="form.title"),
            Column("queue", label=_("Queue"), accessor="queue.name"),
            Column("language", label=_("Language"), accessor="language.english_name"),
            StatusTagColumn(
                "state",
                label=_("State"),
                accessor="get_state_display",
                primary=lambda case: case.state == CaseState.NEW,
            ),
            StatusTagColumn("note", label=_("Note"), accessor=say_note),
            DateColumn("received_at", label=_("Received"), sort_key="received_at"),
        ]

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        button = Button(_("Check a receipt"), url=reverse("inbox:verify"), icon_name="success", priority=10)
        return [*super().header_more_buttons, button]

    def get_base_queryset(self) -> Any:
        cases = Submission.objects.visible_to(self.request.user)
        return cases.select_related("form", "queue").defer("answers")

    def get_edit_url(self, instance: Submission) -> None:
        return None  # the reference is the link


def say_note(case: Submission) -> str:
    """What matters most about a case besides its state, in a word or two."""
    if case.is_late:
        return _("Late")
    if case.awaits_confirmation:
        return _("Address not confirmed")
    return str(Place(case.place).label) if case.place else ""


class CaseForm(forms.ModelForm):
    """The state it has and those it may move to; `seen` is the state that the person had before them."""

    seen = forms.CharField(widget=forms.HiddenInput)

    class Meta:
        model = Submission
        fields = ["state"]
        widgets = {"state": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self.instance.state
        allowed = [CaseState(self.instance.state), *self.instance.moves]
        field: Any = self.fields["state"]
        field.choices = field.widget.choices = [(state.value, state.label) for state in allowed]


class CaseView(EditView):
    """Another queue's case is not there: 404, never a hint that it exists."""

    permission_required = None
    any_permission_required = SEEN_BY
    template_name = "forms/inbox/case.html"
    submit_button_label = gettext_lazy("Change state")
    success_message = gettext_lazy("%(object)s is now in its new state.")

    def get_queryset(self) -> Any:
        return Submission.objects.visible_to(self.request.user).select_related("form", "version", "queue")

    @cached_property
    def may_change(self) -> bool:
        return self.user_has_permission_for_instance("change", self.object)

    def save_instance(self) -> Submission:
        case = Submission.objects.get(pk=self.object.pk)
        if case.state != self.form.cleaned_data["seen"]:
            raise actions.Refused("moved by somebody else")
        actions.change_state(case, CaseState(self.form.cleaned_data["state"]), by=self.request.user)
        return case

    def form_valid(self, form: CaseForm) -> Any:
        try:
            return super().form_valid(form)
        except actions.Refused:
            messages.error(
                self.request, _("Somebody else has moved this case in the meantime. Look at its state and try again.")
            )
            self.object = self.get_object()
            self.form = CaseForm(instance=self.object)
            return self.render_to_response(self.get_context_data())

    def list_shown(self) -> list[Answer]:
        """With the interface's words, dates and numbers in the resident's language too."""
        with translation.override(self.object.language.code):
            return list(self.object.list_answers(shown=True))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {
            **context,
            "case": self.object,
            "messages_out": list(self.object.messages.all()),
            "attachments": list(self.object.attachments.all()),
            "place": Place(self.object.place).label if self.object.place else "",
            "answers": list(self.object.list_answers()),
            "answers_shown": self.list_shown(),
            "may_change": self.may_change,
        }


class CaseHistoryView(HistoryView):
    any_permission_required = SEEN_BY

    def get_base_object_queryset(self) -> Any:
        return Submission.objects.visible_to(self.request.user)


@require_POST
def send_message_again(request: HttpRequest, pk: int, message: int) -> HttpResponse:
    case = get_object_or_404(Submission.objects.visible_to(request.user, "change"), pk=pk)
    try:
        outbox.send_again(get_object_or_404(Message, pk=message, submission=case), by=request.user)
    except outbox.OnItsWay:
        messages.warning(request, _("This message is on its way already."))
    else:
        messages.success(request, _("The message is sent again."))
    return redirect("inbox:edit", case.pk)
