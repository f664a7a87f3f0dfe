"""Records officers propose, approve, hold and release on pages of the admin; for everybody else these are not there."""

import io
import json
import zipfile

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forms import actions
from forms.actions import batches
from forms.definition import read_definition
from forms.models import (
    Act,
    Attachment,
    BatchState,
    DisposalBatch,
    Disposition,
    Draft,
    Event,
    FormIdentity,
    Hold,
    Message,
    Note,
    RecordSeries,
    Redaction,
    Submission,
    Tombstone,
    Watch,
)
from forms.models.attachment import get_private_storage
from forms.records.holds import find_held
from forms.records.retention import check_schedule
from tests.factories import FormFactory, edit, make_queue, make_user, question

PAGES = ["", "batches/", "holds/", "holds/place/", "disposed/", "person/", "check/"]
PARTS = {"note": Note, "file": Attachment, "message": Message}
PROPOSE = "/admin/bulk/forms/disposition/propose/"


@pytest.fixture(autouse=True)
def schedule(form):
    series = RecordSeries.objects.create(code="GS-9", title="Letters", months=24, source="State schedule 4.2")
    form.page = edit(form.page, series=series)
    return series


@pytest.fixture
def due(close):
    cases = [close({"Your email": "ana@example.com"}), close(), close()]
    check_schedule(timezone.now())
    return cases


def text(response):
    assert response.status_code == 200, response
    return response.content.decode()


def propose(client, cases, reason="Time is over"):
    items = Disposition.objects.filter(case__in=cases).values_list("pk", flat=True)
    address = f"{PROPOSE}?{'&'.join(f'id={pk}' for pk in items)}&next=/admin/records/"
    return client.post(address, {"reason": reason})


def test_from_the_list_through_a_batch_to_the_tombstone(due, officers):
    (_ruth, one), (_grace, other) = officers
    listed = text(one.get("/admin/records/"))
    assert all(case.reference in listed for case in due) and "GS-9" in listed
    page = propose(one, due[:2])
    batch = DisposalBatch.objects.get()
    assert page["Location"] == f"/admin/records/batches/{batch.pk}/"
    assert "Take it back" in text(one.get(page["Location"])) and "Approve" not in text(one.get(page["Location"]))
    assert "another person" in text(one.post(page["Location"], {"reason": "Me", "approve": "yes"}))
    assert "Approve: this cannot be undone" in text(other.get(page["Location"]))
    assert "This field is required" in text(other.post(page["Location"], {"approve": "yes"}))
    other.post(page["Location"], {"reason": "Seen", "approve": "yes"})
    assert DisposalBatch.objects.get().state == BatchState.APPROVED
    batches.finish(batch.pk)
    assert due[0].reference in text(one.get(page["Location"]))
    disposed = text(one.get("/admin/records/disposed/"))
    assert due[0].reference in disposed and due[2].reference not in disposed and "grace" in disposed
    assert Submission.objects.get().reference == due[2].reference


def test_without_the_right_there_are_no_records(member, form, due):
    for name, rights in {"vera": ("view", "answer", "decide", "export"), "rob": ("audit",), "eve": ("review",)}.items():
        _user, client = member(name, form.page.queue, *rights)
        for path in PAGES:
            address = f"/admin/records/{path}"
            response = client.post(address, {"who": "ana@example.com", "reason": "x", "hand_out": "yes"})
            assert response.status_code in (302, 405), address
            assert path == "check/" or client.get(address).status_code == 302
        assert propose(client, due).status_code == 302
    assert not DisposalBatch.objects.exists() and not Event.objects.filter(act=Act.HANDED_OUT).exists()


def test_who_is_not_logged_in_is_asked_to(resident):
    assert all(
        "/admin/login/" in resident.get(f"/admin/records/{path}")["Location"] for path in PAGES if path != "check/"
    )


