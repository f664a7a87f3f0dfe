"""What staff do on the page of a case: each thing checked, on record, and never over somebody else's change."""

import pytest
from django.core.exceptions import PermissionDenied

from forms import actions
from forms.models import Event, Message, Note, Submission
from forms.states import CaseState, Doubt, Verdict
from tests.factories import FormFactory, let_see, make_queue, question

INBOX = "/admin/inbox/"


@pytest.fixture
def page(home):
    return FormFactory(
        parent=home,
        slug="f",
        queue=make_queue("Parks"),
        questions=[question("long_text", "What"), question("email", "Your email", required=False)],
    )


@pytest.fixture
def case(page, receive):
    return receive(page, {"What": "A tree fell.", "Your email": "ana@example.com"})


@pytest.fixture
def minh(case, member):
    return member("minh", case.queue, "view", "answer")


def save(client, case, **data):
    case.refresh_from_db()
    return client.post(f"{INBOX}{case.pk}/", {"seen": case.revision, **data}, follow=True)


def test_one_save_changes_everything_that_was_chosen(case, minh, member):
    user, client = minh
    member("rita", case.queue, "view", "answer")
    response = save(client, case, state="in_progress", assignee=str(user.pk), note="Called the crew.")
    case.refresh_from_db()
    assert (case.state, case.assignee) == (CaseState.IN_PROGRESS, user)
    story = response.content.decode()
    for said in ("Changed the state from “New” to “In progress”", "Assigned it to minh", "Called the crew."):
        assert said in story
    assert [event.act for event in Event.objects.exclude(act="viewed").order_by("pk")] == ["state", "noted", "assigned"]


def test_a_look_is_on_record_and_many_looks_are_one_line(case, minh, member):
    _user, client = minh
    for _time in range(3):
        page = client.get(f"{INBOX}{case.pk}/").content.decode()
    assert Event.objects.filter(act="viewed", case=case).count() == 3
    assert "Looked at it 3 times" in page


def test_a_stale_save_is_refused_and_both_versions_are_visible(case, minh, member, read):
    _user, client = minh
    rita, _client = member("rita", case.queue, "view", "answer")
    actions.change_state(case, CaseState.WAITING, by=rita)
    actions.note(case, "I have called her.", by=rita)
    response = client.post(
        f"{INBOX}{case.pk}/",
        {"seen": 0, "state": "closed", "note": "A long note about the tree.", "assignee": "", "queue": case.queue_id},
    )
    assert response.status_code == 409
    page = read(response)
    both = page.select_one("[role=alert]").text
    assert "rita" in both and "“Waiting for the resident”" in both and "I have called her." in both
    assert "Closed" in both and "A long note about the tree." in both
    assert page.select_one("textarea[name=note]").text.strip() == "A long note about the tree."
    case.refresh_from_db()
    assert case.state == CaseState.WAITING and Note.objects.count() == 1
    again = client.post(
        f"{INBOX}{case.pk}/",
        {"seen": page.select_one("input[name=seen]")["value"], "note": "A long note about the tree."},
    )
    assert again.status_code == 302 and Note.objects.count() == 2


def test_what_a_stale_save_wanted_is_said_in_words_also_where_it_is_no_longer_offered(
    case, minh, member, applied, read
):
    rita, _client = member("rita", case.queue, "view", "answer")
    actions.change_state(case, CaseState.CLOSED, by=rita)
    gone = member("gus", case.queue, "view", "answer")[0]
    gone.groups.clear()
    let_see(gone.groups.create(name="Others"), make_queue("Elsewhere"), "view_submission")
    data = {"seen": 0, "state": "waiting", "assignee": str(gone.pk), "queue": str(make_queue("Streets").pk)}
    page = read(minh[1].post(f"{INBOX}{case.pk}/", data))
    wanted = page.select(".case-versions > div")[1]
    assert [" ".join(each.text.split()) for each in wanted.select("li")] == [
        "State: Waiting for the resident", "Assigned to: gus", "Queue: Streets",
    ]  # fmt: skip
    rosa, client = member("rosa", applied.queue, "view", "answer", "decide")
    actions.move_stage(applied, "body-qualification", by=rosa)
    actions.withdraw(applied)
    page = read(client.post(f"{INBOX}{applied.pk}/", {"seen": 0, "stage": "body-qualification"}))
    assert "Stage: Check of the minimum qualifications" in " ".join(page.select_one(".case-versions").text.split())


