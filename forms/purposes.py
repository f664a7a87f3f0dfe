"""What is usual for a form of some purpose, where its editor has not decided otherwise."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forms.definition import Definition
from forms.models import FormPage
from forms.states import Purpose


@dataclass(frozen=True)
class Usual:
    """`what_happens_next` exists in every language, so it is also said where a translation lacks the editor's own."""

    checks_answers: bool
    what_happens_next: Promise


USUAL: dict[str, Usual] = {
    Purpose.APPLICATION: Usual(True, _("After the form has closed we check what came in and write to everybody.")),
    Purpose.SIGN_UP: Usual(True, _("We write to you before it begins, with all you need to know.")),
    Purpose.FEEDBACK: Usual(False, _("A person at the City reads what you sent.")),
    Purpose.INQUIRY: Usual(False, _("A person at the City reads what you sent and answers, if you left an address.")),
    Purpose.SURVEY: Usual(False, _("The results are published when everybody has answered. Nobody is named in them.")),
}


def find_usual(form: FormPage) -> Usual:
    return USUAL[form.purpose]


def is_stepped(source: FormPage, definition: Definition) -> bool:
    """Whether the form has screens and a page to check the answers, kept as a draft on the way."""
    checks = source.checks_answers if source.checks_answers is not None else find_usual(source).checks_answers
    return checks or len(definition.sections) > 1 or definition.has_files