def test_another_queues_officer_sees_and_does_nothing(due, officers, member, home):
    (ruth, _one), _grace = officers
    _user, client = member("sam", make_queue("Elsewhere"), "dispose")
    assert due[0].reference not in text(client.get("/admin/records/"))
    propose(client, due)
    assert not DisposalBatch.objects.exists()
    batch = actions.propose(Disposition.objects.all(), reason="Over", by=ruth)
    page = f"/admin/records/batches/{batch.pk}/"
    assert due[0].reference not in text(client.get(page))
    assert "queues in which you may not" in text(client.post(page, {"reason": "x", "approve": "yes"}))
    assert DisposalBatch.objects.get().is_waiting
    response = client.post(
        "/admin/records/holds/place/", {"scope": "case", "reference": due[0].reference, "reason": "x"}
    )
    assert "no case with this reference" in text(response) and not Hold.objects.exists()
    assert due[0].reference not in text(
        client.post("/admin/records/person/", {"who": "ana@example.com", "reason": "x"})
    )


def test_sensitive_cases_are_only_for_explicit_officers(due, officers, staff):
    Submission.objects.update(is_sensitive=True)
    admin = staff(make_user("root", superuser=True))
    assert due[0].reference not in text(admin.get("/admin/records/"))
    assert due[0].reference not in text(admin.post("/admin/records/person/", {"who": "ana@example.com", "reason": "x"}))
    assert due[0].reference in text(officers[0][1].get("/admin/records/"))


def test_filters_and_all_of_them(due, officers, form):
    (ruth, one), _grace = officers
    actions.hold(case=due[0], reason="Lawsuit 17", by=ruth)
    assert "Lawsuit 17" in text(one.get("/admin/records/?standing=held"))
    assert due[1].reference not in text(one.get("/admin/records/?standing=held"))
    assert due[0].reference not in text(one.get("/admin/records/?standing=free"))
    series = RecordSeries.objects.get()
    filters = f"series={series.pk}&form={due[0].form_id}&queue={due[0].queue_id}"
    assert due[1].reference in text(one.get(f"/admin/records/?{filters}"))
    assert due[1].reference not in text(one.get(f"/admin/records/?queue={make_queue('Parks queue').pk}"))
    page = text(one.get(f"{PROPOSE}?id=all&{filters}&next=/admin/records/"))
    assert due[0].reference in page and "Under a legal hold" in page
    one.post(f"{PROPOSE}?id=all&{filters}&next=/admin/records/", {"reason": "Over"})
    assert DisposalBatch.objects.get().number == 2
    assert due[1].reference in text(one.get("/admin/records/?standing=batch"))
    for nonsense in ("series=x", "form=999999999999999999999", "standing=?", "id=x", "queue=0"):
        assert one.get(f"/admin/records/?{nonsense}").status_code == 200
        assert one.get(f"{PROPOSE}?id=all&{nonsense}").status_code == 200


def test_look_again_now(close, officers):
    close()
    (_ruth, one), _grace = officers
    assert "Nothing is due" in text(one.get("/admin/records/"))
    assert "1 case more is due" in text(one.post("/admin/records/check/", follow=True))


@pytest.mark.parametrize(
    ("said", "error"),
    [({"scope": "case", "reference": "nope"}, "no case"), ({"scope": "form"}, "Choose the form"),
     ({"scope": "person", "person": "x"}, "valid email"), ({"scope": "person"}, "Enter the address"),
     ({"scope": "form", "form": "99"}, "Select a valid"), ({"scope": "moon"}, "Select a valid")],
)  # fmt: skip
def test_a_hold_on_nothing_is_explained_and_keeps_what_was_typed(said, error, officers, due):
    (_ruth, one), _grace = officers
    page = text(one.post("/admin/records/holds/place/", {**said, "reason": "Lawsuit of the harbor"}))
    assert error in page and "Lawsuit of the harbor" in page and not Hold.objects.exists()


def test_a_hold_is_seen_on_the_case_and_released_with_a_reason(due, officers, member):
    (_ruth, one), _grace = officers
    _user, viewer = member("vera", due[0].queue, "view")
    place = {"scope": "person", "person": "Ana@Example.com", "reason": "Lawsuit 17"}
    page = one.post("/admin/records/holds/place/", place)["Location"]
    shown = text(viewer.get(f"/admin/inbox/{due[0].pk}/"))
    assert "Legal hold." in shown and "Placed a legal hold" in shown and "Lawsuit 17" in shown
    assert "Lawsuit 17" not in text(viewer.get(f"/admin/inbox/{due[1].pk}/"))
    assert "This field is required" in text(one.post(page, {}))
    one.post(page, {"reason": "Settled"})
    assert "released already" in text(one.post(page, {"reason": "Again"}, follow=True))
    shown = text(viewer.get(f"/admin/inbox/{due[0].pk}/"))
    assert "Legal hold." not in shown and "Settled" in shown
    assert list(Event.objects.filter(act__in=("held", "released")).values_list("act", flat=True)) == [
        "released",
        "held",
    ]
    assert "ana@example.com" not in str(list(Event.objects.filter(act="held").values("data")))


