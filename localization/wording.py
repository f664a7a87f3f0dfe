"""A piece of text together with the language it is in, so that no reader or screen reader has to guess."""

from dataclasses import dataclass

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language as get_active

from localization.languages import get_language


@dataclass(frozen=True)
class Wording:
    """`code` is Django's code of the language. Printed in a template it marks itself where the page is in another."""

    text: str
    code: str

    def __str__(self) -> str:
        return self.text

    def __html__(self) -> SafeString:
        if not self.text or get_language(get_active()).code == self.code:
            return conditional_escape(self.text)
        return format_html("<span{}>{}</span>", mark_language(self.code), self.text)


def mark_language(code: str) -> SafeString:
    language = get_language(code)
    return format_html(' lang="{}" dir="{}"', language.tag, language.direction)
