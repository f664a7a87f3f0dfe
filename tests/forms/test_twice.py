"""A double click, a page sent again, the back button: nothing is done twice, and nothing typed is thrown away."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from forms import actions
from forms.deadlines import find_city_day
from forms.models import Event, Hold, Message, Note, SavedView, Submission
from forms.states import Doubt

INBOX = "/admin/inbox/"


@pytest.fixture
def case(form, receive):
    return receive(form.page, {"Tell us more": "A tree fell.", "Your email": "ana@example.com"})


@pytest.fixture
def rosa(case, member):
    return member("rosa", case.queue, "view", "answer", "decide")


def test_a_case_saved_twice_at_once_is_saved_once_and_blames_nobody(case, rosa, read):
    user, client = rosa
    shown = {"seen": case.revision, "note": "Called.\r\nNo answer.", "state": "in_progress", "assignee": user.pk}
    for _click in range(2):
        response = client.post(f"{INBOX}{case.pk}/", shown)
        assert response.status_code == 302 and response["Location"] == f"{INBOX}{case.pk}/"
    assert Note.objects.count() == 1
    case.refresh_from_db()
    assert (case.state, case.assignee) == ("in_progress", user)


def test_a_late_save_that_wants_something_else_is_still_asked_about(case, rosa, member):
    _user, client = rosa
    shown = {"seen": case.revision, "note": "Called.", "state": "in_progress"}
    client.post(f"{INBOX}{case.pk}/", shown)
    assert client.post(f"{INBOX}{case.pk}/", {**shown, "note": "Called again."}).status_code == 409
    assert client.post(f"{INBOX}{case.pk}/", {**shown, "state": "closed"}).status_code == 409
    _user, minh = member("minh", case.queue, "answer")
    assert minh.post(f"{INBOX}{case.pk}/", shown).status_code == 409, "it was not this person who saved it"
    assert Note.objects.count() == 1


@pytest.mark.parametrize("button", ["clear", "wake", "link"])
def test_a_button_pressed_twice_works_once_and_blames_nobody(button, form, receive, member):
    case = receive(form.page, {"Tell us more": "Buy http://x", "Your email": "ana@example.com"}, doubts=[Doubt.LINKS])
    user, client = member("rosa", case.queue, "view", "answer")
    actions.snooze(case, find_city_day() + timedelta(days=5), "Away", by=user)
    before = Event.objects.exclude(act="viewed").count()
    for _click in range(2):
        said = client.post(f"{INBOX}{case.pk}/{button}/", {"seen": case.revision}, follow=True).content.decode()
        assert "somebody else has changed" not in said
    assert Event.objects.exclude(act="viewed").count() == before + 1


def test_the_link_that_was_just_mailed_works(case, rosa):
    user, client = rosa
    for _click in range(2):
        client.post(f"{INBOX}{case.pk}/link/", {"seen": case.revision})
    assert Message.objects.filter(submission=case, kind="new_link").count() == 1
    assert Event.objects.filter(case=case, act="new_link").count() == 1
    key = Submission.objects.get().receipt_key
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        actions.renew_link(case, by=user)
    assert Submission.objects.get().receipt_key != key


def test_a_case_put_off_twice_is_put_off_once(case, rosa):
    until = find_city_day() + timedelta(days=5)
    said = {"seen": case.revision, "snooze_until": until, "snooze_reason": "Away"}
    for _click in range(2):
        assert rosa[1].post(f"{INBOX}{case.pk}/snooze/", said).status_code == 302
    assert Event.objects.filter(act="snoozed").count() == 1


def test_a_view_removed_twice_is_gone(case, rosa):
    view = SavedView.objects.create(user=rosa[0], name="Mine", query="state=new")
    for _click in range(2):
        assert rosa[1].post(f"{INBOX}views/{view.pk}/forget/").status_code == 302
    assert not SavedView.objects.exists()


def test_a_reply_gone_back_to_and_changed_is_not_thrown_away(case, rosa, read):
    _user, client = rosa
    url = f"{INBOX}{case.pk}/reply/?template=free"
    page = read(client.get(url))
    held = {each["name"]: each["value"] for each in page.select("main input[type=hidden]") if each.get("name")}
    sent = {**held, "title": "Your tree", "body": "We come on Monday.", "go": "send"}
    assert client.post(url, sent).status_code == 302
    assert client.post(url, sent).status_code == 302, "the same words: pressed twice"
    changed = client.post(url, {**sent, "body": "We come on Tuesday."})
    shown = read(changed)
    assert changed.status_code == 409
    assert shown.select_one("[name=body]").text.strip() == "We come on Tuesday."
    assert "Another reply was sent from this page already." in shown.text
    assert Message.objects.filter(kind="reply").count() == 1
    again = {each["name"]: each["value"] for each in shown.select("main input[type=hidden]") if each.get("name")}
    again.update(title="Your tree", body="We come on Tuesday.", go="send")
    assert client.post(url, again).status_code == 302
    sent = Message.objects.filter(kind="reply").order_by("pk").values_list("body", flat=True)
    assert list(sent) == ["We come on Monday.", "We come on Tuesday."]


def test_a_hold_placed_twice_at_once_is_one(case, officers):
    (_ruth, client), _other = officers
    said = {"scope": "form", "form": case.form.pk, "reason": "Lawsuit 12"}
    for _click in range(2):
        response = client.post("/admin/records/holds/place/", said)
        assert response.status_code == 302, response.content.decode()
    assert Hold.objects.count() == Event.objects.filter(act="held").count() == 1
    client.post("/admin/records/holds/place/", {**said, "reason": "Lawsuit 13"})
    assert Hold.objects.count() == 2