def test_lists_cost_the_same_for_few_and_many(close, officers):
    (ruth, one), _grace = officers
    actions.hold(person="ana@example.com", reason="x", by=ruth)
    counts = []
    for number in (1, 12):
        for _case in range(number):
            close({"Your email": "ana@example.com"})
        check_schedule(timezone.now())
        one.get("/admin/records/")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            one.get("/admin/records/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_series_that_is_used_is_not_deleted(staff, schedule):
    admin = staff(make_user("root", superuser=True))
    response = admin.post(f"/admin/record_series/delete/{schedule.pk}/", follow=True)
    assert "cannot be deleted" in text(response) and RecordSeries.objects.exists()
    values = {"code": "GS-10", "title": "Maps", "months": "12", "trigger": "form", "source": "State"}
    admin.post("/admin/record_series/new/", values)
    assert RecordSeries.objects.filter(code="GS-10").exists()


def test_a_hold_is_released_by_who_may_dispose_of_all_that_it_covers(due, officers, member, form, staff, home):
    (ruth, _one), _grace = officers
    sam, client = member("sam", make_queue("Elsewhere"), "dispose")
    root = make_user("root", superuser=True)
    for what in ({"form": due[0].form}, {"person": "ana@example.com"}):
        held = actions.hold(**what, reason="Lawsuit of Ana", by=ruth)
        page = f"/admin/records/holds/{held.pk}/"
        assert "you may not release" in text(client.post(page, {"reason": "x"}))
        assert Hold.objects.get(pk=held.pk).is_active
    empty = FormFactory(parent=home, slug="e", queue=form.page.queue, questions=[question("long_text", "What")])
    edit(empty, title="Empty")
    held = actions.hold(form=FormIdentity.objects.get(key=empty.translation_key), reason="x", by=ruth)
    with pytest.raises(PermissionDenied):
        actions.release(held, reason="x", by=sam)
    FormIdentity.objects.update(is_sensitive=True)
    Submission.objects.update(is_sensitive=True)
    for each in Hold.objects.all():
        with pytest.raises(PermissionDenied):
            actions.release(each, reason="x", by=root)
        actions.release(each, reason="Settled", by=ruth)
    assert not Hold.objects.filter(released_at=None).exists()


def test_why_and_of_whom_is_for_who_may_dispose_of_a_case_concerned(due, officers, member):
    (ruth, _one), (_grace, other) = officers
    _sam, client = member("sam", make_queue("Elsewhere"), "dispose")
    covered = ({"form": due[0].form}, {"person": "ana@example.com"}, {"case": due[0]})
    held = [actions.hold(**what, reason="Ana v. City", by=ruth) for what in covered]
    pages = ["/admin/records/holds/", *(f"/admin/records/holds/{each.pk}/" for each in held)]
    for page in pages:
        assert "Ana v. City" in text(other.get(page)), page
        shown = text(client.get(page))
        assert "Ana v. City" not in shown and "ana@example.com" not in shown and due[0].reference not in shown
    assert "All cases of a person" not in text(client.get("/admin/records/holds/results/?q=ana%40example.com"))


def test_the_reason_of_a_batch_is_for_who_may_dispose_of_its_cases(due, officers, member):
    (ruth, _one), (grace, other) = officers
    _sam, client = member("sam", make_queue("Elsewhere"), "dispose")
    note = Note.objects.create(case=due[1], text="x")
    whole = actions.propose([due[0].disposition], reason="Ana asked", by=ruth)
    part = actions.propose_redaction({due[1].pk: [f"note:{note.pk}"]}, reason="Ana asked", by=ruth)
    third = member("third", due[0].queue, "dispose")[1]
    for state in ("proposed", "done"):
        for batch in (whole, part):
            page = f"/admin/records/batches/{batch.pk}/"
            assert "Ana asked" in text(third.get(page)) and "Ana asked" not in text(client.get(page)), state
            if state == "proposed":
                assert other.post(page, {"reason": "hm"}).status_code == 200  # neither of the two buttons
                assert DisposalBatch.objects.get(pk=batch.pk).is_waiting
                actions.decide(batch, BatchState.APPROVED, reason="Ana asked", by=grace)
                batches.finish(batch.pk)


def test_reasons_are_asked_for_without_names(due, officers):
    (_ruth, one), _grace = officers
    for page in ("person/", "holds/place/"):
        assert "No names" in text(one.get(f"/admin/records/{page}")), page


class TestPersons:
    """Erasure and access: what is found, taken out, refused, handed out."""

    @pytest.fixture
    def ask(self, officers):
        (_ruth, one), _grace = officers
        said = {"who": " Ana@example.com ", "reason": "Letter of May 3"}
        return lambda **more: one.post("/admin/records/person/", {**said, **more})

    @pytest.fixture
    def case(self, close):
        case = close({"Your email": "ana@example.com", "Tell us more": "Call me at home"})
        Note.objects.create(case=case, text="Ana is tall")
        name = get_private_storage().save("attachments/abc.pdf", ContentFile(b"%PDF-1"))
        Attachment.objects.create(
            submission=case,
            question="x",
            name="letter.pdf",
            kind="pdf",
            media_type="a/b",
            size=6,
            digest="d",
            file=name,
        )
        return case

    def test_what_there_is_is_found_and_each_look_is_on_record(self, ask, case, close):
        mentioned = close({"Tell us more": "ana@example.com"})
        close({"Your email": "dana@example.com"})
        page = text(ask())
        assert case.reference in page and mentioned.reference in page and page.count("found-") == 4
        assert "Call me at home" in page and "Ana is tall" in page and "letter.pdf" in page
        assert Event.objects.filter(act=Act.VIEWED, case=case).count() == 1
        assert "ana@" not in str(Event.objects.filter(act=Act.HISTORY).values_list("data", flat=True))
        assert "There is no case" in text(ask(who="nobody@example.com"))

    def test_field_by_field_with_a_second_person(self, ask, case, officers, django_capture_on_commit_callbacks):
        (_ruth, _one), (_grace, other) = officers
        questions = {q["source"][0]: q["id"] for q in case.version.definition["questions"]}
        parts = [f"answer:{questions['Your email']}", "answer:invented"]
        parts += [f"{word}:{model.objects.get().pk}" for word, model in PARTS.items()]
        page = ask(erase="yes", **{f"part-{case.pk}": parts})["Location"]
        shown = text(other.get(page))
        assert "Your email" in shown and "ana@example.com" not in shown
        file = Attachment.objects.get().file.name
        other.post(page, {"reason": "Right", "approve": "yes"})
        with django_capture_on_commit_callbacks(execute=True):
            batches.finish(DisposalBatch.objects.get().pk)
        case.refresh_from_db()
        assert case.email == "" and list(case.answers.values()) == ["Call me at home"]
        assert (
            Note.objects.get().text == "" and not Attachment.objects.exists() and Message.objects.get().recipient == ""
        )
        assert not get_private_storage().exists(file)
        event = Event.objects.get(act=Act.REDACTED)
        assert event.data["questions"] == ["Your email"] and len(event.data["parts"]) == 4
        assert "There is no case" in text(ask())
        _user, viewer = other, officers[0][1]
        assert "Carried out" in text(viewer.get(page))

    def test_it_is_not_found_by_search_any_more(self, ask, case, officers, member):
        _user, viewer = member("vera", case.queue, "view")
        assert case.reference in text(viewer.get("/admin/inbox/?q=call+me"))
        question = next(q["id"] for q in case.version.definition["questions"] if q["source"][0] == "Tell us more")
        ask(erase="yes", **{f"part-{case.pk}": [f"answer:{question}"]})
        actions.decide(DisposalBatch.objects.get(), BatchState.APPROVED, reason="x", by=officers[1][0])
        batches.finish(DisposalBatch.objects.get().pk)
        assert case.reference not in text(viewer.get("/admin/inbox/?q=call+me"))
        story = text(viewer.get(f"/admin/inbox/{case.pk}/"))
        assert "Took out answers (Tell us more)" in story and "Call me" not in story

    def test_the_whole_case_where_its_time_is_over(self, ask, case, officers):
        ask(erase="yes", **{f"part-{case.pk}": ["whole"]})
        actions.decide(DisposalBatch.objects.get(), BatchState.APPROVED, reason="x", by=officers[1][0])
        batches.finish(DisposalBatch.objects.get().pk)
        assert not Submission.objects.exists() and Tombstone.objects.get().ground == "erasure"

    @pytest.mark.parametrize("why", ["hold", "schedule"])
    def test_what_is_held_or_kept_is_refused_on_record(self, why, ask, case, officers):
        if why == "hold":
            actions.hold(case=case, reason="Lawsuit 17", by=officers[0][0])
        else:
            Submission.objects.update(closed_at=timezone.now())
        expected = {"hold": "A legal hold covers it.", "schedule": "keeps it for longer"}[why]
        assert expected in text(ask())
        assert "Nothing was proposed" in text(
            ask(erase="yes", **{f"part-{case.pk}": [f"note:{Note.objects.get().pk}"]})
        )
        assert not DisposalBatch.objects.exists()
        assert "tick the cases" in text(ask(refuse="yes"))
        assert ask(refuse="yes", case=[case.pk]).status_code == 302
        event = Event.objects.get(act=Act.KEPT)
        assert event.case_id == case.pk and event.data["reason"] == "Letter of May 3"

    def test_the_zip_has_cases_in_words_files_and_events(self, ask, case):
        response = ask(hand_out="yes")
        assert Event.objects.filter(act=Act.HANDED_OUT).count() == 2  # before the first byte
        archive = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
        assert archive.testzip() is None
        said = json.loads(archive.read(f"{case.reference}/case.json"))
        assert {"question": "Tell us more", "answer": ["Call me at home"]} in said["answers"]
        assert archive.read(f"{case.reference}/1-letter.pdf") == b"%PDF-1"
        assert said["messages"][0]["to"] == "ana@example.com"
        assert any("Handed out a copy" in event["what"] for event in said["events"])
        assert "tall" not in str(said)  # notes are for colleagues

    def test_sealed_answers_are_not_handed_out_without_the_right(self, applied, member, board):
        _user, client = member("ruth", board.queue, "dispose")
        response = client.post(
            "/admin/records/person/", {"who": "carmen@example.com", "reason": "x", "hand_out": "yes"}
        )
        archive = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
        said = archive.read(f"{applied.reference}/case.json").decode()
        assert "I know the harbor." in said and "Three languages" not in said
        shown = text(client.post("/admin/records/person/", {"who": "carmen@example.com", "reason": "x"}))
        assert "(sealed)" in shown and "Three languages" not in shown

    def test_nobody_hands_out_what_nobody_may_open(self, applied, member, board):
        """Before the stage that opens them; from then on it is on record."""
        user, client = member("ruth", board.queue, "dispose", "unseal", "view", "decide", "answer")
        said = {"who": "carmen@example.com", "reason": "Her letter", "hand_out": "yes"}

        def hand_out():
            response = client.post("/admin/records/person/", said)
            archive = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
            return json.loads(archive.read(f"{applied.reference}/case.json"))

        first = hand_out()
        assert "Three languages" not in str(first) and first["sealed_answers_not_in_this_file"] == 1
        assert not Event.objects.filter(act=Act.UNSEALED).exists()
        Submission.objects.update(stage="body-selection", state="in_progress")
        second = hand_out()
        assert "Three languages" in str(second) and second["sealed_answers_not_in_this_file"] == 0
        event = Event.objects.get(act=Act.UNSEALED)
        assert event.data == {"reason": "Her letter", "questions": ["Equity statement"]} and event.by == user

    def test_self_identification_is_never_handed_out(self, unguarded, home, receive, member):
        kept = {"type": "preset_self_identification", "id": "s", "value": {}}
        page = FormFactory(
            parent=home, slug="s", queue=make_queue("S"), questions=[question("email", "Your email"), kept]
        )
        case = receive(page, {"Your email": "ana@example.com"})
        Submission.objects.update(sealed={"s-gender": "x"})
        _user, client = member("ruth", page.queue, "dispose", "unseal", "view")
        response = client.post("/admin/records/person/", {"who": "ana@example.com", "reason": "x", "hand_out": "yes"})
        archive = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
        said = json.loads(archive.read(f"{case.reference}/case.json"))
        assert len(said["answers"]) == said["sealed_answers_not_in_this_file"] == 1

    def test_who_stands_in_a_sealed_answer_is_found_and_held_without_showing_it(self, home, receive, member):
        page = FormFactory(
            parent=home, slug="s", queue=make_queue("S"), questions=[question("short_text", "Witness", sealed=True)]
        )
        case = receive(page, {"Witness": "ana@example.com"})
        user, client = member("olga", page.queue, "dispose")
        actions.hold(person="ana@example.com", reason="Lawsuit", by=user)
        shown = text(client.post("/admin/records/person/", {"who": "ana@example.com", "reason": "x"}))
        assert case.reference in shown and "(sealed)" in shown and "A legal hold covers it." in shown
        assert case in find_held(Submission.objects.all())
        batch = "00000000-0000-0000-0000-000000000000"
        Redaction(case_id=case.pk, reference=case.reference, part="answer:x", revision=1, batch=batch).save()
        with pytest.raises(DatabaseError, match="legal hold"), transaction.atomic():
            Submission.objects.update(sealed={}, revision=1)

    def test_who_reviews_without_names_reads_no_reasons(self, applied, board, member):
        officer, one = member("ruth", board.queue, "dispose")
        _reviewer, client = member("rob", board.queue, "review")
        Submission.objects.update(state="in_progress")
        said = {"who": "carmen@example.com", "reason": "Carmen Ortiz asked"}
        one.post("/admin/records/person/", {**said, "refuse": "1", "case": str(applied.pk)})
        b"".join(one.post("/admin/records/person/", {**said, "hand_out": "1"}).streaming_content)
        note = Note.objects.create(case=applied, text="x")
        batch = actions.propose_redaction({applied.pk: [f"note:{note.pk}"]}, reason="Carmen Ortiz asked", by=officer)
        actions.decide(batch, BatchState.APPROVED, reason="x", by=member("grace", board.queue, "dispose")[0])
        batches.finish(batch.pk)
        over = actions.hold(reason="Ortiz v. City", by=officer, form=applied.form)
        actions.release(over, reason="Ortiz settled", by=officer)
        actions.hold(reason="Ortiz v. City", by=officer, person="carmen@example.com")
        shown = text(client.get(f"/admin/inbox/{applied.pk}/"))
        assert "Ortiz" not in shown and "Legal hold." in shown and "Handed out what there is" in shown

    def test_drafts_of_others_and_of_other_queues_stay(self, ask, application, form, case):
        asked = next(each.id for each in read_definition(form.page) if each.type == "email")
        other = next(each.id for each in read_definition(form.page) if each.type == "long_text")
        there = FormIdentity.objects.get(key=application.page.translation_key)
        kept = [
            {"form": case.form, "recipient": "bob@example.com", "answers": {asked: "ana@example.com"}},
            {"form": case.form, "answers": {other: "ana@example.com"}},
            {"form": there, "recipient": "ana@example.com"},
        ]
        kept = {Draft.objects.create(locale="en", **said).pk for said in kept}
        Draft.objects.create(locale="en", form=case.form, answers={asked: "Ana@example.com"})
        Draft.objects.create(locale="en", form=case.form, answers={asked: "ana@example.com"})
        assert "never sent: 2" in text(ask())
        ask(forget="yes")
        assert set(Draft.objects.values_list("pk", flat=True)) == kept

    def test_unsent_answers_and_requests_to_be_told_are_deleted_at_once(self, ask, case):
        Draft.objects.create(form=case.form, locale="en", recipient="ana@example.com", answers={"x": "y"})
        Watch.objects.create(form=case.form, locale="en", recipient="ana@example.com")
        Watch.objects.create(form=case.form, locale="en", recipient="dana@example.com")
        assert "Delete these now" in text(ask())
        ask(forget="yes")
        assert not Draft.objects.exists() and Watch.objects.get().recipient == "dana@example.com"
        assert Event.objects.get(act=Act.FORGOT).data["drafts"] == 1

    @pytest.mark.parametrize(
        "said", [{"who": ""}, {"who": "no address"}, {"reason": ""}, {"who": "a" * 300 + "@x.org"}]
    )
    def test_a_request_without_an_address_or_a_reason_is_asked_for_them(self, said, ask, case):
        page = text(ask(**said, hand_out="yes"))
        assert "found-" not in page and not Event.objects.filter(act=Act.HANDED_OUT).exists()
