"""Stages of an application: only declared moves, criteria before going on, the review date, what may not change."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from forms import actions
from forms.models import Evaluation, Event, FormIdentity
from forms.stages import Criterion, Stage, find_stage, has_opened, list_moves, load_stages
from forms.states import CaseState
from tests.factories import edit, make_staff, make_user, stage, translate

INBOX = "/admin/inbox/"


@pytest.fixture
def rosa(applied, member):
    return member("rosa", applied.queue, "view", "answer", "decide")[0]


def judge_all(case, by, *, met=True):
    for name in ("one", "two"):
        actions.evaluate(case, name, is_met=met, evidence="Seen.", by=by)


def names(stages):
    return [stage.id for stage in stages]


def test_an_application_begins_in_the_first_stage(applied):
    assert applied.stage == "body-received"


def test_one_moves_to_the_next_stage_or_to_an_end_of_this_one(applied):
    stages = applied.form.list_stages()
    moves = {stage.id: names(list_moves(stages, stage.id)) for stage in stages}
    assert moves["body-received"] == ["body-qualification"]
    assert moves["body-qualification"] == ["body-not-qualified", "body-eligible"]
    assert moves["body-not-qualified"] == ["body-qualification"], "a review leads back"
    assert moves["body-offer"] == ["body-declined", "body-appointed"]
    assert moves["body-appointed"] == ["body-offer"]


@pytest.mark.parametrize("identity", ["body-eligible", "body-appointed", "nonsense", ""])
def test_any_other_move_is_refused(identity, applied, rosa):
    with pytest.raises(actions.Refused):
        actions.move_stage(applied, identity, by=rosa)
    applied.refresh_from_db()
    assert applied.stage == "body-received"


def test_going_on_needs_every_criterion_met(applied, rosa):
    actions.move_stage(applied, "body-qualification", by=rosa)
    assert applied.state == CaseState.IN_PROGRESS
    with pytest.raises(actions.NotEvaluated):
        actions.move_stage(applied, "body-eligible", by=rosa)
    with pytest.raises(actions.NotEvaluated):
        actions.move_stage(applied, "body-not-qualified", by=rosa)
    judge_all(applied, rosa, met=False)
    with pytest.raises(actions.NotMet):
        actions.move_stage(applied, "body-eligible", by=rosa)
    judge_all(applied, rosa)
    actions.move_stage(applied, "body-eligible", by=rosa)
    assert applied.stage == "body-eligible"


def test_not_qualified_gives_fourteen_days_to_ask_for_a_review(applied, rosa):
    actions.move_stage(applied, "body-qualification", by=rosa)
    judge_all(applied, rosa, met=False)
    with time_machine.travel("2024-11-26T20:00-08:00", tick=False):  # already the 27th in UTC
        actions.move_stage(applied, "body-not-qualified", by=rosa)
    assert applied.review_until == date(2024, 12, 10)
    assert applied.state == CaseState.CLOSED
    actions.move_stage(applied, "body-qualification", by=rosa)
    assert (applied.review_until, applied.state) == (None, CaseState.IN_PROGRESS)


def test_an_evaluation_says_who_when_and_why_and_each_change_is_on_record(applied, rosa):
    actions.move_stage(applied, "body-qualification", by=rosa)
    actions.evaluate(applied, "one", is_met=False, evidence="No letter.", by=rosa)
    actions.evaluate(applied, "one", is_met=True, evidence="Found it.", by=rosa)
    actions.evaluate(applied, "one", is_met=True, evidence="Found it.", by=rosa)
    assert Evaluation.objects.first().evidence == "No letter.", "nothing of what was written is lost"
    row = Evaluation.objects.last()
    assert Evaluation.objects.count() == 2
    assert (row.label, row.is_met, row.evidence, row.by) == ("Criterion one", True, "Found it.", rosa)
    events = Event.objects.filter(act="evaluated").order_by("pk")
    assert [(event.data["before"], event.data["after"]) for event in events] == [(None, False), (False, True)]
    assert "letter" not in str([event.data for event in events]), "the record outlives the case, so it has no content"


def test_criteria_are_judged_only_in_their_stage(applied, rosa):
    with pytest.raises(actions.Refused):
        actions.evaluate(applied, "one", is_met=True, evidence="", by=rosa)


def test_only_who_may_decide_moves_stages(applied, member):
    user, client = member("minh", applied.queue, "view", "answer")
    with pytest.raises(PermissionDenied):
        actions.move_stage(applied, "body-qualification", by=user)
    assert 'name="stage"' not in client.get(f"{INBOX}{applied.pk}/").content.decode()
    client.post(f"{INBOX}{applied.pk}/", {"seen": 0, "stage": "body-qualification"})
    applied.refresh_from_db()
    assert applied.stage == "body-received"


def test_it_is_all_done_on_one_screen(applied, member, read):
    _user, client = member("rosa", applied.queue, "view", "answer", "decide")
    address = f"{INBOX}{applied.pk}/"
    client.post(address, {"seen": 0, "stage": "body-qualification"})
    applied.refresh_from_db()
    page = read(client.get(address))
    assert {"Criterion one", "Criterion two"} <= {
        each.text.strip() for each in page.select("legend, label, .w-field__label")
    }
    answer = client.post(address, {"seen": applied.revision, "met-one": "not_met"})
    assert "Say what shows that this is not met." in answer.content.decode()
    answer = client.post(address, {"seen": applied.revision, "stage": "body-eligible", "met-one": "met"})
    assert "Evaluate every criterion" in answer.content.decode()
    assert not Evaluation.objects.exists(), "all or nothing"
    data = {
        "seen": applied.revision,
        "met-one": "met",
        "met-two": "not_met",
        "evidence-two": "Lives elsewhere.",
        "stage": "body-not-qualified",
    }
    page = read(client.post(address, data, follow=True))
    applied.refresh_from_db()
    facts = {
        each.select_one("dt").text: each.select_one("dd").text.strip() for each in page.select(".case-facts > div")
    }
    assert facts["Stage"] == "Minimum qualifications not met"
    assert facts["A review can be asked for until"] == f"{applied.review_until:%b. %-d, %Y}"
    assert "A review can be asked for until" in page.select_one(".case-story").text


def test_an_application_is_not_closed_but_by_a_stage_that_ends_it(applied, member, read):
    user, client = member("rosa", applied.queue, "view", "answer", "decide")
    offered = {each["value"] for each in read(client.get(f"{INBOX}{applied.pk}/")).select("select[name=state] option")}
    assert "closed" not in offered
    with pytest.raises(actions.Refused):
        actions.change_state(applied, CaseState.CLOSED, by=user)


def test_the_applicant_reads_stage_and_review_date_in_their_language(
    board, applied, rosa, spanish_home, resident, read
):
    translate(board, "es", {"Join the board": "Únase"})
    actions.move_stage(applied, "body-qualification", by=rosa)
    judge_all(applied, rosa, met=False)
    with time_machine.travel("2024-11-26T12:00-08:00", tick=False):
        actions.move_stage(applied, "body-not-qualified", by=rosa)
        shown = read(resident.get(f"/es/board/receipt/{applied.receipt_key}/")).select_one("main").text
    assert "10 de diciembre de 2024" in shown
    assert "Minimum qualifications" not in shown, "in Spanish words"


def test_authors_name_their_own_stages_and_staff_know_them(own):
    form = FormIdentity.objects.get(key=own.translation_key)
    assert [(each["name"], each["is_end"]) for each in form.stages] == [
        ("Reading", False),
        ("Talking", False),
        ("No", True),
    ]
    assert load_stages(form.stages)[0].criteria == (Criterion("c", "Clear"),)


def test_translators_are_asked_for_names_of_stages_and_not_for_criteria(own, spanish_home):
    from wagtail_localize.models import StringSegment

    translate(own, "es")
    asked = set(StringSegment.objects.values_list("string__data", flat=True))
    assert "Reading" in asked and "Clear" not in asked


def change_stages(page, stages):
    fresh = type(page).objects.get(pk=page.pk)
    fresh.stages = fresh._meta.get_field("stages").to_python(stages)
    fresh.full_clean()


def test_criteria_cannot_change_once_the_form_has_opened(own):
    raw = own.stages.get_prep_value()
    changed = [
        {**raw[0], "value": {**raw[0]["value"], "criteria": [{"type": "item", "id": "c", "value": "Brief"}]}},
        *raw[1:],
    ]
    with pytest.raises(ValidationError, match="criteria of “Reading” cannot change"):
        change_stages(own, changed)
    with pytest.raises(ValidationError, match="“Reading” cannot go"):
        change_stages(own, raw[1:])
    change_stages(own, [*raw, stage("More")])


def test_criteria_can_change_before_it_opens(own):
    from django.utils import timezone

    edit(own, opens_at=timezone.now() + timezone.timedelta(days=3))
    raw = own.stages.get_prep_value()
    change_stages(own, [{**raw[0], "value": {**raw[0]["value"], "criteria": []}}, *raw[1:]])


def test_a_stage_in_which_there_are_applications_stays(own, receive, member):
    case = receive(own, {"Name": "Ana"})
    user, _client = member("rosa", case.queue, "decide", "answer")
    actions.evaluate(case, "c", is_met=True, evidence="", by=user)
    actions.move_stage(case, own.stages[1].id, by=user)
    raw = own.stages.get_prep_value()
    with pytest.raises(ValidationError, match="“Talking” cannot go"):
        change_stages(own, [raw[0], raw[2]])


def test_only_applications_have_stages(own):
    own.purpose = "feedback"
    with pytest.raises(ValidationError, match="Only applications have stages"):
        own.full_clean()


STAGES = (Stage("a", "A"), Stage("b", "B", opens_sealed=True), Stage("b-no", "No", is_end=True), Stage("c", "C"))


@pytest.mark.parametrize(
    ("identity", "opened"), [("", False), ("a", False), ("b", True), ("b-no", True), ("c", True), ("gone", False)]
)
def test_from_which_stage_on_sealed_answers_open(identity, opened):
    assert has_opened(STAGES, identity) is opened


def test_a_stage_that_is_gone_leads_anywhere():
    assert find_stage(STAGES, "gone") is None
    assert names(list_moves(STAGES, "gone")) == ["a", "b", "b-no", "c"]


def test_the_editor_offers_the_ready_made_stages(own, staff):
    admin = staff(make_user("alma", make_staff("x"), superuser=True))
    page = admin.get(f"/admin/pages/{own.pk}/edit/").content.decode()
    assert "Ready-made: selection for an advisory body" in page
