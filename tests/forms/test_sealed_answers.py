"""Sealed answers: only for those allowed, from the stage that opens them, each opening on record with a reason."""

import pytest

from forms import actions, terms
from forms.models import Event, Message, Submission
from forms.states import CaseState
from tests.factories import FormFactory, make_queue, question

INBOX = "/admin/inbox/"
SECRET = "Three languages at home"


def bring_to_selection(case, by):
    actions.move_stage(case, "body-qualification", by=by)
    for name in ("one", "two"):
        actions.evaluate(case, name, is_met=True, evidence="", by=by)
    for stage in ("body-eligible", "body-selection"):
        actions.move_stage(case, stage, by=by)


@pytest.fixture
def rosa(applied, member):
    return member("rosa", applied.queue, "view", "answer", "decide", "export", "unseal")


def test_nothing_that_staff_see_has_them(applied, rosa):
    _user, client = rosa
    key = next(iter(applied.sealed))
    shown = [
        client.get(f"{INBOX}{applied.pk}/"),
        client.get(INBOX),
        client.get(f"{INBOX}?form={applied.form_id}&columns={key}"),
        client.get(f"{INBOX}?q=languages"),
    ]
    for response in shown:
        assert SECRET not in response.content.decode()
    assert not Submission.objects.filter(terms.match("languages")).exists()
    export = client.post(f"{INBOX}export/?form={applied.form_id}", {"content": "list", "format": "csv", "reason": "r"})
    content = b"".join(export.streaming_content).decode()
    assert applied.reference in content and SECRET not in content and key not in content
    assert not Message.objects.filter(text__contains=SECRET).exists()


def test_before_the_stage_that_opens_them_they_are_not_there(applied, rosa):
    _user, client = rosa
    page = client.get(f"{INBOX}{applied.pk}/").content.decode()
    assert "Equity statement" in page and "opened at a later stage" in page
    assert client.post(f"{INBOX}{applied.pk}/unseal/", {"reason": "Interview"}).status_code == 404


def test_from_then_on_they_are_opened_with_a_reason_that_is_on_record(applied, rosa):
    user, client = rosa
    bring_to_selection(applied, user)
    address = f"{INBOX}{applied.pk}/unseal/"
    assert SECRET not in client.get(address).content.decode()
    refused = client.post(address, {"reason": "  "})
    assert SECRET not in refused.content.decode() and "This field is required" in refused.content.decode()
    assert not Event.objects.filter(act="unsealed").exists()
    opened = client.post(address, {"reason": "To prepare the interview"})
    assert SECRET in opened.content.decode()
    assert "no-store" in opened["Cache-Control"]
    event = Event.objects.get(act="unsealed")
    assert (event.by, event.case, event.data["reason"]) == (user, applied, "To prepare the interview")
    assert SECRET not in client.get(f"{INBOX}{applied.pk}/").content.decode(), "shown that once"
    assert "Reason: To prepare the interview" in client.get(f"{INBOX}{applied.pk}/").content.decode()


def test_without_the_right_nobody_opens_them_not_even_an_administrator(applied, rosa, member, staff):
    from tests.factories import make_user

    bring_to_selection(applied, rosa[0])
    for client in (
        member("minh", applied.queue, "view", "answer", "decide")[1],
        staff(make_user("alma", superuser=True)),
    ):
        assert client.get(f"{INBOX}{applied.pk}/").status_code == 200
        assert client.post(f"{INBOX}{applied.pk}/unseal/", {"reason": "r"}).status_code == 404


def test_a_form_without_stages_opens_them_to_who_has_the_right(home, receive, member):
    page = FormFactory(
        parent=home, slug="p", queue=make_queue("P"), questions=[question("short_text", "Plan", sealed=True)]
    )
    case = receive(page, {"Plan": "Hidden plan"})
    _user, client = member("omar", case.queue, "view", "unseal")
    assert "Hidden plan" in client.post(f"{INBOX}{case.pk}/unseal/", {"reason": "r"}).content.decode()


def test_self_identification_is_opened_to_nobody(unguarded, home, receive, member):
    page = FormFactory(
        parent=home,
        slug="p",
        queue=make_queue("P"),
        questions=[{"type": "preset_self_identification", "id": "s", "value": {}}],
    )
    case = receive(page, {})
    Submission.objects.update(sealed={"s-gender": "x"})
    _user, client = member("omar", case.queue, "view", "unseal")
    assert client.post(f"{INBOX}{case.pk}/unseal/", {"reason": "r"}).status_code == 404


@pytest.mark.parametrize("kind", ["file", "email", "consent"])
def test_what_cannot_be_kept_apart_cannot_be_sealed(kind, home):
    block = FormFactory._meta.model._meta.get_field("questions").stream_block
    value = block.to_python([question("short_text", "A"), question(kind, "B", sealed=True)])
    with pytest.raises(Exception) as caught:
        block.clean(value)
    assert "cannot be sealed" in str(caught.value.block_errors[1])


def test_what_follows_from_a_sealed_choice_is_sealed_too(home, receive):
    asked = question("single_choice", "Which?", choices=["A", "B"], sealed=True)
    asked["value"]["choices"][0]["value"]["follow_up"] = "Say more"
    page = FormFactory(parent=home, slug="p", queue=make_queue("P"), questions=[asked])
    case = receive(page, {"Which?": "A", "Say more": "Told in confidence"})
    assert case.answers == {} and "Told in confidence" in case.sealed.values()
    assert case.state == CaseState.NEW
