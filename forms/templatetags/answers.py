from typing import Any

from django import template
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.translation import get_language as get_active

from forms.definition import read_definition, read_words
from forms.outline import list_documents, list_sections
from localization.languages import get_language

register = template.Library()


@register.simple_tag
def typed(field: BoundField) -> list[Any]:
    """What a person typed or chose in a field of a form that cannot be sent, as they saw it."""
    if kept := getattr(field.field.widget, "kept", None):
        return [file.name for file in kept]
    value = field.value()
    if not value or field.is_hidden:
        return []
    choices = dict(getattr(field.field, "choices", ()))
    if labels := getattr(field.field.widget, "labels", None):
        return [format_html("{}: {}", label, part) for label, part in zip(labels, value, strict=False) if part]
    values = value if isinstance(value, list) else [value]
    return [field.label] if value is True or value == "on" else [choices.get(each, each) for each in values]


@register.simple_tag
def scale_end(field: BoundField, value: str) -> Any:
    """What the first and the last step of a scale mean; nothing for the steps between and for other questions."""
    return getattr(field.field, "ends", {}).get(value)


@register.simple_tag
def asked_by(form: Any) -> dict[str, Any]:
    """What a form asks, in the reader's words, for the page from which it is reached."""
    form = form.specific
    definition = read_definition(form.source)
    words = read_words(form, get_language(get_active()).code)
    return {"sections": list_sections(definition, words), "documents": list_documents(definition, words)}


@register.simple_tag
def follow_up(field: BoundField, value: str) -> BoundField | None:
    """The question that follows when this choice is chosen."""
    return getattr(field, "following", {}).get(value)
