"""The engagement report: what came in, how it was answered, by what people want to know, for the cases one may see."""

import csv
import io
from datetime import UTC, date, datetime
from random import Random

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forms import jobs
from forms.deadlines import Calendar
from forms.models import Act, Event, ReportMail, ReportSubscription, Submission
from forms.reporting.engagement import Line, measure
from forms.reporting.periods import Period, Span, find_period
from forms.states import CaseState
from tests.factories import FormFactory, let_edit, make_queue, make_staff, make_user, question

ADDRESS = "/admin/reports/engagement/"
MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))
DAYS = "?span=days&first=2026-03-01&last=2026-03-31"


def at(day, hour=12, month=3):
    """In the city's own morning."""
    return datetime(2026, month, day, hour + 7, tzinfo=UTC)


@pytest.fixture
def case(form, receive):
    """case(day, …): a case received on that day of March 2026, as time has left it."""

    def case(day, what="Parks", code="en", **values):
        said = {"What is it about?": what, "Tell us more": "Secret words", "I agree": True}
        made = receive(form.page, said, code=code)
        Submission.objects.filter(pk=made.pk).update(**{"received_at": at(day), "due_on": None, **values})
        return made

    return case


@pytest.fixture
def officer(home, member):
    return member("officer", make_queue("Clerk").get_root(), "view")


def list_rows(page):
    return {
        row.th.get_text(strip=True): [cell.get_text(strip=True) for cell in row("td")]
        for row in page.select(".figure tbody tr")
    }


def test_received_answered_open_overdue_and_days_by_queue(case, officer, read):
    case(2, first_replied_at=at(2, 15))  # Monday: the same day
    case(2, first_replied_at=at(5))  # three working days
    case(6, first_replied_at=at(9), due_on=date(2026, 3, 6))  # one, over the weekend, and late
    case(3, state=CaseState.CLOSED, closed_at=at(4), due_on=date(2026, 3, 6))  # answered without a reply
    case(4, due_on=date(2026, 3, 10))  # overdue
    case(4, state=CaseState.WAITING, due_on=date(2026, 3, 10))  # not the City's turn
    case(4, state=CaseState.SPAM)
    case(5, "Streets")
    page = read(officer[1].get(ADDRESS + DAYS))
    assert list_rows(page) == {
        "Parks queue": ["6", "4", "5", "2", "1", "3"],
        "Clerk": ["1", "0", "1", "0", "–", "–"],
        "All": ["7", "4", "6", "2", "1", "3"],
    }


def test_open_counts_what_is_neither_closed_nor_spam(case):
    case(2, first_replied_at=at(2, 15))
    case(3, state=CaseState.CLOSED, closed_at=at(4))
    total = measure(Submission.objects.all(), MARCH, "queue", today=date(2026, 4, 1), calendar=Calendar()).total
    assert (total.received, total.answered, total.open) == (2, 2, 1)


@pytest.mark.parametrize(
    ("by", "rows"),
    [
        ("form", ["Ask the City"]),
        ("language", ["English", "Spanish"]),
        ("source", ["Online", "By phone"]),
        ("party", ["Not asked", "For an organisation"]),
        ("district", ["Not asked", "I do not know"]),
        ("month", ["March 2026"]),
    ],
)
def test_by_other_things(by, rows, case, officer, read):
    case(2)
    case(2)
    case(31, code="es", channel="phone", party="organisation", district="unknown")
    found = list_rows(read(officer[1].get(f"{ADDRESS}{DAYS}&by={by}")))
    assert list(found) == [*rows, "All"]
    assert found["All"][0] == "3"


def test_months_are_those_of_the_city(case, officer, read):
    made = case(31)
    Submission.objects.filter(pk=made.pk).update(received_at=datetime(2026, 4, 1, 5, tzinfo=UTC))  # still March
    found = list_rows(read(officer[1].get(f"{ADDRESS}?span=days&first=2026-03-01&last=2026-04-30&by=month")))
    assert [found[month][0] for month in ("March 2026", "April 2026")] == ["1", "0"]


def test_the_report_says_that_it_is_without_what_was_disposed_of(case, officer, read):
    case(2)
    assert "disposed of since are not in them" in read(officer[1].get(ADDRESS + DAYS)).text


