"""Fills an empty database with the same form twice, ours and Wagtail's, and prints how to answer them."""

import json
from typing import Any

from tests.outages.prepare import make_home

KINDS = ["Repair", "Question", "Praise"]
PLACES = ["Downtown", "Harbor", "Hillside"]
NEWS = ["By mail", "By phone", "Never"]
COPIES = 9  # of ours, one for each turn: a thousand answers to one form within the hour would be a doubt


def main() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    home = make_home()
    make_tables()
    stock = make_stock(home)
    print(json.dumps({"ours": [make_ours(home, number) for number in range(COPIES)], "stock": stock}))


def make_tables() -> None:
    from django.db import connection

    from tests.bench.stock import StockFormField, StockFormPage

    with connection.schema_editor() as editor:
        for model in (StockFormPage, StockFormField):
            editor.create_model(model)


def make_ours(home: Any, number: int) -> dict[str, Any]:
    from tests.factories import FormFactory, question

    page = FormFactory(
        parent=home,
        slug=f"ours-{number}",
        questions=[
            question("single_choice", "What is it?", choices=KINDS),
            question("single_choice", "Where is it?", choices=PLACES),
            question("long_text", "Tell us more"),
            question("short_text", "Your name"),
            question("email", "Your email"),
            question("phone", "Your phone"),
            question("several_choices", "How may we tell you news?", choices=NEWS),
            question("consent", "I agree"),
        ],
    )
    blocks = page.questions.get_prep_value()
    choices = [[item["id"] for item in block["value"].get("choices", [])] for block in blocks]
    return {
        "key": str(page.translation_key),
        "path": f"/en/{page.slug}/",
        "fields": [f"q-{block['id']}" for block in blocks],
        "choices": choices,
    }


def make_stock(home: Any) -> dict[str, Any]:
    from tests.bench.stock import StockFormField, StockFormPage

    page = home.add_child(instance=StockFormPage(title="Ask the City", slug="stock"))
    questions: list[tuple[str, str, list[str]]] = [
        ("radio", "What is it?", KINDS),
        ("radio", "Where is it?", PLACES),
        ("multiline", "Tell us more", []),
        ("singleline", "Your name", []),
        ("email", "Your email", []),
        ("singleline", "Your phone", []),
        ("checkboxes", "How may we tell you news?", NEWS),
        ("checkbox", "I agree", []),
    ]
    fields = [
        StockFormField.objects.create(
            page=page, sort_order=number, field_type=kind, label=label, choices="\n".join(choices)
        )
        for number, (kind, label, choices) in enumerate(questions)
    ]
    page.save_revision().publish()
    return {
        "path": f"/stock/{page.slug}/",
        "fields": [field.clean_name for field in fields],
        "choices": [choices for _kind, _label, choices in questions],
    }


if __name__ == "__main__":
    main()
