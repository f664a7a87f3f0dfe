"""When a form may be sent: to the second, by the server's clock, in every language alike."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from forms.models import Submission
from tests.factories import FormFactory, edit, make_user, question, translate
from tests.layers import layer

OPENS = datetime(2027, 3, 1, 9, 0, tzinfo=ZoneInfo("America/Los_Angeles"))
CLOSES = datetime(2027, 3, 31, 17, 0, tzinfo=ZoneInfo("America/Los_Angeles"))
SECOND = timedelta(seconds=1)


@layer
def form_with_a_window(home, spanish_home):
    page = FormFactory(
        parent=home,
        slug="apply",
        title="Apply",
        opens_at=OPENS,
        closes_at=CLOSES,
        questions=[question("short_text", "Why?")],
    )
    translate(page, "es", {"Why?": "¿Por qué?"})
    return page


@pytest.fixture
def page(form_with_a_window):
    return form_with_a_window


@pytest.fixture
def name(page):
    return f"q-{page.questions.get_prep_value()[0]['id']}"


def get_token(resident, read, moment, path="/en/apply/"):
    with time_machine.travel(moment, tick=False):
        return read(resident.get(path)).select_one("input[name=token]")["value"]


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [(OPENS - SECOND, False), (OPENS, True), (CLOSES - SECOND, True), (CLOSES, False), (CLOSES + SECOND, False)],
)
@pytest.mark.parametrize("language", ["en", "es", "km"])
def test_it_opens_and_closes_to_the_second(language, moment, is_open, page, name, resident, read):
    token = get_token(resident, read, CLOSES - timedelta(hours=1))
    with time_machine.travel(moment, tick=False):
        path = f"/{language}/apply/"
        assert bool(read(resident.get(path)).select_one("form")) is is_open
        response = resident.post(path, {"token": token, name: "Trees"})
    assert response.status_code == (303 if is_open else 409)
    assert Submission.objects.exists() is is_open


def test_a_refused_post_shows_what_was_typed_and_why_in_the_readers_language(page, name, resident, read):
    token = get_token(resident, read, CLOSES - SECOND)
    with time_machine.travel(CLOSES + SECOND, tick=False):
        shown = read(resident.post("/es/apply/", {"token": token, name: "Por los árboles"}))
    assert shown.select_one(".summary dd").text.strip() == "Por los árboles"
    assert shown.select_one(".note time")["datetime"] == "2027-03-31T17:00-07:00"
    assert "31 de marzo de 2027" in shown.select_one(".note").text


def test_a_refusal_is_on_record_without_what_was_typed(page, name, resident, read, staff):
    token = get_token(resident, read, CLOSES - SECOND)
    with time_machine.travel(CLOSES, tick=False):
        resident.post("/en/apply/", {"token": token, name: "A secret"})
        history = staff(make_user("alma", superuser=True)).get(f"/admin/pages/{page.pk}/history/").content.decode()
    assert "Somebody sent the form outside its time (language: en)" in history
    assert "A secret" not in history


def test_an_open_form_says_when_it_closes(page, resident, read):
    with time_machine.travel(CLOSES - timedelta(days=1), tick=False):
        note = read(resident.get("/en/apply/")).select_one(".note")
    assert "Wednesday, March 31, 2027, 5:00\u00a0PM (Pacific Time)" in note.text


def test_a_form_may_keep_late_answers_of_those_who_had_it_open(page, name, resident, read, staff):
    edit(page, late="keep")
    token = get_token(resident, read, CLOSES - SECOND)
    with time_machine.travel(CLOSES + timedelta(minutes=20), tick=False):
        response = resident.post("/en/apply/", {"token": token, name: "Trees"})
        receipt = read(resident.get(response["Location"]))
    case = Submission.objects.get()
    assert case.is_late
    assert "a person decides whether it still counts" in receipt.text
    admin = staff(make_user("alma", superuser=True))
    assert "Late: sent after the form closed" in admin.get(f"/admin/inbox/{case.pk}/").content.decode()
    assert case.reference in admin.get("/admin/inbox/?is_late=true").content.decode()
    assert (
        case.reference
        not in read(admin.get("/admin/inbox/results/?is_late=false")).select_one("table, .nice-padding").text
    )


def test_a_form_shown_after_closing_is_never_late(page, name, resident):
    from forms.intake import token

    edit(page, late="keep")
    with time_machine.travel(CLOSES + SECOND, tick=False):
        response = resident.post("/en/apply/", {"token": token.issue(page.translation_key), name: "Trees"})
    assert response.status_code == 409
    assert not Submission.objects.exists()


def test_extending_holds_for_every_language_at_once(page, name, resident, read):
    with time_machine.travel(CLOSES + SECOND, tick=False):
        assert not read(resident.get("/es/apply/")).select_one("form")
        edit(page, closes_at=CLOSES + timedelta(days=7))
        assert read(resident.get("/es/apply/")).select_one("form")


def test_the_hour_is_the_citys_also_on_the_night_the_clocks_change(page, resident, read):
    late = datetime(2027, 11, 7, 1, 30, tzinfo=ZoneInfo("America/Los_Angeles"), fold=1)
    edit(page, closes_at=late)
    with time_machine.travel(late - SECOND, tick=False):
        note = read(resident.get("/en/apply/")).select_one(".note time")
    assert note["datetime"] == "2027-11-07T01:30-08:00"
