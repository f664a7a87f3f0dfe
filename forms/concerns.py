"""What an editor should look at before a form is published. Nothing here forbids: a person decides."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Locale

from forms.definition import Definition, read_definition, read_texts
from forms.intake.window import find_window
from forms.models import FormPage, Submission
from forms.questions import Question
from forms.states import Purpose
from localization import naming
from localization.languages import LANGUAGES, get_language
from localization.state import find_standing
from pages.models import CitySettings

PERSONAL = {"email", "phone", "address", "date", "file", "party"}
ENDING = {Purpose.APPLICATION, Purpose.SIGN_UP, Purpose.SURVEY}


def list_concerns(page: FormPage) -> list[str]:
    """Sentences in the editor's language. `page` is the draft as it stands, with its own questions."""
    if not page.is_source:
        return []
    definition = read_definition(page)
    return [
        *find_missing_contact(),
        *find_missing_end(page),
        *find_missing_retention(page, definition),
        *find_removed(page, definition),
        *find_untranslated(page, definition),
    ]


def find_missing_contact() -> Iterator[str]:
    city = CitySettings.objects.first()
    if city is None or not (city.phone or city.email):
        yield _("The city settings have no phone number and no email address, so residents cannot ask for help.")


def find_missing_end(page: FormPage) -> Iterator[str]:
    parent = page.get_parent() if page.pk else None
    window = find_window(page) if parent else None
    if page.purpose in ENDING and not (page.closes_at or (window and window.closes_at)):
        yield _("It has no closing time, and forms of this purpose usually have one.")


def find_missing_retention(page: FormPage, definition: Definition) -> Iterator[str]:
    if page.series is None and page.retention_months is None and any(is_personal(question) for question in definition):
        yield _("It asks for personal data, and does not say for how many months they are kept.")


def is_personal(question: Question) -> bool:
    return question.sealed or question.type in PERSONAL or "autocomplete" in question.options


def find_removed(page: FormPage, definition: Definition) -> Iterator[str]:
    """Questions that the live form asks, that this draft does not, and that people have answered."""
    live = FormPage.objects.live().filter(pk=page.pk).first() if page.pk else None
    if live is None:
        return
    current = {question.id for question in definition}
    received = Submission.objects.filter(form__key=page.translation_key)
    for question in read_definition(live):
        if question.id not in current and (count := received.filter(answers__has_key=question.id).count()):
            yield ngettext(
                "“%(question)s” is removed, and %(count)s person has answered it. The answer stays in the inbox.",
                "“%(question)s” is removed, and %(count)s people have answered it. Their answers stay in the inbox.",
                count,
            ) % {"question": question.label, "count": count}


def find_untranslated(page: FormPage, definition: Definition) -> Iterator[str]:
    """Required questions that some language will show in the words of the source."""
    siblings = FormPage.objects.live().filter(translation_key=page.translation_key, alias_of=None)
    translations = list(siblings.exclude(locale_id=page.locale_id).select_related("locale"))
    required = {f"questions.{question.id}.label" for question in definition if is_translated_by_people(question)}
    for translation in translations:
        texts, untranslated = read_texts(translation.questions), find_standing(translation).untranslated
        missing = [path for path in required if not texts.get(path) or path in untranslated]
        if missing:
            language = naming.name(get_language(translation.locale.language_code))
            yield ngettext(
                "%(count)s required question is not translated into this language yet: %(language)s.",
                "%(count)s required questions are not translated into this language yet: %(language)s.",
                len(missing),
            ) % {"count": len(missing), "language": language}


def list_notes(page: FormPage) -> list[str]:
    """What is good to know, and no reason to wait."""
    if not page.pk or not page.is_source:
        return []
    live = FormPage.objects.live().filter(translation_key=page.translation_key, alias_of=None)
    known = {page.locale.language_code, *live.values_list("locale__language_code", flat=True)}
    offered = set(Locale.objects.values_list("language_code", flat=True))
    absent = [naming.name(each) for each in LANGUAGES if each.code in offered and each.code not in known]
    return [_("It does not exist in: {languages}.").format(languages=", ".join(absent))] if absent else []


def is_translated_by_people(question: Question) -> bool:
    return question.required and isinstance(question.label, str) and question.when is None
