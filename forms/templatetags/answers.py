from typing import Any

from django import template
from django.forms import BoundField

register = template.Library()


@register.simple_tag
def typed(field: BoundField) -> list[Any]:
    """What a person typed or chose in a field of a form that cannot be sent, as they saw it."""
    value = field.value()
    if not value:
        return []
    choices = dict(getattr(field.field, "choices", ()))
    values = value if isinstance(value, list) else [value]
    return [field.label] if value is True or value == "on" else [choices.get(each, each) for each in values]
