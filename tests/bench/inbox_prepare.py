"""Fills an empty database with what a million cases hang on: queues, forms, people; and Wagtail's own form beside it.

Prints what `inbox_rows` and `inbox_pages` need to know of it.
"""

import json
import uuid
from typing import Any

from tests.bench.prepare import KINDS, NEWS, PLACES, make_stock, make_tables
from tests.outages.prepare import make_home

FORMS, COLLEAGUES = 200, 8
QUEUES = ["Parks", "Streets", "Clerk", "Water", "Housing", "Library"]


def main() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    home = make_home()
    make_tables()
    stock = make_stock(home)
    from tests.factories import make_queue

    queues = [make_queue(name) for name in QUEUES]
    print(json.dumps({**make_forms(home, queues[0]), **make_people(queues[0]), **describe(queues), "stock": stock}))


def describe(queues: list[Any]) -> dict[str, Any]:
    from tests.bench.stock import StockFormPage

    page = StockFormPage.objects.get()
    fields = list(page.form_fields.order_by("sort_order").values_list("clean_name", flat=True))
    return {"queues": [queue.pk for queue in queues], "stock_page": page.pk, "stock_fields": fields}


def make_forms(home: Any, queue: Any) -> dict[str, Any]:
    """Two hundred times the same questions: each form has one version, as after its first submission."""
    from forms.definition import digest_snapshot, read_definition, read_words, take_snapshot
    from forms.models import FormIdentity, FormVersion
    from tests.factories import FormFactory, question

    page = FormFactory(
        parent=home,
        slug="ours",
        queue=queue,
        questions=[
            question("single_choice", "What is it?", choices=KINDS),
            question("single_choice", "Where is it?", choices=PLACES),
            question("long_text", "Tell us more"),
            question("short_text", "Your name", autocomplete="name"),
            question("email", "Your email"),
            question("phone", "Your phone"),
            question("several_choices", "How may we tell you news?", choices=NEWS),
            question("consent", "I agree"),
        ],
    )
    snapshot = take_snapshot(read_definition(page), read_words(page, "en"))
    forms = FormIdentity.objects.bulk_create(
        FormIdentity(key=uuid.uuid4(), title=f"Form {number:03}", source_locale="en") for number in range(FORMS)
    )
    digest = digest_snapshot(snapshot)
    versions = FormVersion.objects.bulk_create(
        FormVersion(form=form, digest=digest, definition=snapshot) for form in forms
    )
    questions = snapshot["questions"]
    return {
        "forms": [form.pk for form in forms],
        "versions": [version.pk for version in versions],
        "questions": [question["id"] for question in questions],
        "choices": [[choice["id"] for choice in question["choices"]] for question in questions],
    }


def make_people(queue: Any) -> dict[str, list[int]]:
    """Somebody who sees everything, somebody who sees one queue, and those to whom cases are given."""
    from tests.factories import let_see, make_staff, make_user

    make_user("chief", superuser=True)
    group = make_staff("Of one queue")
    let_see(group, queue)
    make_user("moderator", group)
    return {"colleagues": [make_user(f"colleague-{number}", group).pk for number in range(COLLEAGUES)]}


if __name__ == "__main__":
    main()
