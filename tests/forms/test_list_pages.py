"""Pages of the list are found by key, whatever the order, the filters and what comes in meanwhile; counts stop."""

from datetime import timedelta
from itertools import chain

import pytest
from django.utils import timezone

from forms.inbox import keyset
from forms.models import Submission
from tests.factories import FormFactory, make_queue, question, receive_answers
from tests.layers import layer

INBOX = "/admin/inbox/"


@layer
def short_form(home):
    return FormFactory(parent=home, slug="f", queue=make_queue("Parks"), questions=[question("long_text", "What")])


@layer
def form_with_sixty_cases(short_form):
    """The first two days ago; four at each instant."""
    start = timezone.now() - timedelta(days=2)
    for number in range(60):
        receive_answers(short_form, {"What": f"Number {number}"}, now=start + timedelta(minutes=number // 4))
    return short_form


@pytest.fixture
def page(short_form):
    return short_form


@pytest.fixture
def cases(form_with_sixty_cases):
    return list(Submission.objects.order_by("pk"))


@pytest.fixture
def client(page, member):
    return member("minh", page.queue, "view", "answer", "export")[1]


def walk(client, read, address, rel="next"):
    """The references on each page, from this address on."""
    pages = []
    while address:
        shown = read(client.get(address))
        pages.append([link.text.strip() for link in shown.select("td.title a")])
        link = shown.select_one(f"a[rel={rel}]")
        address = link["href"] if link else None
        assert len(pages) < 10
    return pages


@pytest.mark.parametrize(
    ("query", "key", "sign"), [("", "received_at", -1), ("ordering=received_at", "received_at", 1)]
)
def test_every_case_is_on_one_page_in_order(query, key, sign, cases, client, read):
    expected = [case.reference for case in sorted(cases, key=lambda case: (getattr(case, key), case.pk))][::sign]
    pages = walk(client, read, f"{INBOX}?{query}")
    assert [len(page) for page in pages] == [25, 25, 10]
    assert list(chain(*pages)) == expected


def test_back_leads_over_the_same_pages(cases, client, read):
    forth = walk(client, read, INBOX)
    shown = read(client.get(INBOX))
    for _time in range(2):
        shown = read(client.get(shown.select_one("a[rel=next]")["href"]))
    back = [[link.text.strip() for link in shown.select("td.title a")]]
    back += walk(client, read, shown.select_one("a[rel=prev]")["href"], rel="prev")
    assert back == forth[::-1]


def test_what_comes_in_meanwhile_moves_nothing(cases, client, read, page, receive):
    shown = read(client.get(INBOX))
    first = {link.text.strip() for link in shown.select("td.title a")}
    receive(page, {"What": "Just now"})
    second = {
        link.text.strip() for link in read(client.get(shown.select_one("a[rel=next]")["href"])).select("td.title a")
    }
    assert not first & second and len(second) == 25


def test_by_due_date_only_what_is_to_be_answered(cases, client, read):
    for number, case in enumerate(cases[:40]):
        Submission.objects.filter(pk=case.pk).update(due_on=timezone.localdate() + timedelta(days=number % 7))
    Submission.objects.filter(pk=cases[0].pk).update(state="closed")
    pages = walk(client, read, f"{INBOX}?ordering=due_on")
    expected = Submission.objects.filter(due_on__isnull=False).exclude(state="closed").order_by("due_on", "pk")
    assert list(chain(*pages)) == [case.reference for case in expected]
    assert len(walk(client, read, f"{INBOX}?ordering=-due_on")) == 2


ODD_KEYS = ["x", "2026-01-01~", "~5", "2026-99-99~1", "2026-01-01~1", "2026-01-01T00:00:00~1", "1~" + "9" * 40, "%00"]


def test_a_key_that_means_nothing_is_no_error(cases, client):
    for key in ODD_KEYS:
        for name in ("after", "before"):
            assert client.get(f"{INBOX}?{name}={key}").status_code == 200
            assert client.get(f"{INBOX}?ordering=due_on&{name}={key}").status_code == 200


def test_filters_and_search_stay_on_every_page(cases, client, read):
    pages = walk(client, read, f"{INBOX}?state=new&q=number")
    assert [len(page) for page in pages] == [25, 25, 10]


def test_tabs_count_each_state_under_the_other_filters(cases, client, read):
    Submission.objects.filter(pk__in=[case.pk for case in cases[:7]]).update(state="closed")
    for query in ("", "?q=number", "?state=closed&locale=en"):
        tabs = [" ".join(tab.text.split()) for tab in read(client.get(f"{INBOX}{query}")).select(".case-tabs a")]
        assert "New 53" in tabs and "Closed 7" in tabs and "Spam 0" in tabs


def test_counts_stop(cases, client, read, monkeypatch):
    for name in ("COUNTED", "COUNTED_FOUND"):
        monkeypatch.setattr(f"forms.inbox.listing.{name}", 20)
    monkeypatch.setattr(keyset.count, "__defaults__", (20,))
    shown = read(client.get(f"{INBOX}?q=number"))
    assert "More than 20 cases match" in shown.select_one(".case-matches").text
    assert "20+" in shown.select_one(".case-pages").text
    assert "20+" in read(client.get(INBOX)).select_one(".case-tabs").text
    assert "20+" in read(client.get(f"{INBOX}?locale=en")).select_one(".case-pages").text


def test_a_list_page_costs_the_same_with_26_and_with_50_rows(page, receive, client, django_assert_max_num_queries):
    """With fewer, all on one page, it costs less: nothing has to be counted."""
    for _time in range(26):
        receive(page, {"What": "One"})
    form = Submission.objects.first().form_id
    key = next(iter(Submission.objects.first().answers))
    addresses = [
        INBOX,
        f"{INBOX}?state=new&q=one",
        f"{INBOX}?form={form}&columns={key}",
        f"{INBOX}?assignee=me&due=overdue",
        f"{INBOX}?q=one&locale=en&ordering=received_at",
    ]

    def count(address):
        with django_assert_max_num_queries(25) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    client.get(INBOX)
    before = [count(address) for address in addresses]
    for _time in range(24):
        receive(page, {"What": "One"})
    assert [count(address) for address in addresses] == before


def test_chosen_answers_are_columns(page, receive, client, read):
    case = receive(page, {"What": "A tree <b>fell</b>. " + "x" * 300}, code="es")
    key = next(iter(case.answers))
    shown = read(client.get(f"{INBOX}?form={case.form_id}&columns={key}"))
    assert "What" in [each.text.strip() for each in shown.select("th")]
    cell = next(each for each in shown.select("td") if "A tree <b>fell" in each.text)
    assert len(cell.text.strip()) == 120 and cell.select_one("span[lang=es]")
    assert "What" not in [each.text.strip() for each in read(client.get(INBOX)).select("th")]


def test_empty_and_no_match_say_what_to_do(client, page, receive):
    assert "Nothing has come in yet." in client.get(INBOX).content.decode()
    receive(page, {"What": "One"})
    assert "No case matches." in client.get(f"{INBOX}?q=elephant").content.decode()


ODD_QUERIES = [
    "received_at_to=9999-12-31",
    "received_at_from=0001-01-01",
    "after=9999-12-31T23:59:59-14:00~1",
    "before=0001-01-01T00:00:00%2B14:00~1",
    "q=a%00b",
    "state=new&state=new",
]


def test_what_no_database_can_tell_is_no_error(cases, client):
    for query in ODD_QUERIES:
        assert client.get(f"{INBOX}?{query}").status_code == 200
        assert client.get(f"{INBOX}export/?{query}").status_code in (200, 404)
        said = {"content": "list", "format": "csv", "reason": "r"}
        assert client.post(f"{INBOX}export/?{query}", said).status_code in (200, 404)
