"""What came on paper, by phone or by email, entered by staff: into any form, in its language, by the same questions."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateTimeInput

from forms import actions
from forms.definition import read_words
from forms.inbox.pages import InboxPage
from forms.intake import drafts
from forms.intake.token import Shown
from forms.models import FormPage
from forms.rights import Right, read_grants
from forms.states import Channel
from localization import naming
from localization.languages import LANGUAGES
from pages.moments import Moment

OLDEST = timedelta(days=731)  # what seems older is a wrong year far more often than paper that was found


class EntryForm(forms.Form):
    page = forms.ModelChoiceField(label=gettext_lazy("Form"), queryset=FormPage.objects.none())
    language = forms.ChoiceField(
        label=gettext_lazy("Language it was given in"),
        choices=lambda: [(each.code, f"{naming.label(each)} ({each.own_name})") for each in LANGUAGES],
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("How it came"),
        choices=[(each.value, each.label) for each in Channel if each != Channel.WEB],
        widget=forms.RadioSelect,
    )
    reached_at = Moment(
        label=gettext_lazy("When it reached the City"),
        widget=AdminDateTimeInput,
        help_text=gettext_lazy("Decides whether it came in time, and by when it should be answered."),
    )

    def clean_reached_at(self) -> datetime:
        moment: datetime = self.cleaned_data["reached_at"]
        if moment > timezone.now():
            raise ValidationError(_("This is in the future."))
        if moment < timezone.now() - OLDEST:
            raise ValidationError(_("This is more than two years ago: look at the year again."))
        return moment


class EnterView(InboxPage):
    form_class = EntryForm
    template_name = "forms/inbox/enter.html"
    header_icon = "plus"
    page_title = gettext_lazy("Enter by hand")
    rights = (Right.ANSWER,)

    def get_initial(self) -> dict[str, Any]:
        return {"reached_at": timezone.localtime().replace(second=0, microsecond=0)}

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        grants = read_grants(self.request.user)
        mine = FormPage.objects.filter(alias_of=None, queue__in=grants.list_queues(Right.ANSWER)).order_by("title")
        if grants.is_superuser:  # who has no part in what is sensitive unless a group gives it
            mine = mine.filter(is_sensitive=False) | mine.filter(queue__in=grants.of(Right.ANSWER))
        sources = [page.pk for page in mine.select_related("locale", "source_locale") if page.is_source]
        form.fields["page"].queryset = FormPage.objects.filter(pk__in=sources).order_by("title")
        return form

    def form_valid(self, form: EntryForm) -> HttpResponse:
        """A draft of the form in that language; it goes on where residents answer, on the same screens."""
        said = form.cleaned_data
        page = drafts.find_version(said["page"].translation_key, said["language"]) or said["page"]
        words = read_words(page, said["language"])
        identity = actions.identify_form(page, words)
        draft = drafts.begin(identity, page, words, Shown(uuid4(), timezone.now()))
        draft.channel, draft.entered_by, draft.reached_at = said["channel"], self.request.user, said["reached_at"]
        draft.save()
        return HttpResponseRedirect(f"/{said['language']}/draft/{draft.key}/")
