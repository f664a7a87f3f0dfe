"""The part of the form of a case that decides whether its comment is public."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from forms import actions
from forms.comments import Comment, NotInComment, cut, find_comment
from forms.models import Publication, Submission
from forms.states import Decision, Reason, Verdict
from localization.naming import list_labels

DECISION, REASON, NOTE = "publication", "publication_reason", "publication_note"
CUTS, LANGUAGE = "publication_cuts", "publication_language"
NAMES = (DECISION, REASON, NOTE, CUTS, LANGUAGE)


def get_publication(case: Submission) -> Publication | None:
    return getattr(case, "publication", None)


def say_obstacle(case: Submission) -> str:
    """Why nothing of this case can be published now; nothing where it can."""
    if case.may_be_public:
        is_doubtful = case.verdict == Verdict.DOUBTFUL
        said = _("This could be from a robot. Say first that it is not spam; then its comment can be published.")
        return said if is_doubtful else ""
    if case.awaits_confirmation:
        return _("The email address is not confirmed yet, so nothing of it can be published.")
    return _("Nothing of a case that is spam, sensitive or withdrawn is ever published.")


def list_decisions(comment: Comment) -> list[tuple[str, str]]:
    named = _("Publish it with the name “%(name)s”") % {"name": comment.name}
    return [
        (Decision.UNDECIDED, _("Not decided: it is not public")),
        *([(Decision.APPROVED, named)] if comment.name else []),
        (Decision.WITHOUT_NAME, _("Publish it without the name")),
        (Decision.REJECTED, _("Do not publish it")),
    ]


def ask_decision(form: Any) -> None:
    """Adds the fields, where the case has a comment that can be published."""
    comment = find_comment(form.case) if form.case.is_comment else None
    if comment is None or say_obstacle(form.case):
        return
    known = get_publication(form.case)
    form.comment = comment
    form.fields[DECISION] = forms.ChoiceField(
        label=_("Decision"),
        required=False,
        choices=list_decisions(comment),
        widget=forms.RadioSelect,
        help_text="" if comment.name else _("It can only be published without a name: none was agreed to."),
    )
    form.fields[REASON] = forms.ChoiceField(
        label=_("Reason, if it is not published"),
        required=False,
        choices=[("", "–"), *Reason.choices],
        help_text=_("The person reads it on the page of the receipt."),
    )
    form.fields[NOTE] = forms.CharField(
        label=_("Note on the decision"), required=False, max_length=500, help_text=_("For colleagues only.")
    )
    form.fields[LANGUAGE] = forms.ChoiceField(
        label=_("Language it is written in"),
        required=False,
        choices=list_labels,
    )
    form.fields[CUTS] = forms.CharField(
        label=_("Passages to take out"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Personal data of others: copy each passage here, one a line, exactly as it stands in the comment. In its "
            "place stands “[removed by the City: personal data]”. Nothing else of a comment can be changed."
        ),
    )
    form.initial.setdefault(DECISION, known.decision if known else Decision.UNDECIDED)
    form.initial.setdefault(REASON, known.reason if known else "")
    form.initial.setdefault(NOTE, known.note if known else "")
    form.initial.setdefault(LANGUAGE, (known.locale if known else "") or form.case.locale)
    form.initial.setdefault(CUTS, "\n".join(known.cuts) if known else "")


def read_cuts(said: dict[str, Any]) -> list[str]:
    return [line.strip() for line in (said.get(CUTS) or "").splitlines() if line.strip()]


def check_decision(form: Any, said: dict[str, Any]) -> None:
    if DECISION not in form.fields:
        return
    if said.get(DECISION) == Decision.REJECTED:
        if not said.get(REASON):
            form.add_error(REASON, _("Choose a reason."))
        elif said[REASON] == Reason.OTHER and not said.get(NOTE):
            form.add_error(NOTE, _("Say which reason it is, so that colleagues know."))
    try:
        cut(form.comment.text, read_cuts(said))
    except NotInComment as error:
        words = _("This does not stand in the comment like that: “%(passage)s”") % {"passage": error.passage}
        form.add_error(CUTS, words)


def save_decision(form: Any) -> None:
    """Raises what `forms.actions` raises."""
    if DECISION not in form.fields or not any(form.is_changed(name) for name in NAMES):
        return
    said, case, by = form.cleaned_data, form.case, form.user
    decision, note = said.get(DECISION), said.get(NOTE) or ""
    if decision == Decision.REJECTED:
        actions.reject(case, Reason(said[REASON]), note=note, by=by)
    elif decision in (Decision.APPROVED, Decision.WITHOUT_NAME):
        is_named = decision == Decision.APPROVED
        language = said.get(LANGUAGE) or ""
        actions.publish(case, with_name=is_named, cuts=read_cuts(said), locale=language, note=note, by=by)
    elif decision == Decision.UNDECIDED:
        actions.unpublish(case, by=by)
