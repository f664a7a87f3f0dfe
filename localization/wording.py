"""A piece of text together with the language it is in, so that no reader or screen reader has to guess."""

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language as get_active

from localization.languages import get_language


class Wording(str):
    """`code` is Django's code of the language. Printed in a template it marks itself where the page is in another.

    A str, because templates turn anything else into one before they ask for its markup.
    """

    __slots__ = ("code",)
    code: str

    def __new__(cls, text: str, code: str) -> "Wording":
        wording = super().__new__(cls, text)
        wording.code = code
        return wording

    def __html__(self) -> SafeString:
        text = str(self)
        if not text or get_language(get_active()).code == self.code:
            return escape(text)
        return format_html("<span{}>{}</span>", mark_language(self.code), text)


def mark_language(code: str) -> SafeString:
    language = get_language(code)
    return format_html(' lang="{}" dir="{}"', language.tag, language.direction)
