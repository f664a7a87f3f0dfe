"""Whether a paper, or what somebody reads from it, is a receipt of what the City has."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forms import record
from forms.inbox.pages import InboxPage
from forms.models import Act, Submission
from forms.rights import SEEING
from forms.seal import digest_submission, is_same


class ReceiptForm(forms.Form):
    reference = forms.CharField(label=_("Reference"), max_length=20)
    digest = forms.CharField(
        label=_("Check number"), max_length=80, help_text=_("At the end of the receipt: six groups of four signs.")
    )

    def clean_reference(self) -> str:
        letters = "".join(sign for sign in self.cleaned_data["reference"].upper() if sign.isalnum())
        return f"{letters[:3]}-{letters[3:6]}-{letters[6:]}"


class VerifyView(InboxPage):
    """Another queue's case is answered like one that does not exist."""

    form_class = ReceiptForm
    template_name = "forms/inbox/verify.html"
    page_title = _("Check a receipt")
    header_icon = "success"
    rights = SEEING

    def form_valid(self, form: ReceiptForm) -> Any:
        cases = Submission.objects.visible_to(self.request.user).select_related("version")
        case = cases.filter(reference=form.cleaned_data["reference"]).first()
        is_genuine = case is not None and is_same(form.cleaned_data["digest"], digest_submission(case))
        if case:
            record.write(Act.VERIFIED, by=self.request.user, case=case, genuine=is_genuine)
        context = self.get_context_data(form=form, is_checked=True, is_genuine=is_genuine, case=case)
        return self.render_to_response(context)