def test_answers_to_surveys_are_received_and_no_more(home, receive, officer, read):
    page = FormFactory(
        parent=home,
        slug="survey",
        title="Survey",
        purpose="survey",
        queue=make_queue("Clerk"),
        questions=[question("yes_no", "Good?")],
    )
    made = receive(page, {"Good?": True})
    Submission.objects.filter(pk=made.pk).update(received_at=at(3), state=CaseState.CLOSED, due_on=date(2026, 3, 4))
    assert list_rows(read(officer[1].get(ADDRESS + DAYS)))["All"] == ["1", "0", "0", "0", "–", "–"]


def test_each_person_has_the_figures_of_their_own_queues(case, member, read):
    case(2)
    case(2, "Streets")
    _user, parks = member("parks", make_queue("Parks queue"), "view")
    assert list_rows(read(parks.get(ADDRESS + DAYS))) == {
        "Parks queue": ["1", "0", "1", "0", "–", "–"],
        "All": ["1", "0", "1", "0", "–", "–"],
    }
    file = b"".join(parks.get(f"{ADDRESS}{DAYS}&format=csv").streaming_content).decode()
    assert "Clerk" not in file


def test_strangers_and_editors_are_refused(case, home, staff, resident, member):
    case(2)
    group = make_staff("Editors of pages")
    let_edit(group, home)
    editor = staff(make_user("editor", group))
    _user, records = member("records", make_queue("Clerk"), "audit")
    for client in (editor, records, resident):
        assert client.get(ADDRESS).status_code == 302
        assert client.get(f"{ADDRESS}?format=csv").status_code == 302
        assert client.post(ADDRESS).status_code in (302, 403)
    assert not ReportSubscription.objects.exists()
    assert "engagement" not in editor.get("/admin/").content.decode()


def test_as_csv_and_excel_on_record(case, officer):
    case(2, first_replied_at=at(5))
    user, client = officer
    response = client.get(f"{ADDRESS}{DAYS}&format=csv")
    rows = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
    assert rows[0][2:] == [
        "received",
        "answered",
        "open",
        "overdue",
        "median_working_days",
        "percentile_90_working_days",
    ]
    assert rows[2][1:] == ["Parks queue", "1", "1", "1", "0", "3", "3"]
    assert b"".join(client.get(f"{ADDRESS}{DAYS}&format=xlsx").streaming_content)[:2] == b"PK"
    events = Event.objects.filter(act=Act.EXPORTED, by=user)
    assert [event.data["format"] for event in events] == ["xlsx", "csv"] and events[0].data["content"] == "engagement"


@pytest.mark.parametrize(
    "query",
    [
        "?by=nothing",
        "?span=days",
        "?span=days&first=x&last=2026-01-01",
        "?span=days&first=2026-02-01&last=2026-01-01",
        "?span=days&first=0001-01-01&last=9999-12-31",
    ],
)
def test_bad_choices_are_told(query, case, officer, read):
    response = officer[1].get(ADDRESS + query)
    assert response.status_code == 200
    assert read(response).select(".w-field__errors, .error-message") and not read(response).select(".figure")
    assert officer[1].get(f"{ADDRESS}{query}&format=csv").status_code == 200