def test_after_a_stale_save_one_stands_at_what_happened(case, minh, read):
    actions.note(case, "Faster.", by=minh[0])
    page = read(minh[1].post(f"{INBOX}{case.pk}/", {"seen": 0, "note": "Slower."}))
    alert = page.select_one("[role=alert]")
    assert alert["tabindex"] == "-1" and alert.has_attr("autofocus")
    assert len(page.select("[autofocus]")) == 1


def test_a_change_between_reading_and_saving_is_found_in_the_transaction(case, minh, monkeypatch):
    user, client = minh
    monkeypatch.setattr(
        "forms.inbox.case.CaseView.get_object",
        lambda self, queryset=None: Submission.objects.select_related("form", "version", "queue", "assignee").get(
            pk=case.pk
        ),
    )
    seen = case.revision
    before = actions.open_case

    def change_first(submission, **options):
        monkeypatch.setattr("forms.inbox.dealing.actions.open_case", before)
        actions.note(submission, "Faster.", by=user)
        return before(submission, **options)

    monkeypatch.setattr("forms.inbox.dealing.actions.open_case", change_first)
    assert client.post(f"{INBOX}{case.pk}/", {"seen": seen, "note": "Slower."}).status_code == 409
    assert [note.text for note in Note.objects.all()] == ["Faster."]


def test_two_clerks_on_one_case_see_each_other(case, minh, member):
    from wagtail.admin.models import EditingSession

    _user, client = minh
    rita, other = member("rita", case.queue, "view", "answer")
    client.get(f"{INBOX}{case.pk}/")
    other.get(f"{INBOX}{case.pk}/")
    mine = EditingSession.objects.exclude(user=rita).get()
    answer = client.post(f"/admin/editing-sessions/ping/forms/submission/{case.pk}/{mine.pk}/").json()
    assert [each["user"] for each in answer["other_sessions"]] == ["rita"]


@pytest.mark.parametrize("data", [
    {"seen": "nonsense"}, {"seen": ""}, {}, {"seen": "0", "state": "flying"}, {"seen": "0", "assignee": "999999"},
    {"seen": "0", "queue": "x"}, {"seen": "0", "stage": "body-offer"}, {"seen": "99999999999999999999"},
    {"seen": "0", "note": "x" * 6000},
])  # fmt: skip
def test_bad_input_is_a_clear_error_and_changes_nothing(data, case, minh):
    response = minh[1].post(f"{INBOX}{case.pk}/", data)
    assert response.status_code in (200, 302, 409)
    case.refresh_from_db()
    assert (case.state, case.assignee, case.queue.name) == (CaseState.NEW, None, "Parks")
    assert not Note.objects.exists()


def test_it_is_assigned_only_to_who_may_see_it(case, minh, member):
    stranger, _client = member("rita", make_queue("Elsewhere"), "view", "answer")
    with pytest.raises(actions.Refused):
        actions.assign(case, stranger, by=minh[0])
    assert "rita" not in minh[1].get(f"{INBOX}{case.pk}/").content.decode()


def test_a_case_is_handed_over_and_its_assignee_and_due_date_go_with_it(case, minh, member):
    user, client = minh
    actions.assign(case, user, by=user)
    streets = make_queue("Streets")
    response = save(client, case, queue=str(streets.pk))
    case.refresh_from_db()
    assert (case.queue, case.assignee) == (streets, None)
    assert response.redirect_chain[-1][0] == INBOX, "who gave it away does not see it any more"
    _rita, hers = member("rita", streets, "view")
    assert "from the queue “Parks” to “Streets”" in hers.get(f"{INBOX}{case.pk}/").content.decode()


def test_a_sensitive_case_is_not_handed_to_strangers(page, receive, member):
    page.is_sensitive = True
    page.save_revision().publish()
    case = receive(page, {"What": "Grave"})
    user, client = member("omar", case.queue, "view", "answer")
    other = make_queue("Streets")
    with pytest.raises(actions.Refused):
        actions.route(case, other, by=user)
    assert "Streets" not in client.get(f"{INBOX}{case.pk}/").content.decode()


