"""Chosen answers of one form as columns of the list."""

from typing import Any

from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString, mark_safe

from forms.inbox.cells import Cell
from forms.inbox.reading import list_hidden
from forms.models import FormIdentity, FormVersion
from forms.models.submission import show_answer
from forms.questions import TYPES
from localization.wording import Wording

LONGEST = 120  # signs of an answer in a cell
VERSIONS = 20  # of the form that are looked through for what it asked
NOT_SHOWN = {"consent", "file"}


def list_choices(form: FormIdentity) -> list[tuple[str, str]]:
    """(identity, label) of every question that the form has asked and that is not sealed."""
    labels: dict[str, str] = {}
    for version in FormVersion.objects.filter(form=form).order_by("-pk")[:VERSIONS]:
        for question in version.definition["questions"]:
            if not question.get("sealed") and question["type"] not in NOT_SHOWN:
                labels.setdefault(question["id"], question["source"][0])
    return list(labels.items())


class AnswerColumn(Cell):
    """What was answered to one question, in the words of the source."""

    def __init__(self, question: str, label: str, user: Any) -> None:
        super().__init__(f"answer-{question}", label=label)
        self.question, self.user = question, user

    def show(self, case: Any) -> Any:
        if case.is_sensitive or self.question in list_hidden(case, self.user):
            return "–"
        asked = next((each for each in case.version.definition["questions"] if each["id"] == self.question), None)
        answer = case.answers.get(self.question)
        if asked is None or answer is None:
            return ""
        values = show_answer(asked, answer, shown=False)
        kind = TYPES.get(asked["type"])
        code = case.language.code if kind and kind.is_own_text() else ""
        return join([shorten(value, code) for value in values])


def shorten(value: Any, code: str) -> Wording | str:
    """`code`: of the language of a resident's own words."""
    text = f"{value[: LONGEST - 1]}…" if len(value) > LONGEST else str(value)
    code = code or getattr(value, "code", "")
    return Wording(text, code) if code else text


def join(values: list[Any]) -> SafeString:
    return format_html_join(mark_safe("<br>"), "{}", ((conditional_escape(value),) for value in values))