def test_percentiles_are_those_of_all_values_in_a_row():
    chance = Random(3)
    for size in (1, 2, 3, 10, 11, 99, 100, 101):
        values = sorted(chance.randrange(30) for _ in range(size))
        line = Line()
        for value in values:
            line.days[value] += 1
        middle = (values[(size - 1) // 2] + values[size // 2]) / 2
        within = next(value for value in values if sum(each <= value for each in values) * 10 >= size * 9)
        assert (line.median, line.slow) == (middle, within)


def test_days_are_counted_as_the_calendar_counts_them(case):
    calendar = Calendar(holidays=frozenset({date(2026, 3, 17), date(2026, 3, 14)}))
    pairs = [(day, day + more) for day in (1, 6, 7, 13, 16, 17) for more in (0, 1, 2, 5, 9)]
    for came, went in pairs:
        case(came, first_replied_at=at(went))
    found = measure(Submission.objects.all(), MARCH, "queue", today=date(2026, 5, 1), calendar=calendar).total.days
    expected = [calendar.count(date(2026, 3, came), date(2026, 3, went)) for came, went in pairs]
    assert sorted(found.elements()) == sorted(expected)


def test_spans():
    today = date(2026, 2, 11)
    assert find_period(Span.LAST_MONTH, today) == Period(date(2026, 1, 1), date(2026, 1, 31))
    assert find_period(Span.THIS_MONTH, today) == Period(date(2026, 2, 1), date(2026, 2, 28))
    assert find_period(Span.LAST_QUARTER, today) == Period(date(2025, 10, 1), date(2025, 12, 31))
    assert find_period(Span.THIS_YEAR, today) == Period(date(2026, 1, 1), date(2026, 12, 31))
    assert find_period(Span.LAST_YEAR, today) == Period(date(2025, 1, 1), date(2025, 12, 31))


def test_the_number_of_queries_does_not_grow(case, officer):
    def count():
        with CaptureQueriesContext(connection) as queries:
            assert officer[1].get(ADDRESS + DAYS).status_code == 200
        return len(queries)

    case(2, first_replied_at=at(5))
    count()  # the menu is put together once
    before = count()
    for day in range(3, 13):
        case(day, first_replied_at=at(day + 5))
    assert count() == before


class TestByMail:
    NOW = datetime(2026, 4, 1, 15, tzinfo=UTC)

    def subscribe(self, client):
        response = client.post(ADDRESS, follow=True)
        ReportSubscription.objects.update(created_at=at(10))
        return response.content.decode()

    def run(self, now=NOW):
        return jobs.run(["reports"], now)["reports"]

    def test_who_asks_for_it_gets_it_once_a_month_with_figures_and_a_link(self, case, officer, read):
        case(2, first_replied_at=at(5))
        assert "Stop sending it" in self.subscribe(officer[1])
        assert (self.run(), self.run()) == (1, 0)
        (letter,) = mail.outbox
        assert letter.to == ["officer@example.com"]
        html = letter.alternatives[0][0]
        for text in (letter.body, html):
            assert "Parks queue" in text and "March 1, 2026" in text and "/admin/reports/engagement/?" in text
            assert "Secret words" not in text
        assert "Median working days to the first reply: 3" in letter.body
        assert self.run(datetime(2026, 5, 1, 15, tzinfo=UTC)) == 1

    def test_the_first_one_is_of_the_month_in_which_they_asked(self, case, officer):
        self.subscribe(officer[1])
        ReportSubscription.objects.update(created_at=datetime(2026, 4, 1, 12, tzinfo=UTC))
        assert self.run() == 0

    def test_it_can_be_stopped(self, officer):
        self.subscribe(officer[1])
        assert "Send me this every month" in officer[1].post(ADDRESS, {"stop": "1"}, follow=True).content.decode()
        assert self.run() == 0

    def test_whose_rights_are_gone_gets_nothing(self, case, officer):
        case(2)
        self.subscribe(officer[1])
        officer[0].groups.clear()
        assert self.run() == 0 and not mail.outbox

    def test_who_cannot_get_it_keeps_it_from_nobody(self, case, officer, staff, monkeypatch):
        case(2)
        stuck, without = make_user("stuck", superuser=True), make_user("without")
        for user in (stuck, without):
            ReportSubscription.objects.create(user=user)
        self.subscribe(officer[1])
        mine = stuck.report_subscription
        ReportMail.objects.create(subscription=mine, month=date(2026, 3, 1), attempts=8, due_at=at(1, 1, month=4))
        monkeypatch.setattr("forms.reporting.mailing.AT_ONCE", 1)
        assert self.run() == 1 and mail.outbox[0].to == ["officer@example.com"]

    def test_a_mail_server_that_refuses_gets_it_later(self, case, officer, monkeypatch):
        self.subscribe(officer[1])
        with monkeypatch.context() as patch:
            patch.setattr("django.core.mail.EmailMultiAlternatives.send", lambda self: 1 / 0)
            assert self.run() == 0
        assert ReportMail.objects.get().error == "ZeroDivisionError"
        assert self.run() == 0  # not at once
        assert self.run(datetime(2026, 4, 1, 16, tzinfo=UTC)) == 1
        assert ReportMail.objects.get().sent_at <= timezone.now()
