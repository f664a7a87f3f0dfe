"""The form with which staff deal with a case: only the fields that this person may use."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Collection

from forms import actions, record
from forms.inbox import publishing
from forms.models import Submission
from forms.rights import SEEING, Right, find_granted, list_readers, read_grants
from forms.stages import Criterion, find_stage, list_moves
from forms.states import GIVEN_UP, CaseState, Decision

MET = [("met", gettext_lazy("Met")), ("not_met", gettext_lazy("Not met"))]
STAYS = ""
LAST_REVISION = 2**31 - 1


def read_seen(data: Any) -> int | None:
    """The revision that was shown; None where the form says nothing that could be one."""
    said = str(data.get("seen", ""))
    return int(said) if said.isdecimal() and len(said) < 10 else None


class CaseForm(forms.Form):
    """`seen` is the revision of the case that the person had before them."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=LAST_REVISION)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    stage = forms.ChoiceField(label=gettext_lazy("Stage"), required=False)
    assignee = forms.ChoiceField(label=gettext_lazy("Assigned to"), required=False)
    queue = forms.ChoiceField(label=gettext_lazy("Queue"), required=False)
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("For colleagues only. A note cannot be changed or removed."),
    )

    def __init__(self, *args: Any, instance: Submission, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.case = user, instance
        self.stages = self.case.form.list_stages()
        grants = read_grants(user)
        self.initial.setdefault("seen", self.case.revision)
        self.criteria: tuple[Criterion, ...] = ()
        if grants.has(Right.ANSWER, self.case):
            self.offer("state", self.case.state, [(state.value, state.label) for state in self.list_states()])
            self.offer("assignee", str(self.case.assignee_id or ""), self.list_people())
            self.offer("queue", str(self.case.queue_id), self.list_queues())
            publishing.ask_decision(self)
        is_over = self.case.state == CaseState.SPAM or self.case.place in GIVEN_UP
        if self.stages and not is_over and grants.has(Right.DECIDE, self.case):
            self.offer("stage", STAYS, self.list_stage_moves())
        if self.stages and grants.has(Right.REVIEW, self.case):
            self.ask_criteria()
        for name in ("state", "stage", "assignee", "queue"):
            field: Any = self.fields[name]
            if not field.choices:
                del self.fields[name]

    def offer(self, name: str, current: str, choices: list[tuple[str, Any]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices
        self.initial.setdefault(name, current)

    def list_states(self) -> list[CaseState]:
        """The one it has, and those it may move to; an application with stages is closed by its stage."""
        moves = [CaseState(self.case.state), *self.case.moves]
        return [state for state in moves if not (self.case.is_kept_open and state == CaseState.CLOSED)]

    def list_people(self) -> list[tuple[str, str]]:
        able = list(list_readers(self.case))
        able += [each for each in (self.user, self.case.assignee) if each and each not in able]
        return [("", _("Nobody")), *((str(each.pk), record.name_actor(each)) for each in able)]

    def list_queues(self) -> list[tuple[str, str]]:
        """All: a case that came to the wrong department is handed over. A sensitive one only among one's own."""
        queues = Collection.objects.filter(depth__gt=1).order_by("path")
        if self.case.is_sensitive:
            queues = queues.filter(pk__in=[self.case.queue_id, *read_grants(self.user).of(Right.ANSWER)])
        return [(str(queue.pk), queue.name) for queue in queues]

    def list_stage_moves(self) -> list[tuple[str, str]]:
        moves = list_moves(self.stages, self.case.stage)
        return [(STAYS, _("Stays where it is")), *((stage.id, str(stage.name)) for stage in moves)] if moves else []

    def ask_criteria(self) -> None:
        stage = find_stage(self.stages, self.case.stage)
        self.criteria = stage.criteria if stage else ()
        judged = {each.criterion: each for each in self.case.evaluations.all()} if self.criteria else {}
        for criterion in self.criteria:
            before = judged.get(criterion.id)
            self.fields[f"met-{criterion.id}"] = forms.ChoiceField(
                label=criterion.label, choices=MET, required=False, widget=forms.RadioSelect
            )
            self.fields[f"evidence-{criterion.id}"] = forms.CharField(
                label=_("What shows it"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
            )
            if before:
                self.initial.setdefault(f"met-{criterion.id}", "met" if before.is_met else "not_met")
                self.initial.setdefault(f"evidence-{criterion.id}", before.evidence)

    def list_criteria(self) -> Iterator[tuple[Any, Any]]:
        """The bound fields of each criterion."""
        for criterion in self.criteria:
            yield self[f"met-{criterion.id}"], self[f"evidence-{criterion.id}"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        publishing.check_decision(self, cleaned)
        for criterion in self.criteria:
            met, evidence = cleaned.get(f"met-{criterion.id}"), cleaned.get(f"evidence-{criterion.id}")
            if met == "not_met" and not evidence:
                self.add_error(f"evidence-{criterion.id}", _("Say what shows that this is not met."))
            elif evidence and not met:
                self.add_error(f"met-{criterion.id}", _("Say whether this is met."))
        return cleaned

    def save(self) -> Submission:
        """All of it, or nothing: see `forms.actions` for what is raised."""
        said, case, by = self.cleaned_data, self.case, self.user
        with actions.open_case(case, seen=said["seen"]):
            for criterion in self.criteria:
                if met := said.get(f"met-{criterion.id}"):
                    evidence = said.get(f"evidence-{criterion.id}") or ""
                    actions.evaluate(case, criterion.id, is_met=met == "met", evidence=evidence, by=by)
            if said.get("stage"):
                actions.move_stage(case, said["stage"], by=by)
            if self.is_changed("state") and said["state"]:
                actions.change_state(case, CaseState(said["state"]), by=by)
            publishing.save_decision(self)
            if said.get("note"):
                actions.note(case, said["note"], by=by)
            if self.is_changed("assignee"):
                chosen = said["assignee"]
                actions.assign(case, get_user_model().objects.get(pk=chosen) if chosen else None, by=by)
            if self.is_changed("queue") and said["queue"]:
                actions.route(case, Collection.objects.get(pk=said["queue"]), by=by)
        return case

    def is_changed(self, name: str) -> bool:
        """A field that was not sent at all changes nothing."""
        return name in self.data and name in self.changed_data

    def list_wanted(self) -> list[tuple[str, str]]:
        """(field, what was typed or chosen) of a form that came too late: also what the case no longer offers."""
        wanted = []
        for name, field in {**self.base_fields, **self.fields}.items():
            typed = self.data.get(name, "")
            if name == "seen" or not typed or typed == str(self.initial.get(name, "")):
                continue
            labels = {str(value): str(label) for value, label in getattr(field, "choices", ())}
            wanted.append((str(field.label), labels.get(typed) or self.name_choice(name, typed)))
        return wanted

    def name_choice(self, name: str, typed: str) -> str:
        """Of what was a choice when the person saw the case; what was typed, where it never was one."""
        key = int(typed) if typed.isdecimal() and len(typed) < 10 else 0
        if name == "state" and typed in CaseState.values:
            return str(CaseState(typed).label)
        if name == publishing.DECISION and typed in Decision.values:
            return str(Decision(typed).label)
        if name == "stage" and (stage := find_stage(self.stages, typed)):
            return str(stage.name)
        if name == "assignee" and (person := list_staff().filter(pk=key).first()):
            return record.name_actor(person)
        if name == "queue" and (queue := Collection.objects.filter(depth__gt=1, pk=key).first()):
            return str(queue.name)
        return typed


def list_staff() -> Any:
    """People who see cases somewhere."""
    return get_user_model().objects.filter(find_granted((*SEEING, Right.REVIEW)))
