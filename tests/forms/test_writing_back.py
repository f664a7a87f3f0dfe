"""The secret link: questions and answers without an account, also for who gave no name."""

import logging
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from config.logs import HideKeys
from forms import actions
from forms.actions import Reply
from forms.models import Act, Attachment, Delivery, Event, Kind, Message, Submission
from forms.outbox import MAILS_A_DAY
from forms.states import CaseState, Doubt
from localization.languages import get_language
from tests.factories import FormFactory, make_queue, question

INBOX = "/admin/inbox/"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def page(home):
    return FormFactory(
        parent=home,
        slug="f",
        title="A form",
        queue=make_queue("Parks"),
        is_anonymous=True,
        questions=[question("long_text", "What"), question("email", "Your email", required=False)],
    )


@pytest.fixture
def case(page, receive):
    return receive(page, {"What": "A tree fell."})


@pytest.fixture
def minh(case, member):
    return member("minh", case.queue, "view", "answer")


def ask(case, user, *, files=False, then=CaseState.WAITING, text="Which street?"):
    written = Reply("We ask", text, get_language("en"), uuid4(), asks_files=files, then=then)
    return actions.reply(case, written, by=user)


def locate(case, tail=""):
    return f"/en/f/receipt/{case.receipt_key}/{tail}"


def write(resident, case, text="On Main Street.", **data):
    return resident.post(locate(case, "write/"), {"identity": str(uuid4()), "q-text": text, **data})


def test_questions_and_answers_go_back_and_forth_without_a_name(case, minh, resident, read):
    user, client = minh
    ask(case, user)
    shown = read(resident.get(locate(case)))
    assert "Which street?" in shown.get_text()
    assert shown.select_one("a[href='write/']")
    answer = write(resident, case)
    assert (answer.status_code, answer["Location"]) == (303, locate(case))
    case.refresh_from_db()
    assert case.state == CaseState.IN_PROGRESS
    message = Message.objects.get(kind=Kind.ANSWER)
    assert (message.body, message.locale, message.recipient) == ("On Main Street.", "en", "")
    assert "The resident wrote" in read(client.get(INBOX)).select_one("tbody").text
    page = client.get(f"{INBOX}{case.pk}/").content.decode()
    assert "On Main Street." in page
    assert "On Main Street." in resident.get(locate(case)).content.decode()
    ask(case, user)
    assert "The resident wrote" not in read(client.get(INBOX)).select_one("tbody").text
    event = Event.objects.get(act=Act.ANSWERED)
    assert (event.by_id, event.actor, event.data) == (None, "", {"message": message.pk, "files": 0, "revision": 4})


def test_the_answer_has_its_own_language(case, minh, resident, spanish_home):
    ask(case, minh[0])
    resident.post(locate(case, "write/").replace("/en/", "/es/"), {"identity": str(uuid4()), "q-text": "En Main."})
    assert Message.objects.get(kind=Kind.ANSWER).locale == "es"
    assert 'lang="es" dir="ltr">En Main.' in minh[1].get(f"{INBOX}{case.pk}/").content.decode()


def test_sending_it_twice_is_one_message(case, resident):
    identity = str(uuid4())
    for _time in range(2):
        assert write(resident, case, identity=identity).status_code == 303
    assert Message.objects.filter(kind=Kind.ANSWER).count() == 1


def test_an_empty_message_is_refused_as_forms_are(case, resident, read):
    page = read(write(resident, case, text=" "))
    assert page.title.get_text().strip().startswith("Error:")
    assert page.select_one(".errors a")["href"] == "#id_q-text"
    assert not Message.objects.filter(kind=Kind.ANSWER).exists()


def test_files_can_be_added_where_they_are_asked_for(case, minh, resident, read):
    assert not read(resident.get(locate(case, "write/"))).select_one("input[type=file]")
    ask(case, minh[0], files=True)
    assert read(resident.get(locate(case, "write/"))).select_one("input[type=file]")
    good = SimpleUploadedFile("photo.pdf", PDF, "application/pdf")
    shown = read(write(resident, case, text="", **{"q-files": good}))  # the text is missing: the file is kept
    assert "photo.pdf" in shown.get_text()
    kept = shown.select_one("input[name=kept]")["value"]
    assert write(resident, case, kept=kept).status_code == 303
    attachment = Attachment.objects.get()
    message = Message.objects.get(kind=Kind.ANSWER)
    assert (attachment.submission, attachment.message, attachment.name) == (case, message, "photo.pdf")
    assert "photo.pdf" in minh[1].get(f"{INBOX}{case.pk}/").content.decode()
    assert minh[1].get(f"{INBOX}{case.pk}/files/{attachment.identity}/").status_code == 200


