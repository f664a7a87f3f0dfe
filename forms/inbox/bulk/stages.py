"""Moving many applications to a stage, and telling each applicant in their language. Two steps: the stage is chosen;
then it says who can be moved, who can be told, and what they read."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy, ngettext

from forms import actions
from forms.deadlines import find_city_day
from forms.inbox.bulk.dialog import SAME, CaseBulkAction, ChoiceForm, Result
from forms.models import Submission
from forms.rights import Right, read_grants
from forms.stage_replies import StageReply
from forms.stages import Stage, find_stage, list_moves
from forms.states import GIVEN_UP, CaseState

DO = "do"
UNSTAGED = gettext_lazy("Its form has no stages.")
OVER = gettext_lazy("It is spam, or was withdrawn.")
UNREACHABLE = gettext_lazy("This stage cannot follow the stage that it is in.")
NOT_EVALUATED = gettext_lazy("Not every criterion of its stage is evaluated yet.")
NOT_MET = gettext_lazy("A criterion is not met, so the application cannot go on to this stage.")
UNANSWERED = gettext_lazy("You may move it, and not write to the applicant.")


class StageForm(ChoiceForm):
    tell = forms.BooleanField(required=False)


class StageAction(CaseBulkAction):
    display_name = gettext_lazy("Set stage")
    action_type = "stage"
    aria_label = gettext_lazy("Set the stage of the selected applications")
    action_priority = 55
    template_name = "forms/inbox/bulk_stage.html"
    form_class = StageForm
    right = Right.DECIDE
    related = (*CaseBulkAction.related, "version", "evaluations")
    unread = ("sealed",)
    offers_all = True
    question = gettext_lazy("Their new stage")
    button = gettext_lazy("Go on")
    is_told = False

    @cached_property
    def stages(self) -> dict[int, tuple[Stage, ...]]:
        """{form: its stages}, of the forms that have any."""
        found = {case.form_id: case.form for case in self.able}
        return {key: form.list_stages() for key, form in found.items() if form.stages}

    @cached_property
    def moves(self) -> dict[tuple[int, str], dict[str, Stage]]:
        """{(form, stage): where one can go from there}."""
        kinds = {(case.form_id, case.stage) for case in self.able if case.form_id in self.stages}
        return {kind: {each.id: each for each in list_moves(self.stages[kind[0]], kind[1])} for kind in kinds}

    def list_choices(self) -> Iterable[tuple[str, Any]]:
        """What one of the cases can reach, and all forms have: own stages of two forms are never the same."""
        every = list(self.stages.values())
        reached = {identity for moves in self.moves.values() for identity in moves}
        return [
            (stage.id, str(stage.name))
            for stage in (every[0] if every else ())
            if stage.id in reached and all(find_stage(stages, stage.id) for stages in every)
        ]

    @property
    def is_of_different_forms(self) -> bool:
        return len(self.stages) > 1 and not self.offered

    def find_obstacle(self, case: Submission, chosen: str | None) -> Any:
        if case.form_id not in self.stages:
            return UNSTAGED
        if case.state == CaseState.SPAM or case.place in GIVEN_UP:
            return OVER
        if chosen is None:
            return ""
        before = find_stage(self.stages[case.form_id], case.stage)
        if before and before.id == chosen:
            return SAME
        after = self.moves[case.form_id, case.stage].get(chosen)
        if after is None:
            return UNREACHABLE
        try:
            actions.check_criteria(case, before, after)
        except actions.NotEvaluated:
            return NOT_EVALUATED
        except actions.NotMet:
            return NOT_MET
        return self.find_silence(case, chosen) if self.is_told else ""

    def find_silence(self, case: Submission, chosen: str) -> Any:
        """Why the applicant cannot be told."""
        if not read_grants(self.request.user).has(Right.ANSWER, case):
            return UNANSWERED
        return self.find_reply(case, chosen).say_obstacle(case)

    @cached_property
    def replies(self) -> dict[int, StageReply]:
        return {}

    def find_reply(self, case: Submission, chosen: str) -> StageReply:
        if case.form_id not in self.replies:
            stage = next(stage for stage in self.stages[case.form_id] if stage.id == chosen)
            self.replies[case.form_id] = StageReply(case.form, stage, find_city_day())
        return self.replies[case.form_id]

    def form_valid(self, form: Any) -> HttpResponse:
        if self.request.POST.get("go") != DO:
            return self.render_to_response(self.get_context_data(form=form, **self.plan(form.cleaned_data["chosen"])))
        self.is_told = form.cleaned_data["tell"]
        return super().form_valid(form)

    def plan(self, chosen: str) -> dict[str, Any]:
        """What the second step shows. `untold`: who is left as they are where the others are told."""
        able, left = self.sort_out(chosen)
        untold, told = Result(), Counter[Any]()
        first: dict[Any, Submission] = {}
        for case in able:
            if why := self.find_silence(case, chosen):
                untold.leave(case, why)
            else:
                kind = (case.form_id, case.language)
                told[kind] += 1
                first.setdefault(kind, case)
        for (form, _language), case in list(first.items()):  # who does not read that language reads what it says
            source = self.replies[form].find_source(case)
            first.setdefault((form, source), case)
        of_stage = [self.find_reply(case, chosen) for case in {case.form_id: case for case in able}.values()]
        return {
            "stage": dict(self.list_choices())[chosen],
            "movable": able,
            "unmovable": left,
            "untold": untold.left,
            "told": sum(told.values()),
            "titles": sorted({reply.title for reply in of_stage if reply.template and not reply.has_gaps}),
            "titles_with_gaps": sorted({reply.title for reply in of_stage if reply.has_gaps}),
            "letters": [
                {"language": language, "count": told[form, language], "said": said}
                for (form, language), case in first.items()
                if (said := self.replies[form].preview(case, language))
            ],
        }

    def say_done(self, count: int) -> str:
        if not self.is_told:
            return super().say_done(count)
        said = ngettext(
            "%(count)s application was moved, and the applicant is told.",
            "%(count)s applications were moved, and the applicants are told.",
            count,
        )
        return said % {"count": count}

    def deal(self, case: Submission, chosen: Any, user: Any) -> bool:
        seen = self.shown[case.pk]
        if self.is_told:
            actions.move_and_tell(case, chosen, self.find_reply(case, chosen).write, by=user, seen=seen)
        else:
            actions.move_stage(case, chosen, by=user, seen=seen)
        return True
