"""In Wagtail's own account settings: which mail about the inbox a colleague gets."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab

from forms.models import Rhythm, StaffMail
from forms.rights import DEALING, read_grants
from forms.staff_mail import find_choice


class StaffMailForm(forms.ModelForm):
    class Meta:
        model = StaffMail
        fields = ["rhythm", "at_once"]
        widgets = {"rhythm": forms.RadioSelect(choices=Rhythm.choices)}


class StaffMailPanel(BaseSettingsPanel):
    name = "staff_mail"
    title = _("Mail about the inbox")
    tab = notifications_tab
    order = 50
    template_name = "forms/inbox/account.html"

    def is_active(self) -> bool:
        return read_grants(self.user).has_somewhere(*DEALING)

    @cached_property
    def form(self) -> StaffMailForm:
        data = self.request.POST if self.request.method == "POST" else None
        return StaffMailForm(data, instance=find_choice(self.user), prefix=self.name)

    def get_form(self) -> StaffMailForm:
        return self.form

    def get_context_data(self) -> dict[str, Any]:
        return {**super().get_context_data(), "has_address": bool(self.user.email)}
