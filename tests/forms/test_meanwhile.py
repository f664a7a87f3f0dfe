"""While somebody looks at a case others change it: whoever saves is told what was changed, and loses nothing."""

from datetime import timedelta
from uuid import uuid4

import pytest

from forms import actions
from forms.actions import Reply
from forms.deadlines import find_city_day
from forms.models import Act, Attachment, Event, Message, Submission
from forms.states import CaseState, Doubt
from localization.languages import BY_TAG
from tests.factories import FormFactory, let_see, make_queue, make_staff, question

INBOX = "/admin/inbox/"


@pytest.fixture
def page(home):
    return FormFactory(parent=home, slug="f", queue=make_queue("Parks"), questions=[question("long_text", "What")])


@pytest.fixture
def case(page, receive):
    return receive(page, {"What": "A tree fell."})


@pytest.fixture
def minh(case, member):
    return member("minh", case.queue, "view", "answer")


@pytest.fixture
def rita(case, member):
    """(user, client) of a colleague."""
    return member("rita", case.queue, "view", "answer", "decide", "review")


def write_reply(text="We come on Monday."):
    return Reply(title="Your tree", body=text, language=BY_TAG["en"], identity=uuid4())


def list_theirs(response, read):
    assert response.status_code == 409
    return [" ".join(each.text.split()) for each in read(response).select(".case-versions > div:first-child li")]


def save(client, case, seen, **data):
    return client.post(f"{INBOX}{case.pk}/", {"seen": seen, "note": "My own words", **data})


