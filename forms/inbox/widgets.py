from html import escape
from typing import Any

from django.forms import CheckboxSelectMultiple, RadioSelect
from django.forms.utils import flatatt
from django.utils.safestring import SafeString
from wagtail.admin.filters import BooleanRadioSelect


class QuickChoices:
    """The same markup. Django renders three templates for each box: with two hundred forms half the time of a page."""

    input_type: str
    choices: Any

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        said = {**(attrs or {})}
        identity, more = escape(said.pop("id", f"id_{name}")), flatatt(said)
        chosen = set(self.format_value(value) or [""])  # type: ignore[attr-defined]
        start = f'<input type="{self.input_type}" name="{escape(name)}" value="'
        boxes = [
            f'<div><label for="{identity}_{place}">{start}{escape(str(key))}"{more} id="{identity}_{place}"'
            f"{' checked' if str(key) in chosen else ''}> {escape(str(label))}</label></div>"
            for place, (key, label) in enumerate(self.choices)
        ]
        return SafeString(f'<div id="{identity}">{"".join(boxes)}</div>')


class QuickCheckboxes(QuickChoices, CheckboxSelectMultiple):
    pass


class QuickRadios(QuickChoices, RadioSelect):
    pass


class QuickBooleanRadios(QuickChoices, BooleanRadioSelect):
    pass


def keep_ticks(search_form: Any) -> Any:
    """Of a list with bulk actions. What is typed is looked for at once; the event that follows when the field is left,
    as by ticking a case, would fetch the same list again, without the tick. So it stops here."""
    search_form.fields["q"].widget.attrs |= {
        "data-controller": "w-action",
        "data-action": "change->w-action#noop:stop",
    }
    return search_form
