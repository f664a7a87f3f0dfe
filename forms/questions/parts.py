"""A question that is answered in several labelled inputs, like a date or an address."""

from typing import Any

from django import forms
from django.utils.functional import Promise


class PartsWidget(forms.MultiWidget):
    """Inputs with a name and a visible label each, in one fieldset. `parts`: {name: (label, input)}."""

    template_name = "components/parts.html"
    use_fieldset = True

    def __init__(self, parts: dict[str, tuple[str | Promise, forms.Widget]]) -> None:
        self.labels = [label for label, _widget in parts.values()]
        self.names = list(parts)
        super().__init__({name: widget for name, (_label, widget) in parts.items()})

    def decompress(self, value: Any) -> list[Any]:
        return [value.get(name) for name in self.names] if value else [None] * len(self.names)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for label, part in zip(self.labels, context["widget"]["subwidgets"], strict=True):
            part["label"] = label
        return context

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0"


class PartsField(forms.Field):
    """Gives `clean_parts` what was typed, {name: text}; None where nothing was."""

    widget: PartsWidget

    def to_python(self, value: Any) -> Any:
        typed = dict(zip(self.widget.names, (str(part or "").strip() for part in value or []), strict=False))
        return self.clean_parts(typed) if any(typed.values()) else None

    def clean_parts(self, typed: dict[str, str]) -> Any:
        return typed

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(data and any(data))
