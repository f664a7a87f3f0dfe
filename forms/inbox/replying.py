"""Writing to a resident: an approved reply in their language, with both languages side by side before it is sent."""

from typing import Any
from uuid import uuid4

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
from wagtail.models import Locale

from forms import actions, record, replies, slots
from forms.actions import Reply
from forms.inbox.case import find_case, press
from forms.inbox.dealing import LAST_REVISION
from forms.inbox.pages import InboxPage, show_gone
from forms.models import Act
from forms.replies import Filled, Offer
from forms.rights import Right
from forms.standard_mails import STANDARD, Kind
from forms.states import CaseState
from localization.languages import BY_TAG, Language

FREE = "free"
SEND = "send"
LONGEST = 10_000
AFTER = (CaseState.WAITING, CaseState.CLOSED)


class ReplyForm(forms.Form):
    """`seen`: the revision of the case that this person had before them. `identity`: so that twice is once."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=LAST_REVISION)
    identity = forms.UUIDField(widget=forms.HiddenInput)
    title = forms.CharField(label=gettext_lazy("Subject"), max_length=150)
    body = forms.CharField(label=gettext_lazy("Text"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 10}))
    asks_files = forms.BooleanField(label=gettext_lazy("The resident may add files to the answer"), required=False)
    then = forms.ChoiceField(label=gettext_lazy("And then"), required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, case: Any, offer: Offer | None, language: Language, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.language = case, language
        self.slots = list(slots.list_typed(offer.list_slots())) if offer else []
        self.initial.update(seen=case.revision, identity=uuid4(), then="")
        if offer:
            del self.fields["title"], self.fields["body"]
        else:
            self.mark_language()
        for slot in self.slots:
            self.fields[slot.field] = slots.make_field(slot, replies.find_zone())
        then: Any = self.fields["then"]
        then.choices = [("", self.say_state()), *((state.value, WORDS[state]) for state in AFTER if self.may(state))]
        self.order_fields([slot.field for slot in self.slots])

    def mark_language(self) -> None:
        """What is typed here is in another language than the page."""
        marks = {"lang": self.language.tag, "dir": self.language.direction}
        for name in ("title", "body"):
            self.fields[name].widget.attrs.update(marks)
        with translation.override(self.language.code):
            self.initial["title"] = str(STANDARD[Kind.REPLY].subject).replace("{reference}", self.case.reference)

    def say_state(self) -> str:
        if self.case.state == CaseState.NEW:
            return _("Go on with it: the case is in progress")
        return _("Leave the state as it is")

    def may(self, state: CaseState) -> bool:
        return state in self.case.moves and not (state == CaseState.CLOSED and self.case.is_kept_open)

    def list_typed(self) -> dict[str, Any]:
        """{text of the gap: what was filled in}."""
        return {slot.text: self.cleaned_data.get(slot.field) for slot in self.slots} if self.is_bound else {}

    def list_slot_fields(self) -> list[Any]:
        return [self[slot.field] for slot in self.slots]


WORDS = {
    CaseState.WAITING: gettext_lazy("Wait for the resident to answer"),
    CaseState.CLOSED: gettext_lazy("Close the case"),
}


class ReplyView(InboxPage):
    """Without `template` in the address: what can be sent. With it: its gaps, what it says then, and Send."""

    form_class = ReplyForm
    template_name = "forms/inbox/reply.html"
    header_icon = "mail"
    page_title = gettext_lazy("Reply")
    rights = (Right.ANSWER,)

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            self.case = find_case(request, kwargs["pk"], Right.ANSWER)
        except Http404:
            return show_gone(request)
        return super().dispatch(request, *args, **kwargs)

    def list_above(self) -> list[dict[str, Any]]:
        return [{"url": reverse("inbox:edit", args=[self.case.pk]), "label": self.case.reference}]

    @cached_property
    def source(self) -> Language:
        return BY_TAG.get(self.case.form.source_locale, self.case.language)

    @cached_property
    def language(self) -> Language:
        """Of the resident; or, where somebody chose so, of the source."""
        return self.source if self.request.GET.get("language") == self.source.tag else self.case.language

    @cached_property
    def chosen(self) -> str:
        return self.request.GET.get("template", "")

    @cached_property
    def offer(self) -> Offer | None:
        """The chosen template. One that is not ready is not there, whoever types its address."""
        if self.chosen in ("", FREE):
            return None
        found = replies.find_offer(self.case, self.chosen, self.language)
        if found is None or not found.is_ready:
            raise Http404
        return found

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "case": self.case, "offer": self.offer, "language": self.language}

    def form_valid(self, form: ReplyForm) -> HttpResponse:
        if self.request.POST.get("go") != SEND:
            return self.render_to_response(self.get_context_data(form=form, is_checked=True))
        said, source = self.say(form)
        data = form.cleaned_data
        written = Reply(
            title=said.title,
            body=said.body,
            language=self.language,
            identity=data["identity"],
            body_source=source.body if source else "",
            template=self.offer.template if self.offer else None,
            asks_files=data["asks_files"],
            then=CaseState(data["then"]) if data["then"] else None,
        )
        try:
            message = actions.reply(self.case, written, by=self.request.user, seen=data["seen"])
        except actions.Stale:
            form.add_error(None, _("Somebody has changed the case meanwhile. Look at it, then send your reply again."))
        except actions.Refused:
            form.add_error(None, _("This cannot be done with the case as it is now. Look at it again."))
        else:
            if (message.title, message.body) == (said.title[:200], said.body):
                messages.success(self.request, self.say_sent(message))
                return redirect("inbox:edit", self.case.pk)
            # Gone back to, and changed: what is sent cannot be taken back, and what is typed is not thrown away.
            data["identity"] = uuid4()
            form.add_error(
                None,
                _("Another reply was sent from this page already. Send this one too only if both should go out."),
            )
        seen = find_case(self.request, self.case.pk).revision
        form.data = {**self.request.POST.dict(), "seen": seen, "identity": data["identity"]}
        return self.render_to_response(self.get_context_data(form=form), status=409)

    def say_sent(self, message: Any) -> str:
        if message.recipient:
            return _("The reply is on its way.")
        return _("The reply is on the resident’s page. There is no address to send it to.")

    def say(self, form: ReplyForm) -> tuple[Filled, Filled | None]:
        """What the resident reads; the same in the language of the source where that is another."""
        if self.offer is None or self.offer.wording is None:
            text = form.cleaned_data["body"].replace("\r\n", "\n").strip()
            return Filled(" ".join(form.cleaned_data["title"].split()), text), None
        typed = form.list_typed() if form.is_bound else {}
        names = replies.find_names(self.case, self.language)
        said = replies.fill(self.offer.wording, self.language, names, typed)
        if self.language == self.source:
            return said, None
        same = replies.find_offer(self.case, self.chosen, self.source)
        if same is None or same.wording is None or not same.is_ready:
            return said, None
        names = replies.find_names(self.case, self.source)
        return said, replies.fill(same.wording, self.source, names, typed)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        record.write(Act.VIEWED, by=self.request.user, case=self.case)  # each time: the answers stand on the page
        context = super().get_context_data(**kwargs)
        context["answers"] = list(self.case.list_answers())
        context.update(
            case=self.case, language=self.language, source=self.source, free=FREE, is_free=self.chosen == FREE
        )
        if not self.chosen:
            offers = replies.list_offers(self.case, self.language)
            return {**context, "offers": offers, "form": None}
        form = context["form"]
        if self.offer or (form.is_bound and form.is_valid()):
            if form.is_bound:
                form.is_valid()
            context["said"], context["said_source"] = self.say(form)
        return {**context, "offer": self.offer}


@require_POST
def ask_for_translation(request: HttpRequest, pk: int, template: int) -> HttpResponse:
    """Into the language of the case. Translators see what is asked for, and nothing of the case."""
    case = find_case(request, pk, Right.ANSWER)
    found = get_object_or_404(replies.list_templates(case), pk=template)
    locale = get_object_or_404(Locale, language_code=case.language.code)
    offer = replies.find_offer(case, found.pk, case.language)
    if offer is None or offer.is_worded:
        raise Http404
    replies.request_translation(found, locale, by=request.user)
    if offer.request is None:
        record.write(Act.REQUESTED, by=request.user, case=case, template=found.title, language=case.locale)
    messages.success(request, _("Translators are asked for “%(title)s”.") % {"title": found.title})
    return redirect("inbox:reply", case.pk)


class RenewLinkForm(forms.Form):
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=LAST_REVISION)


class RenewLinkView(InboxPage):
    """Asked once more: with the old link a resident without an address has lost the only way in."""

    form_class = RenewLinkForm
    template_name = "forms/inbox/renew_link.html"
    header_icon = "rotate"
    page_title = gettext_lazy("Replace the resident’s link")
    rights = (Right.ANSWER,)

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.case = find_case(request, kwargs["pk"], Right.ANSWER)
        return super().dispatch(request, *args, **kwargs)

    def list_above(self) -> list[dict[str, Any]]:
        return [{"url": reverse("inbox:edit", args=[self.case.pk]), "label": self.case.reference}]

    def get_initial(self) -> dict[str, Any]:
        return {"seen": self.case.revision}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "case": self.case}

    def form_valid(self, form: RenewLinkForm) -> HttpResponse:
        said = _("The old link works no more. There is no address to send the new one to.")
        if self.case.recipient:
            said = _("The old link works no more. The new one is sent to the resident.")
        by = self.request.user
        return press(self.request, self.case, (Act.NEW_LINK,), lambda: actions.renew_link(self.case, by=by), said)
