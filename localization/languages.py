"""The languages the city offers.

`code` is Django's name for a language (lower case, also the address prefix), `tag` its BCP 47 name
(what `lang`, `hreflang`, Content-Language and a stored submission say), `cldr` the name of its data in CLDR.
"""

from dataclasses import dataclass

from django.conf import locale as django_locale


@dataclass(frozen=True)
class Language:
    code: str
    tag: str
    own_name: str
    english_name: str
    direction: str = "ltr"
    cldr: str = ""

    @property
    def babel(self) -> str:
        return self.cldr or self.tag.replace("-", "_")


LANGUAGES = (
    Language("en", "en", "English", "English"),
    Language("es", "es", "Español", "Spanish", cldr="es_US"),
    Language("pt-br", "pt-BR", "Português (Brasil)", "Portuguese (Brazil)"),
    Language("vi", "vi", "Tiếng Việt", "Vietnamese"),
    Language("zh-hans", "zh-Hans", "简体中文", "Chinese (Simplified)"),
    Language("zh-hant", "zh-Hant", "繁體中文", "Chinese (Traditional)"),
    Language("ko", "ko", "한국어", "Korean"),
    Language("km", "km", "ខ្មែរ", "Khmer"),
    Language("tl", "tl", "Tagalog", "Tagalog", cldr="fil"),
    Language("ar", "ar", "العربية", "Arabic", direction="rtl"),
)

BY_CODE = {language.code: language for language in LANGUAGES}
BY_TAG = {language.tag: language for language in LANGUAGES}


def get_language(code: str | None) -> Language:
    """The language of a Django code, the first one offered where the code is none of ours."""
    return BY_CODE.get((code or "").lower(), LANGUAGES[0])


def tell_django() -> None:
    """Give Django the languages it has no table for, and the names under which browsers ask for them.

    A phone set to Filipino asks for `fil`: that is Tagalog under its other name (ISO 639-3).
    """
    for language in LANGUAGES:
        django_locale.LANG_INFO.setdefault(
            language.code,
            {
                "bidi": language.direction == "rtl",
                "code": language.code,
                "name": language.english_name,
                "name_local": language.own_name,
            },
        )
    for asked_for in ("fil", "fil-ph"):
        django_locale.LANG_INFO.setdefault(asked_for, {"fallback": ["tl"]})
