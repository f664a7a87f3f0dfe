"""What there is of a person, and what may be done about it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forms import terms
from forms.deadlines import find_city_day
from forms.models import Hold, Message, Submission
from forms.models.submission import show_answer
from forms.records.holds import name_person, normalise
from forms.records.retention import find_end, is_due, read_rule
from forms.rights import Right, read_grants

MOST = 200  # cases of one person

OBSTACLES = {
    "held": gettext_lazy("A legal hold covers it."),
    "for_good": gettext_lazy("The records schedule keeps it for good."),
    "open": gettext_lazy("It is not closed, and the records schedule keeps it after that."),
    "kept": gettext_lazy("The records schedule keeps it for longer."),
    "batch": gettext_lazy("It is in a batch that waits for a decision."),
}


@dataclass(frozen=True)
class Part:
    """Something that can be taken out of a case: see `forms.actions.redacting`."""

    key: str
    label: str
    text: str


def find_cases(address: str, user: Any) -> list[Submission]:
    """Where the address is that of the case, stands in an answer, or got a message. What a person may only read
    without names is not among them."""
    who = normalise(address)
    if not who:
        return []
    every = Submission.objects.all()
    found = set(every.filter(email=who).values_list("pk", flat=True)[: MOST + 1])
    found.update(every.filter(terms.match(who), name_person(who)).values_list("pk", flat=True)[: MOST + 1])
    sealed = every.exclude(sealed={}).filter(sealed__icontains=f'"{who}"')  # these have no terms
    found.update(sealed.values_list("pk", flat=True)[: MOST + 1])
    written = Message.objects.filter(recipient__iexact=who, submission__isnull=False)
    found.update(written.values_list("submission", flat=True)[: MOST + 1])
    mine = Submission.objects.visible_to(user, Right.DISPOSE).exclude(read_grants(user).find_blind())
    cases = mine.filter(pk__in=found).select_related("form__series", "version", "queue", "disposition__batch")
    return list(cases.prefetch_related("attachments", "messages", "notes", "evaluations")[:MOST])


def find_obstacle(case: Submission, holds: list[Hold]) -> str:
    """Why nothing of the case may be taken out: a key of OBSTACLES, or nothing. A form that says nothing about how
    long its cases are kept is no obstacle."""
    rule, disposition = read_rule(case.form), getattr(case, "disposition", None)
    if holds:
        return "held"
    if disposition and disposition.batch_id:
        return "batch"
    if rule.series and not rule.months:
        return "for_good"
    if rule.months and not is_due(case, find_city_day()):
        return "kept" if find_end(case) else "open"
    return ""


def list_parts(case: Submission, user: Any) -> list[Part]:
    """In the order of the form. Of sealed answers only the question, for who may not open them."""
    parts = []
    for question in case.version.definition["questions"]:
        key = question["id"]
        if question["type"] == "file" or not (key in case.answers or key in case.sealed):
            continue
        label = question["source"][0]
        if key in case.sealed:
            parts.append(Part(f"answer:{key}", label, _("(sealed)")))
        else:
            said = show_answer(question, case.answers[key], shown=False)
            parts.append(Part(f"answer:{key}", label, ", ".join(map(str, said))))
    sealed = case.sealed.keys()
    parts += [
        Part(f"file:{each.pk}", _("File"), _("(sealed)") if each.question in sealed else each.name)
        for each in case.attachments.all()
    ]
    parts += [
        Part(f"message:{each.pk}", each.get_kind_display(), each.body or each.recipient)
        for each in case.messages.all()
        if each.recipient or each.text or each.body
    ]
    parts += [Part(f"note:{each.pk}", _("Note"), each.text) for each in case.notes.all() if each.text]
    evaluations = [each for each in case.evaluations.all() if each.evidence]
    parts += [Part(f"evaluation:{each.pk}", each.label, each.evidence) for each in evaluations]
    return parts
