"""A search tells of each case that it finds which words are in it. Of a sensitive one that is a look, and on record."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from forms import record
from forms.models import Event, Message
from tests.factories import FormFactory, make_queue, question


@pytest.fixture
def ask(home, receive):
    """ask(text, is_sensitive=…, …): a case of the one or the other form, both in the same queue."""
    queue = make_queue("HR")
    asked = [question("long_text", "What"), question("email", "Your email", required=False)]
    pages = {
        is_sensitive: FormFactory(parent=home, slug=f"f{is_sensitive:d}", title=f"Form {is_sensitive:d}", queue=queue,
                                  is_sensitive=is_sensitive, questions=asked)
        for is_sensitive in (True, False)
    }  # fmt: skip

    def ask(text, *, is_sensitive=True, email="ana@example.com", **options):
        return receive(pages[is_sensitive], {"What": text, "Your email": email}, **options)

    return ask


@pytest.fixture
def rosa(home, member):
    return member("rosa", make_queue("HR"), "view", "answer", "export")


def list_found(case):
    return list(Event.objects.filter(case=case, act="searched"))


@pytest.mark.parametrize("address", ["/admin/inbox/?q=harassed", "/admin/inbox/results/?q=harassed"])
def test_each_sensitive_case_that_a_search_shows_has_it_on_record(address, ask, rosa):
    found, other = ask("I was harassed."), ask("My pay is late.")
    plain = ask("A dog harassed me.", is_sensitive=False)
    user, client = rosa
    page = client.get(address).content.decode()
    assert found.reference in page and plain.reference in page and other.reference not in page
    (event,) = list_found(found)
    search = Event.objects.get(act="searched", case=None)
    assert (event.by, event.data) == (user, {"search": search.pk})
    assert search.data["query"] == "harassed"
    assert list_found(other) == list_found(plain) == []
    assert list(record.find_breaks()) == []


def test_only_the_page_that_is_shown_is_on_record_with_one_insert(ask, rosa, django_assert_max_num_queries):
    cases = [ask(f"I was harassed {number} times.", email=f"p{number}@example.com") for number in range(27)]
    _user, client = rosa
    client.get("/admin/inbox/")
    with django_assert_max_num_queries(60) as queries:
        client.get("/admin/inbox/?q=harassed")
    inserts = [each["sql"] for each in queries.captured_queries if 'INSERT INTO "forms_event"' in each["sql"]]
    assert len(inserts) == 2
    assert sum(len(list_found(case)) for case in cases) == 25
    assert list(record.find_breaks()) == []


def test_a_list_without_a_search_is_no_look(ask, rosa):
    case = ask("I was harassed.")
    assert case.reference in rosa[1].get("/admin/inbox/?state=new").content.decode()
    assert not Event.objects.filter(case=case, by=rosa[0]).exists()


def test_the_case_tells_that_a_search_found_it_once_for_what_was_typed(ask, rosa, member, read):
    case = ask("I was harassed.")
    user, client = rosa
    for query in ("har", "haras", "harassed"):
        client.get(f"/admin/inbox/results/?q={query}")
    later = timezone.now() + timedelta(minutes=5)
    record.write("searched", by=user, case=case, now=later, search=1)
    _user, minh = member("minh", make_queue("HR"), "view")
    minh.get("/admin/inbox/?q=harassed")
    text = read(minh.get(f"/admin/inbox/{case.pk}/")).text
    assert len(list_found(case)) == 5
    assert text.count("Found it in a search") == 3
    assert "harassed" not in "".join(str(event.data) for event in list_found(case))


def test_all_that_a_search_finds_is_on_record_before_something_is_done_with_it(ask, rosa):
    case, plain = ask("I was harassed."), ask("A dog harassed me.", is_sensitive=False)
    address = "/admin/bulk/forms/submission/assign/?next=/admin/inbox/"
    page = rosa[1].get(f"{address}&id=all&q=harassed").content.decode()
    assert case.reference in page and plain.reference in page
    assert len(list_found(case)) == 1 and list_found(plain) == []
    assert Event.objects.get(act="searched", case=None).data["query"] == "harassed"
    rosa[1].get(f"{address}&id={case.pk}")
    assert len(list_found(case)) == 1


def test_how_many_an_export_would_have_is_a_search_too(ask, rosa):
    case = ask("I was harassed.")
    rosa[1].get("/admin/inbox/export/?q=harassed")
    assert Event.objects.get(act="searched").data["query"] == "harassed"
    sent = rosa[1].post("/admin/inbox/export/?q=harassed", {"content": "list", "format": "csv", "reason": "Report"})
    assert case.reference in b"".join(sent.streaming_content).decode("utf-8-sig")
    assert Event.objects.filter(act="exported", case=case).count() == 1
    if connection.vendor == "postgresql":  # the file's own zone ends with its transaction, which here is the test's
        connection.cursor().execute("SET LOCAL TIME ZONE 'UTC'")
    assert list(record.find_breaks()) == []


def test_mail_of_a_sensitive_case_is_not_found_by_the_address(ask, rosa):
    case, plain = ask("I was harassed."), ask("A dog.", is_sensitive=False)
    assert Message.objects.filter(recipient="ana@example.com").count() == 2
    by_address = rosa[1].get("/admin/mail/?q=ana@example.com").content.decode()
    assert plain.reference in by_address and case.reference not in by_address
    assert case.reference in rosa[1].get(f"/admin/mail/?q={case.reference}").content.decode()


def test_the_record_of_a_person_is_a_look_at_their_sensitive_cases(ask, member):
    case, plain = ask("I was harassed."), ask("A dog.", is_sensitive=False)
    user, client = member("olga", make_queue("HR"), "view", "audit")
    client.post("/admin/inbox/person/", {"who": "ana@example.com", "reason": "Asked for it"})
    assert Event.objects.get(case=case, by=user).act == "history"
    assert not Event.objects.filter(case=plain, by=user).exists()
