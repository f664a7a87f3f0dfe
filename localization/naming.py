"""What the admin calls a language, in the language of who reads it.

The names are CLDR's; English keeps those of `LANGUAGES`, which exports have as well.
"""

from functools import lru_cache

from django.utils.text import capfirst
from django.utils.translation import get_language as get_active

from localization.formats import get_cldr, name_language
from localization.languages import LANGUAGES, Language, get_language


@lru_cache
def find_name(language: Language, code: str) -> str:
    if code == "en":
        return language.english_name
    known = get_cldr(code).languages.get(language.tag.replace("-", "_"))
    return str(known or name_language(language.code, code))


def name(language: Language) -> str:
    """As inside a sentence: "en español"."""
    return find_name(language, get_language(get_active()).code)


def label(language: Language) -> str:
    """By itself, as in a table or a list of choices: "Español"."""
    return str(capfirst(name(language)))


def list_labels() -> list[tuple[str, str]]:
    """(tag, label) of every language that is offered: for the choices of a field, which are asked for each time."""
    return [(language.tag, label(language)) for language in LANGUAGES]
