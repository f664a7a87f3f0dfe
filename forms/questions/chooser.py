"""How blocks present themselves to an editor who chooses one: a group, a sentence, a picture of the result."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

READY, LAYOUT = _("Ready-made questions (translated already)"), _("Layout")
TEXT, CHOICES, FACTS = _("Text and numbers"), _("Choices"), _("Files, people, consent")

# {name of the block: (group, sentence)}
PRESENTED: dict[str, tuple[Any, Any]] = {
    "section": (LAYOUT, _("Begins a new screen. One subject a screen is easiest on a phone.")),
    "explanation": (LAYOUT, _("Text between questions. It asks nothing.")),
    "preset_contact": (READY, _("Name, email and, if you like, phone.")),
    "preset_home": (READY, _("Street address, and the district from the city’s own list.")),
    "preset_availability": (READY, _("On which days, and at what time of day.")),
    "preset_access": (READY, _("Interpreters, captions, large print, step-free access and the like.")),
    "preset_self_identification": (
        READY,
        _("Age, gender, ethnicity, disability; all optional. Sealed: who decides never sees it, it is only counted."),
    ),
    "short_text": (TEXT, _("One line, for a name or a short answer.")),
    "long_text": (TEXT, _("Several sentences, with a limit and a counter.")),
    "email": (TEXT, _("An email address. Receipts and replies go to the first one of the form.")),
    "phone": (TEXT, _("However people write it.")),
    "address": (TEXT, _("Street, city and postcode.")),
    "number": (TEXT, _("In the way of writing of each language.")),
    "date": (TEXT, _("Day, month and year in fields of their own.")),
    "single_choice": (CHOICES, _("One of a few answers. Each can have a queue, places and a question that follows.")),
    "several_choices": (CHOICES, _("Any number of answers, with “Other” and “None of these” if you like.")),
    "drop_down": (CHOICES, _("One of many answers. With fewer than ten, “One choice” is easier for residents.")),
    "district": (CHOICES, _("One of the city’s districts, or “I do not know”.")),
    "yes_no": (CHOICES, _("Two answers, translated everywhere.")),
    "scale": (CHOICES, _("A number from 1 up, with both ends explained.")),
    "ranking": (CHOICES, _("Puts a few things in order, without dragging.")),
    "file": (FACTS, _("A place for one document or several. Each is checked and kept privately.")),
    "party": (FACTS, _("Whether somebody speaks for an organisation, and for which.")),
    "languages": (FACTS, _("Which languages somebody speaks, named in each reader’s own.")),
    "consent": (FACTS, _("One box to tick, stored only if it was ticked.")),
    "source": (FACTS, _("Not shown: notes which of your posters or letters somebody followed.")),
}


def make_choices(*labels: Any) -> list[dict[str, Any]]:
    return [
        {"type": "item", "id": str(number), "value": {"label": label, "code": f"source-{number}"}}
        for number, label in enumerate(labels)
    ]


DAYS = make_choices(_("Weekday mornings"), _("Weekday evenings"), _("Saturdays"))
HELP = make_choices(_("An interpreter"), _("Live captions"), _("Large print"), _("Child care"))

# Raw values of blocks, in words that exist in every language.
SAMPLES: dict[str, dict[str, Any]] = {
    "section": {"title": _("About you")},
    "explanation": {
        "title": _("Why we ask"),
        "text": _("All of it is free. We ask so that we can prepare it in time."),
    },
    "short_text": {"label": _("What is your name?")},
    "long_text": {"label": _("Tell us more")},
    "email": {
        "label": _("What is your email address?"),
        "help_text": _("We use it to answer you, and for nothing else."),
    },
    "phone": {"label": _("What is your phone number?"), "required": False},
    "address": {"label": _("What is your home address?")},
    "number": {"label": _("How many people come with you?")},
    "date": {"label": pgettext_lazy("question", "Which day suits you?")},
    "single_choice": {"label": _("When do you have time?"), "choices": DAYS, "other": True},
    "several_choices": {"label": _("Do you need any of these?"), "choices": HELP, "none": True},
    "drop_down": {"label": _("When do you have time?"), "choices": DAYS},
    "district": {"label": _("Which district do you live in?")},
    "yes_no": {"label": _("Do you have a disability?")},
    "scale": {"label": _("How content are you?"), "steps": 5, "low": _("Not at all"), "high": _("Very")},
    "ranking": {"label": _("What matters most to you?"), "choices": HELP},
    "file": {"label": _("A picture or a document"), "kinds": ["pdf", "jpg"], "most": 2, "megabytes": 10},
    "party": {"label": _("For whom do you speak?")},
    "languages": {"label": _("Which languages do you speak?")},
    "consent": {"label": _("I agree that the City keeps my answers")},
    "source": {"label": _("Poster"), "choices": make_choices("Poster", "Letter")},
}


class Presented:
    """Mixed into the blocks of a form. Their name in the stream is that of their type."""

    name: str

    def get_description(self) -> Any:
        return PRESENTED.get(self.name, ("", ""))[1]

    def get_preview_value(self) -> Any:
        return self.to_python(SAMPLES.get(self.name, {}))  # type: ignore[attr-defined]

    def get_preview_template(self, value: Any = None, context: Any = None) -> str:
        return "forms/block_preview.html"

    def get_preview_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """The questions as a resident has them before them, in the editor's language."""
        from django.utils.translation import get_language as get_active

        from forms.definition import read_items
        from forms.intake.form import AnswerForm
        from forms.questions import Words
        from localization.languages import get_language

        raw = self.get_prep_value(value)  # type: ignore[attr-defined]
        code = get_language(get_active()).code
        words = Words(code, code, {}, frozenset())
        items = read_items({"type": self.name, "id": "sample", "value": raw})
        layout = list(AnswerForm(items, words, quiet=True).lay_out())
        return {**(parent_context or {}), "layout": layout, "sample": raw}