CHANGES = {
    "note": (lambda case, by: actions.note(case, "I have called her.", by=by), "I have called her."),
    "state": (lambda case, by: actions.change_state(case, CaseState.WAITING, by=by), "“Waiting for the resident”"),
    "assign": (lambda case, by: actions.assign(case, by, by=by), "Assigned it"),
    "reply": (lambda case, by: actions.reply(case, write_reply(), by=by), "Replied in English in free text"),
    "link": (lambda case, by: actions.renew_link(case, by=by), "Made a new link"),
    "snooze": (
        lambda case, by: actions.snooze(case, find_city_day() + timedelta(days=3), "The crew is away", by=by),
        "The crew is away",
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_stale_save_names_what_a_colleague_did(name, case, minh, rita, read):
    change, said = CHANGES[name]
    actions.note(case, "A note from before.", by=minh[0])
    case.refresh_from_db()
    seen = case.revision
    change(case, rita[0])
    theirs = list_theirs(save(minh[1], case, seen), read)
    assert any("rita" in each and said in each for each in theirs)
    assert not any("A note from before." in each for each in theirs)


def test_what_the_resident_did_is_named(case, minh, read):
    actions.answer(case, "It is an oak.", language=BY_TAG["en"], identity=uuid4())
    assert list_theirs(save(minh[1], case, 0), read) == ["Message from the resident"]


def test_every_change_is_named_the_newest_first(case, minh, rita, read):
    for name in ("note", "state", "reply"):
        CHANGES[name][0](case, rita[0])
    case.refresh_from_db()
    theirs = list_theirs(save(minh[1], case, 0), read)
    assert [said in each for each, said in zip(theirs, ("Replied", "Waiting", "called"), strict=False)] == [True] * 3


def test_what_a_reviewer_may_not_read_is_said_to_be_there(applied, member, read):
    rosa, _client = member("rosa", applied.queue, "view", "answer", "decide")
    panel, client = member("panel", applied.queue, "review")
    actions.move_stage(applied, "body-qualification", by=rosa)
    actions.note(applied, "An older note of the panel.", by=panel)
    applied.refresh_from_db()
    seen = applied.revision
    actions.reply(applied, write_reply("Dear Ana"), by=rosa)
    theirs = list_theirs(save(client, applied, seen), read)
    assert theirs == ["Something was changed that cannot be shown to you here."]


@pytest.mark.parametrize("name", sorted(CHANGES))
def test_each_change_has_its_revision_on_record(name, case, rita):
    CHANGES[name][0](case, rita[0])
    case.refresh_from_db()
    revisions = [event.data["revision"] for event in Event.objects.filter(case=case, data__has_key="revision")]
    assert max(revisions) == case.revision


class TestOfAnotherQueue:
    @pytest.fixture
    def moved(self, case, minh, rita):
        actions.route(case, make_queue("Streets"), by=rita[0])
        return case

    @pytest.mark.parametrize(
        ("tail", "data"),
        [
            ("", {"seen": 0, "note": "She will call back."}),
            ("reply/?template=free", {"seen": 0, "title": "Tree", "body": "She will call back."}),
            ("snooze/", {"seen": 0, "snooze_until": "x", "snooze_reason": "She will call back."}),
        ],
    )
    def test_what_was_typed_is_there_to_copy_and_nothing_of_the_case(self, tail, data, moved, minh):
        response = minh[1].post(f"{INBOX}{moved.pk}/{tail}", data)
        said = response.content.decode()
        assert response.status_code == 404
        assert "She will call back." in said
        assert moved.reference not in said and "A tree fell" not in said
        assert not Event.objects.filter(act=Act.VIEWED).exists()

    def test_a_case_that_never_was_looks_the_same(self, moved, minh):
        def ask(pk):
            return minh[1].post(f"{INBOX}{pk}/", {"note": "x"}).content.decode().split("<main")[1]

        assert ask(moved.pk) == ask(moved.pk + 1000)

    def test_who_only_looks_gets_404(self, moved, minh):
        assert minh[1].get(f"{INBOX}{moved.pk}/").status_code == 404

    def test_who_has_no_inbox_gets_a_plain_404(self, moved, staff):
        from tests.factories import make_user

        stranger = staff(make_user("edgar", make_staff("Those with no inbox")))
        said = stranger.post(f"{INBOX}{moved.pk}/", {"note": "x"})
        assert said.status_code == 404 and "to copy" not in said.content.decode()


class TestOtherButtons:
    @pytest.fixture
    def doubtful(self, page, receive):
        return receive(page, {"What": "Buy http://x"}, doubts=[Doubt.LINKS])

    @pytest.mark.parametrize("tail", ["clear/", "wake/", "link/"])
    def test_they_do_nothing_to_what_was_changed_meanwhile(self, tail, doubtful, minh, rita):
        key = doubtful.receipt_key
        actions.change_state(doubtful, CaseState.SPAM, by=rita[0])
        said = minh[1].post(f"{INBOX}{doubtful.pk}/{tail}", {"seen": 0}, follow=True).content.decode()
        assert "Nothing was done: somebody else has changed this case" in said
        doubtful.refresh_from_db()
        assert (doubtful.state, doubtful.receipt_key) == (CaseState.SPAM, key)
        assert not Message.objects.exists()

    def test_enter_in_a_field_saves_and_does_nothing_else(self, doubtful, minh, read):
        """The first submit button of a form is the one that Enter presses (HTML, 4.10.21.2, implicit submission)."""
        shown = read(minh[1].get(f"{INBOX}{doubtful.pk}/"))
        buttons = shown.select('#w-editor-form button[type="submit"]')
        first = next(each for each in buttons if each.get("form", "w-editor-form") == "w-editor-form")
        assert first.text.strip() == "Save" and not first.has_attr("formaction")
        others = [each for each in buttons if each.has_attr("formaction")]
        assert others and all(each["form"] == "case-button" for each in others)
        assert {each["form"] for each in shown.select("#id_snooze_until, #id_snooze_reason")} == {"case-snooze"}

    def test_a_link_is_not_replaced_without_being_asked_once_more(self, case, minh):
        shown = minh[1].get(f"{INBOX}{case.pk}/link/").content.decode()
        assert "the resident has no way back to this case" in shown
        assert Submission.objects.get(pk=case.pk).receipt_key == case.receipt_key


class TestLooks:
    """A page with answers is a look at the case, whatever was sent to it."""

    @pytest.mark.parametrize("data", [{}, {"go": "preview", "title": "x", "body": "y"}, {"go": "send"}])
    def test_the_page_of_a_reply(self, data, case, minh):
        response = minh[1].post(f"{INBOX}{case.pk}/reply/?template=free", data)
        assert response.status_code == 200 and "A tree fell." in response.content.decode()
        assert Event.objects.filter(act=Act.VIEWED, case=case).count() == 1

    def test_a_reply_that_is_sent_shows_nothing(self, case, minh):
        data = {"go": "send", "seen": 0, "identity": str(uuid4()), "title": "x", "body": "y"}
        assert minh[1].post(f"{INBOX}{case.pk}/reply/?template=free", data).status_code == 302
        assert not Event.objects.filter(act=Act.VIEWED).exists()
        assert not Attachment.objects.exists()


def test_a_colleague_who_gets_the_right_meanwhile_saves(case, member):
    user, client = member("omar", case.queue, "view")
    let_see(user.groups.get(), case.queue, "answer_submission")
    assert save(client, case, case.revision).status_code == 302
