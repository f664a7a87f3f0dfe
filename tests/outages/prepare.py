"""Fills an empty database with a small city and its forms, and prints how to answer them.

A program of its own: which database it fills is said by the environment, as for the server that is started on it.
"""

import json
import os
from typing import Any

PLACES, FEW = 50, 10


def main() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    print(json.dumps({slug: describe(page) for slug, page in make_forms(make_home()).items()}))


def make_home() -> Any:
    from wagtail.models import Locale, Page, Site

    from tests.factories import HomeFactory

    Page.objects.filter(depth=2).delete()
    home = HomeFactory(parent=Page.objects.get(depth=1), locale=Locale.get_default())
    Site.objects.all().delete()
    Site.objects.create(
        hostname="127.0.0.1", port=os.environ["PORT"], root_page=home, is_default_site=True, site_name="City"
    )
    return home


def make_forms(home: Any) -> dict[str, Any]:
    from tests.factories import FormFactory, question, section

    def ask(*, is_email_needed: bool = False) -> list[dict[str, Any]]:
        return [question("long_text", "Tell us more"), question("email", "Your email", required=is_email_needed)]

    documents = [
        section("About you"),
        question("short_text", "Your name"),
        question("long_text", "Why you"),
        question("file", "Your letter", kinds=["pdf", "txt"], most=3, megabytes=1),
        section("The end"),
        question("consent", "I agree"),
    ]
    forms = {
        "ask": {"questions": ask()},
        "places": {"questions": ask(), "places": PLACES, "has_waiting_list": False},
        "places-and-list": {"questions": ask(), "places": PLACES, "has_waiting_list": True},
        "leaving": {"questions": ask(), "places": FEW, "has_waiting_list": True},
        "once": {
            "questions": ask(is_email_needed=True),
            "places": PLACES,
            "one_per_person": True,
            "confirm_email": True,
        },
        "apply": {"questions": documents, "purpose": "application"},
    }
    return {slug: FormFactory(parent=home, slug=slug, title=slug, **values) for slug, values in forms.items()}


def describe(page: Any) -> dict[str, Any]:
    """`fields`: {label: name of the field}."""
    blocks = page.questions.get_prep_value()
    fields = {block["value"]["label"]: f"q-{block['id']}" for block in blocks if "label" in block["value"]}
    return {"key": str(page.translation_key), "path": f"/en/{page.slug}/", "fields": fields}


if __name__ == "__main__":
    main()