def test_a_file_that_nobody_asked_for_is_not_stored(case, resident):
    write(resident, case, **{"q-files": SimpleUploadedFile("photo.pdf", PDF, "application/pdf")})
    assert not Attachment.objects.exists()


def test_a_bad_file_is_refused_and_the_text_kept(case, minh, resident, read):
    ask(case, minh[0], files=True)
    page = read(write(resident, case, text="See it", **{"q-files": SimpleUploadedFile("x.exe", b"MZ")}))
    assert page.select_one(".errors a")
    assert "See it" in page.select_one("textarea").get_text()
    assert not Message.objects.filter(kind=Kind.ANSWER).exists()


def test_somebody_elses_file_cannot_be_claimed(case, minh, resident):
    ask(case, minh[0], files=True)
    write(resident, case, kept="made:up")
    assert not Message.objects.get(kind=Kind.ANSWER).attachments.exists()


def test_an_answer_takes_a_closed_case_up_again(case, minh, resident):
    ask(case, minh[0], then=CaseState.CLOSED)
    write(resident, case)
    case.refresh_from_db()
    assert (case.state, case.closed_at) == (CaseState.IN_PROGRESS, None)


def test_the_receipts_digest_stays_the_same(case, minh, resident, read):
    before = read(resident.get(locate(case))).select_one(".digest, .digests")
    ask(case, minh[0], files=True)
    write(resident, case, **{"q-files": SimpleUploadedFile("photo.pdf", PDF, "application/pdf")})
    after = read(resident.get(locate(case))).select_one(".digest, .digests")
    assert str(before) == str(after)


def test_a_new_link_ends_the_old_one(case, resident, read):
    old = locate(case)
    assert resident.get(locate(case, "new-link/")).status_code == 200
    answer = resident.post(locate(case, "new-link/"))
    case.refresh_from_db()
    assert answer["Location"] == f"{locate(case)}?new"
    assert resident.get(old).status_code == 404
    assert "This is your new link" in resident.get(answer["Location"]).content.decode()


def test_staff_replace_a_link_without_seeing_it(page, receive, member, resident):
    case = receive(page, {"What": "x", "Your email": "ana@example.com"})
    old = locate(case)
    client = member("minh", case.queue, "view", "answer")[1]
    assert "The new one goes to the address" in client.get(f"{INBOX}{case.pk}/link/").content.decode()
    answer = client.post(f"{INBOX}{case.pk}/link/", {"seen": case.revision}, follow=True)
    case.refresh_from_db()
    assert resident.get(old).status_code == 404
    assert case.receipt_key not in answer.content.decode()
    assert Message.objects.filter(kind=Kind.NEW_LINK, recipient="ana@example.com").exists()


def test_a_link_that_staff_replace_is_sent_whatever_strangers_have_caused_today(page, receive, member):
    case = receive(page, {"What": "x", "Your email": "ana@example.com"})
    for _time in range(MAILS_A_DAY):
        receive(page, {"What": "x", "Your email": "ana@example.com"})
    assert Message.objects.filter(delivery=Delivery.WITHHELD).exists()
    user, client = member("minh", case.queue, "view", "answer")
    client.post(f"{INBOX}{case.pk}/link/", {"seen": case.revision})
    message = Message.objects.get(kind=Kind.NEW_LINK)
    assert (message.delivery, message.written_by) == (Delivery.DUE, user)


def test_the_link_ends_a_year_after_the_case_was_closed(case, minh, resident):
    actions.change_state(case, CaseState.CLOSED, by=minh[0])
    assert resident.get(locate(case)).status_code == 200
    Submission.objects.filter(pk=case.pk).update(closed_at=timezone.now() - timedelta(days=366))
    ended = resident.get(locate(case))
    assert ended.status_code == 410
    assert "This link has ended" in ended.content.decode()
    assert "A tree fell." not in ended.content.decode()
    assert write(resident, case).status_code == 410


def test_guessing_keys_is_slowed_down(page, resident):
    for _time in range(31):
        last = resident.get("/en/f/receipt/abcdefghijklmnopqrstuv/", REMOTE_ADDR="8.8.8.8")
    assert last.status_code == 403