def test_not_spam_sends_the_receipt_that_was_held_back(page, receive, minh):
    case = receive(page, {"What": "Buy http://x", "Your email": "ana@example.com"}, doubts=[Doubt.LINKS])
    assert not Message.objects.filter(submission=case).exists()
    user, client = minh
    actions.change_state(case, CaseState.SPAM, by=user)
    client.post(f"{INBOX}{case.pk}/clear/", {"seen": case.revision})
    case.refresh_from_db()
    assert (case.verdict, case.state) == (Verdict.CLEAN, CaseState.NEW)
    assert Message.objects.get(submission=case).kind == "receipt"
    client.post(f"{INBOX}{case.pk}/clear/", {"seen": case.revision})
    assert Message.objects.filter(submission=case).count() == 1


def test_verbs_refuse_strangers(case, member):
    stranger, _client = member("rita", make_queue("Elsewhere"), "view", "answer", "decide", "review")
    for verb, arguments in (
        (actions.change_state, [CaseState.CLOSED]), (actions.assign, [None]), (actions.route, [make_queue("X")]),
        (actions.note, ["x"]), (actions.clear, []), (actions.move_stage, ["body-offer"]),
    ):  # fmt: skip
        with pytest.raises(PermissionDenied):
            verb(case, *arguments, by=stranger)
    with pytest.raises(PermissionDenied):
        actions.evaluate(case, "one", is_met=True, evidence="", by=stranger)


def test_earlier_cases_from_the_same_address_stand_beside_it(page, case, receive, minh, home):
    same = receive(page, {"What": "Another tree", "Your email": "ANA@example.com"})
    hidden = FormFactory(
        parent=home, slug="g", queue=make_queue("Elsewhere"), questions=[question("email", "Your email")]
    )
    foreign = receive(hidden, {"Your email": "ana@example.com"})
    shown = minh[1].get(f"{INBOX}{case.pk}/").content.decode()
    assert same.reference in shown and foreign.reference not in shown


def test_what_the_resident_did_meanwhile_is_not_overwritten_either(home, receive, member):
    page = FormFactory(
        parent=home, slug="g", purpose="sign_up", queue=make_queue("Parks"), questions=[question("long_text", "What")]
    )
    case = receive(page, {"What": "I come"})
    _user, client = member("minh", case.queue, "view", "answer")
    actions.withdraw(case)
    response = client.post(f"{INBOX}{case.pk}/", {"seen": 0, "state": "in_progress"})
    assert response.status_code == 409 and "Withdrew it" in response.content.decode()


def test_a_case_costs_the_same_with_1_and_with_12_colleagues_and_events(
    case, minh, member, django_assert_max_num_queries
):
    user, client = minh

    def count():
        with django_assert_max_num_queries(55) as queries:
            assert client.get(f"{INBOX}{case.pk}/").status_code == 200
        return len(queries)

    count()
    before = count()
    for number in range(12):
        member(f"colleague{number}", case.queue, "view", "answer")
        actions.note(case, "x", by=user)
    assert count() == before


@pytest.mark.parametrize("seen", ["7", "9" * 5000, "-1"])
def test_a_page_that_shows_the_case_is_a_look_whatever_was_sent(seen, case, minh):
    response = minh[1].post(f"{INBOX}{case.pk}/", {"seen": seen, "note": "Kept"})
    assert response.status_code in (200, 409) and "A tree fell." in response.content.decode()
    assert "Kept" in response.content.decode()
    assert Event.objects.filter(act="viewed", case=case).count() == 1


def test_notes_stay_on_the_page_however_many_look(case, minh, monkeypatch):
    user, client = minh
    actions.note(case, "The first note.", by=user)
    monkeypatch.setattr("forms.inbox.timeline.SHOWN", 2)
    for _time in range(4):
        page = client.get(f"{INBOX}{case.pk}/").content.decode()
    assert "The first note." in page


def test_a_case_is_read_after_its_evaluator_has_left(applied, member):
    rosa, client = member("rosa", applied.queue, "view", "decide")
    actions.move_stage(applied, "body-qualification", by=rosa)
    other, _client = member("omar", applied.queue, "decide")
    actions.evaluate(applied, "one", is_met=True, evidence="Seen", by=other)
    other.delete()
    assert "Seen" in client.get(f"{INBOX}{applied.pk}/").content.decode()


def test_the_day_to_answer_is_the_citys_whatever_zone_staff_chose(case, minh):
    from django.utils import timezone

    from forms.deadlines import find_city_day
    from forms.models import ResponseTarget

    ResponseTarget.objects.create(queue=make_queue("Fast"), working_days=1)
    with timezone.override("Pacific/Kiritimati"):
        there = find_city_day()
    with timezone.override("America/Los_Angeles"):
        assert find_city_day() == there == timezone.localdate()
