"""By when a case should be answered, and what waits for whom on the first page."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.utils import timezone
from wagtail.users.models import UserProfile

from forms import actions, deadlines
from forms.models import Disposition, FormIdentity, Hold, ResponseTarget, Submission
from forms.records.retention import check_schedule
from forms.states import CaseState
from tests.factories import FormFactory, let_see, make_queue, make_user, question

MONDAY = datetime(2026, 11, 23, 18, tzinfo=UTC)


@pytest.fixture
def page(home):
    queue = make_queue("Parks")
    ResponseTarget.objects.create(queue=queue, working_days=3)
    return FormFactory(parent=home, slug="f", queue=queue, questions=[question("long_text", "What")])


def find_due(queue, received_at, **said):
    return deadlines.find_due(Submission(queue_id=queue, received_at=received_at, **said))


@pytest.mark.parametrize(("received", "due"), [
    ("2026-11-23T18:00+00:00", "2026-11-26"),  # Monday
    ("2026-11-19T18:00+00:00", "2026-11-24"),  # Thursday: a weekend lies between
    ("2026-11-21T18:00+00:00", "2026-11-25"),  # Saturday
    ("2026-11-24T05:00+00:00", "2026-11-26"),  # Tuesday in UTC, still Monday in the city
])  # fmt: skip
def test_due_after_so_many_working_days_of_the_city(received, due, page):
    assert find_due(page.queue_id, datetime.fromisoformat(received)) == date.fromisoformat(due)


def test_a_queue_without_a_target_has_nothing_due(home, page):
    assert find_due(make_queue("Other").pk, MONDAY) is None
    assert find_due(page.queue_id, MONDAY, purpose="survey") is None, "nobody answers answers"


def test_a_case_is_due_by_its_queue_and_anew_where_it_is_moved(page, receive, member):
    case = receive(page, {"What": "A"}, now=MONDAY)
    assert case.due_on == date(2026, 11, 26)
    user, _client = member("minh", page.queue, "answer")
    slow = make_queue("Slow")
    ResponseTarget.objects.create(queue=slow, working_days=10)
    actions.route(case, slow, by=user)
    assert case.due_on == date(2026, 12, 7)


@pytest.mark.parametrize(("day", "state", "is_overdue"), [
    ("2026-11-26T12:00-08:00", "new", False), ("2026-11-26T23:59-08:00", "new", False),
    ("2026-11-27T00:01-08:00", "new", True),
    ("2026-11-27T12:00-08:00", "in_progress", True), ("2026-11-27T12:00-08:00", "waiting", False),
    ("2026-11-27T12:00-08:00", "closed", False),
])  # fmt: skip
def test_overdue_is_the_day_after_in_the_citys_time_and_only_while_it_is_its_turn(
    day, state, is_overdue, page, receive, member
):
    case = receive(page, {"What": "A"}, now=MONDAY)
    Submission.objects.update(state=state)
    _user, client = member("minh", page.queue, "view", "answer")
    with time_machine.travel(datetime.fromisoformat(day), tick=False):
        listed = client.get("/admin/inbox/?due=overdue").content.decode()
        assert (case.reference in listed) is is_overdue
        assert ('<div class="case-overdue"><svg class="icon icon-warning"' in listed) is is_overdue
        assert (
            "case-overdue" in client.get(f"/admin/inbox/{case.pk}/").content.decode().replace(".case-overdue", "")
        ) is is_overdue
        assert ("Overdue" in client.get("/admin/").content.decode()) is is_overdue


def read_lines(client, read):
    panel = read(client.get("/admin/"))
    return {" ".join(link.text.split()): link["href"] for link in panel.select(".case-waiting a")}


def test_the_first_page_says_what_waits_for_whom(page, receive, member, read, staff):
    user, client = member("minh", page.queue, "view", "answer")
    mine, _other = receive(page, {"What": "A"}), receive(page, {"What": "B"})
    actions.assign(mine, user, by=user)
    lines = read_lines(client, read)
    assert {"1 Assigned to you", "1 New, assigned to nobody"} <= set(lines)
    for address in lines.values():
        assert client.get(address).status_code == 200
    done = receive(page, {"What": "C"})
    actions.assign(done, user, by=user)
    actions.change_state(done, CaseState.CLOSED, by=user)
    listed = client.get(read_lines(client, read)["1 Assigned to you"]).content.decode()
    assert mine.reference in listed and done.reference not in listed, (
        "the list that the line leads to is what it counts"
    )
    actions.change_state(mine, CaseState.CLOSED, by=user)
    assert "1 Assigned to you" not in read_lines(client, read)


def test_answers_to_surveys_wait_for_nobody(home, page, receive, member, read):
    asked = [question("long_text", "Good?")]
    survey = FormFactory(parent=home, slug="survey", purpose="survey", queue=page.queue, questions=asked)
    answer, case = receive(survey, {"Good?": "Yes"}), receive(page, {"What": "A"})
    _user, client = member("minh", page.queue, "view", "answer")
    first = client.get("/admin/").content.decode()
    assert case.reference in first and answer.reference not in first
    listed = client.get(read_lines(client, read)["1 New, assigned to nobody"]).content.decode()
    assert case.reference in listed and answer.reference not in listed
    only = client.get("/admin/inbox/?purpose=survey").content.decode()
    assert answer.reference in only and case.reference not in only


def test_reviewers_see_what_they_are_to_review(applied, member, read):
    decider, _client = member("rosa", applied.queue, "decide")
    actions.move_stage(applied, "body-qualification", by=decider)
    _paul, client = member("paul", applied.queue, "review")
    lines = read_lines(client, read)
    assert "1 Applications to review" in lines
    assert applied.reference in client.get(lines["1 Applications to review"]).content.decode()


def read_days(client, read):
    """{label: what stands behind it}"""
    panel = read(client.get("/admin/"))
    lines = panel.select(".case-waiting li:has(strong)")
    return {line.a.strong.next_sibling.strip(): line.span.text for line in lines if line.span}


def test_a_line_about_due_dates_says_so(page, receive, member, read):
    _user, client = member("minh", page.queue, "view", "answer")
    receive(page, {"What": "A"}, now=MONDAY)
    with time_machine.travel(datetime(2026, 11, 25, 20, tzinfo=UTC), tick=False):
        days = read_days(client, read)
    assert days["Due in one or two working days"] == "earliest due 11/26/2026"
    assert days["New, assigned to nobody"] == "oldest from 11/23/2026"
    with time_machine.travel(datetime(2026, 11, 30, 20, tzinfo=UTC), tick=False):
        assert read_days(client, read)["Overdue"] == "earliest due 11/26/2026"


def test_titles_and_days_keep_together_where_it_is_read_from_right_to_left(page, receive, member, read):
    user, client = member("minh", page.queue, "view", "answer")
    case = receive(page, {"What": "A"}, now=MONDAY)
    UserProfile.objects.create(user=user, preferred_language="ar")
    panel = read(client.get("/admin/")).select_one("#panel-waiting-section, .case-waiting").find_parent("section")
    apart = [each.text for each in panel.select("bdi")]
    assert {case.form.title, "23\u200f/11\u200f/2026", "26\u200f/11\u200f/2026"} <= set(apart)
    days = [text for text in panel.find_all(string=lambda text: "2026" in text) if text.find_parent("bdi") is None]
    assert days == []


def test_where_the_resident_wrote_waits_for_who_has_it_or_for_all(home, page, receive, member, read):
    user, client = member("minh", page.queue, "view", "answer")
    colleague, _client = member("rita", page.queue, "view", "answer")
    mine, nobodys, hers, closed, silent = (receive(page, {"What": "A"}) for _time in range(5))
    for case, person in ((mine, user), (hers, colleague)):
        actions.assign(case, person, by=user)
    Submission.objects.exclude(pk=silent.pk).update(has_written=True)
    Submission.objects.filter(pk=closed.pk).update(state="closed")
    lines = read_lines(client, read)
    assert "2 The resident wrote" in lines
    listed = client.get(lines["2 The resident wrote"]).content.decode()
    assert [each.reference in listed for each in (mine, nobodys, hers, closed, silent)] == [True, True] + [False] * 3
    found = client.get("/admin/inbox/?has_written=true").content.decode()
    assert closed.reference in found and hers.reference in found and silent.reference not in found
    assert silent.reference in client.get("/admin/inbox/?has_written=false").content.decode()


def test_a_line_leads_to_no_queue_that_is_only_seen(home, page, receive, member, read):
    other = make_queue("Streets")
    streets = FormFactory(parent=home, slug="s", queue=other, questions=[question("long_text", "What")])
    user, client = member("minh", page.queue, "view", "answer")
    let_see(user.groups.get(), other, "view_submission")
    mine, seen = receive(page, {"What": "A"}), receive(streets, {"What": "B"})
    listed = client.get(read_lines(client, read)["1 New, assigned to nobody"]).content.decode()
    assert mine.reference in listed and seen.reference not in listed


def test_records_officers_see_what_waits_for_them(form, officers, close, member, read):
    (ruth, one), (_grace, other) = officers
    FormIdentity.objects.update(retention_months=12)
    due, held, third = close(days=900), close(days=800), close(days=700)
    Hold.objects.create(scope="case", case=held, reference=held.reference, reason="A suit")
    check_schedule(timezone.now())
    lines = read_lines(one, read)
    assert list(lines) == ["2 Cases due for disposal"]
    assert "the first kept until" in read_days(one, read)["Cases due for disposal"]
    listed = one.get(lines["2 Cases due for disposal"]).content.decode()
    assert due.reference in listed and third.reference in listed and held.reference not in listed
    batch = actions.propose(Disposition.objects.filter(case=due), reason="Time is over", by=ruth)
    assert "1 Batches that wait for a second person" not in read_lines(one, read), "not for who proposed it"
    lines = read_lines(other, read)
    assert "1 Cases due for disposal" in lines
    address = lines["1 Batches that wait for a second person"]
    assert str(batch) in other.get(address).content.decode()
    assert str(batch) not in one.get(address).content.decode()
    elsewhere = member("sam", make_queue("Elsewhere"), "dispose")[1]
    assert read_lines(elsewhere, read) == {} and str(batch) not in elsewhere.get(address).content.decode()
    assert "/admin/records/" in {link["href"] for link in read(elsewhere.get("/admin/")).select("section a")}


def test_editors_have_no_such_panel(home, staff):
    from tests.factories import let_edit, make_staff

    group = make_staff("Editors of tests")
    let_edit(group, home)
    assert "Your inbox" not in staff(make_user("edgar", group)).get("/admin/").content.decode()


def test_a_line_costs_at_most_one_query(page, receive, member, django_assert_max_num_queries, read):
    _user, client = member("minh", page.queue, "view", "answer", "decide")
    client.get("/admin/")
    with django_assert_max_num_queries(100) as empty:
        client.get("/admin/")
    for _time in range(20):
        receive(page, {"What": "A"})
    with django_assert_max_num_queries(len(empty) + 2):
        client.get("/admin/")


def test_targets_are_set_in_the_admin(home, staff):
    queue = make_queue("Parks")
    admin = staff(make_user("alma", superuser=True))
    admin.post("/admin/response_targets/new/", {"queue": queue.pk, "working_days": 4})
    assert ResponseTarget.objects.get().working_days == 4
    assert admin.post("/admin/response_targets/new/", {"queue": queue.pk, "working_days": 0}).status_code == 200
    _ = admin.get("/admin/response_targets/")
    assert ResponseTarget.objects.count() == 1