def test_too_many_messages_are_refused_with_the_text_kept(case, resident, monkeypatch):
    monkeypatch.setattr("forms.intake.writing.MOST_A_DAY", 2)
    for number in range(3):
        last = write(resident, case, text=f"Message {number}")
    assert last.status_code == 429
    assert "Message 2" in last.content.decode()
    assert Message.objects.filter(kind=Kind.ANSWER).count() == 2


def test_no_page_of_it_is_kept_by_a_cache_or_sends_its_address_on(case, resident):
    for tail in ("", "write/", "new-link/"):
        answer = resident.get(locate(case, tail))
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["Referrer-Policy"] == "same-origin"
        assert "noindex" in answer["X-Robots-Tag"]


def test_who_has_no_name_reads_what_is_kept(case, minh, resident):
    said = resident.get(locate(case, "write/")).content.decode()
    assert "no address of your device" in said
    ask(case, minh[0])
    assert "this page is the only way for us to reach you" in resident.get(locate(case)).content.decode()


def test_who_reviews_without_names_gets_no_file_of_a_message(applied, member, resident):
    user, client = member("rosa", applied.queue, "view", "answer", "decide")
    ask(applied, user, files=True)
    path = f"/en/board/receipt/{applied.receipt_key}/write/"
    file = SimpleUploadedFile("passport.pdf", PDF, "application/pdf")
    assert resident.post(path, {"identity": str(uuid4()), "q-text": "Mine", "q-files": file}).status_code == 303
    attachment = Attachment.objects.get()
    reviewer = member("paul", applied.queue, "review")[1]
    assert reviewer.get(f"{INBOX}{applied.pk}/").status_code == 200
    assert reviewer.get(f"{INBOX}{applied.pk}/files/{attachment.identity}/").status_code == 404
    assert client.get(f"{INBOX}{applied.pk}/files/{attachment.identity}/").status_code == 200


def test_new_links_are_made_a_few_times_a_day_and_mailed_only_to_an_address_that_is_no_strangers(
    page, receive, resident
):
    doubtful = receive(page, {"What": "x", "Your email": "victim@example.com"}, doubts=[Doubt.QUICK])
    for _time in range(5):
        last = resident.post(locate(doubtful, "new-link/"))
        doubtful.refresh_from_db()
    assert last.status_code == 403
    assert not Message.objects.filter(recipient="victim@example.com").exists()


def test_a_person_taken_for_spam_who_writes_is_heard(case, minh, resident):
    actions.change_state(case, CaseState.SPAM, by=minh[0])
    assert write(resident, case).status_code == 303
    case.refresh_from_db()
    assert (case.state, case.has_written) == (CaseState.NEW, True)


def test_who_has_withdrawn_can_write_and_the_case_stays_closed(applied, member, resident):
    user, _client = member("rosa", applied.queue, "view", "answer", "decide")
    actions.withdraw(applied)
    path = f"/en/board/receipt/{applied.receipt_key}/write/"
    assert resident.post(path, {"identity": str(uuid4()), "q-text": "Sorry"}).status_code == 303
    applied.refresh_from_db()
    assert (applied.state, applied.has_written) == (CaseState.CLOSED, True)
    actions.change_state(applied, CaseState.IN_PROGRESS, by=user)
    actions.change_state(applied, CaseState.CLOSED, by=user)
    assert applied.state == CaseState.CLOSED


def test_no_key_is_in_a_log(case):
    logged = logging.LogRecord(
        "django.request", 30, "", 1, "%s: %s", ("Too Many Requests", locate(case, "write/")), None
    )
    assert HideKeys().filter(logged)
    assert case.receipt_key not in logged.getMessage() and "/receipt/" in logged.getMessage()


def test_who_closes_a_case_has_read_what_the_resident_wrote(case, minh, resident):
    user, client = minh
    ask(case, user)
    write(resident, case, text="Thank you!")
    assert is_listed(client, case, "has_written=true")
    client.post(f"{INBOX}{case.pk}/", {"seen": Submission.objects.get(pk=case.pk).revision, "state": "closed"})
    case.refresh_from_db()
    assert (case.state, case.has_written) == (CaseState.CLOSED, False)
    assert not is_listed(client, case, "has_written=true")
    write(resident, case, text="One thing more.")
    assert is_listed(client, case, "has_written=true")


def is_listed(client, case, query):
    return f'id="case_{case.pk}_title"' in client.get(f"{INBOX}?{query}").content.decode()
