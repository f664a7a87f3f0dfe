"""Beside the case: who sent it, by which form, and what else came from the same address."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.ui.side_panels import BaseSidePanel

from forms.models import Submission
from forms.questions.contact import is_contact
from forms.rights import read_grants
from forms.stages import find_stage

EARLIER = 10


class ResidentPanel(BaseSidePanel):
    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = gettext_lazy("Show the resident")
        icon_name = "user"

    name = "resident"
    title = pgettext_lazy("panel", "Resident")
    template_name = "forms/inbox/panels/resident.html"
    order = 100

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        case = self.object
        contact = {each["source"][0] for each in case.version.definition["questions"] if is_contact(each)}
        answers = [answer for answer in case.list_answers() if str(answer.question) in contact]
        return {**super().get_context_data(parent_context), "case": case, "answers": answers}


class FormPanel(BaseSidePanel):
    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = gettext_lazy("Show the form")
        icon_name = "form"

    name = "form"
    title = pgettext_lazy("panel", "Form")
    template_name = "forms/inbox/panels/form.html"
    order = 200

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        case = self.object
        stages = case.form.list_stages()
        return {
            **super().get_context_data(parent_context),
            "case": case,
            "stages": stages,
            "current": find_stage(stages, case.stage),
        }


class EarlierPanel(BaseSidePanel):
    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = gettext_lazy("Show what else came from the same address")
        icon_name = "history"

        def get_context_data(self, parent_context: Any) -> dict[str, Any]:
            return {**super().get_context_data(parent_context), "count": len(self.panel.earlier)}

    name = "earlier"
    title = gettext_lazy("From the same address")
    template_name = "forms/inbox/panels/earlier.html"
    order = 300

    def __init__(self, case: Submission, request: Any) -> None:
        super().__init__(case, request)
        # Not what would tie a name to a case that is read without names, or without a look that is on record.
        hidden = read_grants(request.user).find_blind() | Q(is_sensitive=True)
        same = Submission.objects.visible_to(request.user).exclude(hidden).exclude(pk=case.pk).select_related("form")
        found = same.filter(email=case.email).order_by("-received_at", "-pk") if case.email else same.none()
        self.earlier = list(found.defer("answers", "sealed")[:EARLIER])

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {**super().get_context_data(parent_context), "earlier": self.earlier, "email": self.object.email}
