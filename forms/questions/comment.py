"""What a form asks of people whose comment may be published: the comment itself, and whether to name them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from forms.questions.base import Choice, Question
from forms.questions.section import Section
from forms.questions.text import MARKED
from forms.states import Purpose

PUBLIC = "is_public"  # among the options of the marked question, where the form publishes comments
NAMED, WITH_NAME, WITHOUT_NAME = "comment-name", "with-name", "without-name"

MAY_BE_NAMED = Question(
    NAMED,
    "single_choice",
    gettext_lazy("If we publish your comment, should your name be shown with it?"),
    help=gettext_lazy("If you speak for an organisation, it is the name of the organisation that is shown."),
    choices=(
        Choice(WITH_NAME, pgettext_lazy("comment", "Yes, show the name")),
        Choice(WITHOUT_NAME, pgettext_lazy("comment", "No, publish it without a name")),
    ),
)


def list_marked(questions: Iterable[Question]) -> list[Question]:
    return [question for question in questions if question.options.get(MARKED)]


def can_be_named(questions: Iterable[Question]) -> bool:
    return any(each.type == "party" or each.options.get("autocomplete") == "name" for each in questions)


def open_to_public(sections: list[Section], *, is_anonymous: bool) -> Iterator[Section]:
    """The same sections, whose comment may be published. Forms that promise anonymity ask nobody to be named."""
    questions = [question for section in sections for question in section.questions]
    comment = next((each for each in list_marked(questions) if not each.sealed), None)
    asks_name = not is_anonymous and can_be_named(questions)
    for section in sections:
        items: list[Any] = []
        for item in section.items:
            if item is comment:
                items.append(replace(comment, options={**comment.options, PUBLIC: True}))
                items += [MAY_BE_NAMED] if asks_name else []
            else:
                items.append(item)
        yield replace(section, items=tuple(items))


def find_public(definition: dict[str, Any]) -> str | None:
    """The identity of the question whose answer people were told may be published; of a version."""
    return next((each["id"] for each in definition["questions"] if (each.get("options") or {}).get(PUBLIC)), None)


def find_unpublishable(page: Any, asked: Iterable[Question]) -> str:
    """Why this form cannot publish comments, for its editor; nothing where it can."""
    if page.purpose != Purpose.FEEDBACK:
        return _("Only forms whose purpose is feedback can publish comments.")
    if page.is_sensitive:
        return _("Nothing that comes in by a sensitive form is ever published.")
    marked = list_marked(asked)
    if page.questions and (len(marked) != 1 or marked[0].sealed):
        return _("Mark exactly one question for a long text as the comment that may be published. It cannot be sealed.")
    return ""
