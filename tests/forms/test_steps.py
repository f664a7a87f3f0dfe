"""A form of several screens: what is typed is kept on the server, in any order, in any language, until it is sent."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from forms.delivery import deliver
from forms.models import Draft, Kind, Message, Submission
from tests.factories import edit, question, translate

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
SPANISH = {"Apply": "Solicite", "About you": "Sobre usted", "Your name": "Su nombre", "Years in the city": "Años aquí"}


def letter(name="letter.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


@pytest.fixture
def about(application):
    return {
        application.name("Your name"): "Ana",
        application.name("Your email"): "ana@example.com",
        application.name("Years in the city"): "1.5",
    }


@pytest.fixture
def whole(application, about, walk):
    """The form filled in to the page where answers are checked."""
    walk.start()
    walk.post(1, about)
    walk.post(2, {application.name("Why you"): "Because.", application.name("Your letter"): letter()})
    response = walk.post(3, {application.name("I agree"): "on"})
    assert response["Location"].endswith("/check/")
    return walk


def test_the_page_before_says_what_is_asked_and_needed(application, resident, read):
    page = read(resident.get("/en/apply/"))
    assert page.select_one("#send").text == "Start"
    assert "Your letter" in page.text and "PDF" in page.text
    assert [each.text for each in page.select("details h3")] == ["About you", "Your questions", "The end"]
    assert not Draft.objects.exists()


def test_starting_twice_is_one_draft(application, resident, read):
    token = read(resident.get("/en/apply/")).select_one("input[name=token]")["value"]
    first, second = (resident.post("/en/apply/", {"token": token})["Location"] for _time in range(2))
    assert first == second
    assert Draft.objects.count() == 1


def test_screens_follow_each_other_and_say_where_one_is(application, about, walk):
    walk.start()
    page = walk.get()
    assert page.title.text.startswith("Step 1 of 3: About you – Apply")
    assert page.h1.text.strip() == "About you"
    response = walk.post(1, about)
    assert response["Location"] == f"{walk.draft}2/"
    assert "Take your time." in walk.get("2/").text


def test_what_was_answered_is_there_when_one_comes_back(application, about, walk):
    walk.start()
    walk.post(1, about)
    page = walk.get("1/")
    assert page.select_one(f"[name={application.name('Your name')}]")["value"] == "Ana"
    assert page.select_one(f"[name={application.name('Years in the city')}]")["value"] == "1.5"
    assert not page.select(".err")


def test_a_fault_is_shown_and_what_was_typed_is_kept_even_by_who_leaves(application, about, walk, read):
    walk.start()
    response = walk.post(1, {**about, application.name("Your email"): "ana@"})
    page = read(response)
    assert response.status_code == 200
    assert page.title.text.startswith("Error: Step 1 of 3")
    assert page.select_one("main .errors")["autofocus"] is not None
    again = walk.get("1/")
    assert again.select_one(f"[name={application.name('Your email')}]")["value"] == "ana@"
    assert not again.select(".err")


@pytest.mark.parametrize("go", ["back", "later"])
def test_going_back_or_away_keeps_what_was_typed_without_finding_fault(go, application, about, walk):
    walk.start()
    walk.post(1, about)
    response = walk.post(2, {application.name("Why you"): "Half a sent"}, go=go)
    assert response.status_code == 303
    assert response["Location"] == {"back": f"{walk.draft}1/", "later": f"{walk.draft}later/"}[go]
    assert walk.get("2/").textarea.text.strip() == "Half a sent"


def test_the_check_page_shows_everything_and_leads_back(application, whole, read):
    page = whole.get("check/")
    assert page.h1.text.strip() == "Check your answers"
    assert "ana@example.com" in page.text and "letter.pdf" in page.text and "Because." in page.text
    link = next(link for link in page.select("a") if link.text.startswith("Change") and "Your name" in link.text)
    assert link["href"] == f"../1/#{application.name('Your name')}"
    assert whole.get("1/").find(id=application.name("Your name")) is not None
    response = whole.post(1, {application.name("Your name"): "Anna", application.name("Your email"): "ana@example.com"})
    assert response["Location"] == f"{whole.draft}check/"


def test_it_is_sent_once_and_the_draft_forgets(application, whole):
    first, second = (whole.client.post(f"{whole.draft}check/", {}) for _time in range(2))
    case = Submission.objects.get()
    assert first["Location"] == second["Location"] == f"/en/apply/receipt/{case.receipt_key}/"
    blocks = application.blocks
    assert case.answers[blocks["Your name"]["id"]] == "Ana"
    assert case.answers[blocks["Years in the city"]["id"]] == "1.5"
    assert case.attachments.get().name == "letter.pdf"
    draft = Draft.objects.get()
    assert (draft.answers, draft.typed, draft.asked, draft.recipient) == ({}, {}, {}, "")
    assert whole.client.get(whole.draft)["Location"] == first["Location"]


def test_a_draft_finished_days_later_is_no_doubt_and_gets_its_receipt(application, whole):
    Draft.objects.update(started_at=timezone.now() - timedelta(days=9))
    whole.client.post(f"{whole.draft}check/", {})
    assert Submission.objects.get().doubts == []
    assert Message.objects.get().kind == Kind.RECEIPT


def test_nothing_is_sent_that_is_not_complete(application, about, walk):
    walk.start()
    walk.post(1, about)
    response = walk.client.post(f"{walk.draft}check/", {})
    assert response["Location"] == f"{walk.draft}2/"
    assert not Submission.objects.exists()


def test_changing_the_language_keeps_answers_place_and_numbers(application, about, spanish_home, walk, resident, read):
    translate(application.page, "es", SPANISH)
    walk.start()
    page = walk.get("1/")
    button = page.select_one("#languages button[lang=es]")
    assert button["form"] == "answers"
    typed = {**about, application.name("Years in the city"): "1.234", application.name("Your email"): "wrong"}
    address = button["formaction"]
    response = resident.post(address, {**typed, "shown_in": "en", "go": "language"}, follow=True)
    spanish = read(response)
    assert response.request["PATH_INFO"].startswith("/es/") and spanish.h1.text.strip() == "Sobre usted"
    assert spanish.select_one(f"[name={application.name('Your name')}]")["value"] == "Ana"
    assert spanish.select_one(f"[name={application.name('Your email')}]")["value"] == "wrong"
    assert spanish.select_one(f"[name={application.name('Years in the city')}]")["value"] == "1.2340"
    assert not spanish.select(".err")


def test_the_language_of_a_form_of_one_screen_keeps_what_was_typed(form, spanish_form, resident, read):
    typed = {form.name("Tell us more"): "A tree", form.name("Your email"): "wrong"}
    button = read(resident.get("/en/ask/")).select_one("#languages button[lang=es]")
    response = resident.post(button["formaction"], {**typed, "shown_in": "en", "go": "language"})
    page = read(response)
    assert page.html["lang"] == "es"
    assert page.textarea.text.strip() == "A tree"
    assert page.select_one(f"[name={form.name('Your email')}]")["value"] == "wrong"
    assert not page.select(".err, .errors")
    assert not Submission.objects.exists()


def test_a_question_that_is_new_is_asked_before_sending(application, whole, read):
    raw = application.page.questions.get_prep_value()
    raw.insert(4, question("short_text", "Your street"))
    application.change(raw)
    response = whole.client.post(f"{whole.draft}check/", {})
    assert response["Location"] == f"{whole.draft}1/"
    page = whole.get("1/")
    assert "something is new" in page.text
    assert "Your street" in page.select_one(".errors").text
    assert page.select_one(f"[name={application.name('Your name')}]")["value"] == "Ana"


def test_a_question_that_was_removed_is_told_and_not_sent(application, whole, read):
    raw = [each for each in application.page.questions.get_prep_value() if each["value"].get("label") != "Why you"]
    application.change(raw)
    page = whole.get("check/")
    assert "not asked any more" in page.text and "Why you" in page.text
    whole.client.post(f"{whole.draft}check/", {})
    assert application.blocks["Why you"]["id"] not in Submission.objects.get().answers


def test_the_link_is_sent_by_mail_and_leads_back(application, about, walk, resident):
    walk.start()
    walk.post(1, about)
    page = walk.get("later/")
    assert walk.key in page.select_one(".box a")["href"]
    resident.post(f"{walk.draft}later/", {"email": "ana@example.com"})
    message = Message.objects.get()
    deliver.func(message.pk)
    link = next(line for line in mail.outbox[0].body.splitlines() if line.startswith("http"))
    assert link.endswith(walk.draft)
    assert resident.get(walk.draft)["Location"] == f"{walk.draft}2/"


def test_a_wrong_address_for_the_link_is_said(application, walk, resident, read):
    walk.start()
    page = read(resident.post(f"{walk.draft}later/", {"email": "ana"}))
    assert page.title.text.startswith("Error: ")
    assert page.select_one("#id_email")["value"] == "ana"
    assert not Message.objects.exists()


@pytest.mark.parametrize("tail", ["", "1/", "check/", "later/"])
def test_a_link_that_is_nobodys_is_a_clear_page(tail, application, resident, read):
    response = resident.get(f"/en/apply/draft/{'x' * 22}/{tail}")
    assert response.status_code == 404
    assert "does not work any more" in read(response).h1.text


def test_an_expired_draft_is_a_clear_page_that_offers_to_begin_anew(application, walk, resident, read):
    walk.start()
    Draft.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    response = resident.get(f"{walk.draft}1/")
    assert response.status_code == 410
    assert read(response).select_one("main a.btn")["href"] == "/en/apply/"


def test_closing_on_the_way_refuses_and_shows_everything_to_copy(application, about, walk, read):
    walk.start()
    walk.post(1, about)
    edit(application.page, closes_at=timezone.now() - timedelta(seconds=1))
    response = walk.post(2, {application.name("Why you"): "My last words"})
    page = read(response)
    assert response.status_code == 409
    assert "This form is closed." in page.text
    assert "My last words" in page.text and "Ana" in page.text
    assert not Submission.objects.exists()


def test_who_began_before_closing_may_finish_where_the_form_says_so(application, whole):
    edit(application.page, closes_at=timezone.now() - timedelta(seconds=1), late="keep")
    Draft.objects.update(started_at=timezone.now() - timedelta(hours=1))
    whole.client.post(f"{whole.draft}check/", {})
    assert Submission.objects.get().is_late


def test_the_last_day_says_how_long_it_is_still_open(application, walk):
    edit(application.page, closes_at=timezone.now() + timedelta(hours=3))
    walk.start()
    assert "It closes in 3 hours" in walk.get("1/").text


@pytest.mark.parametrize("closes", [None, timezone.now() + timedelta(days=400)])
def test_a_form_taken_down_on_the_way_shows_what_was_typed(closes, application, about, walk, read):
    edit(application.page, closes_at=closes)
    walk.start()
    walk.post(1, about)
    type(application.page).objects.get(pk=application.page.pk).unpublish()
    response = walk.post(2, {application.name("Why you"): "My last words"})
    assert response.status_code == 409
    assert "not offered any more" in read(response).text
    assert "My last words" in read(response).text


def test_a_form_of_one_screen_taken_down_shows_what_was_typed(form, answers, resident, read):
    token = read(resident.get("/en/ask/")).select_one("input[name=token]")["value"]
    type(form.page).objects.get(pk=form.page.pk).unpublish()
    response = resident.post("/en/ask/", {"token": token, **answers})
    assert response.status_code == 410
    assert "A tree" in read(response).text
    assert resident.post("/en/ask/", answers).status_code == 404


@pytest.mark.parametrize("number", ["0", "4", "999"])
def test_a_screen_that_does_not_exist_leads_to_one_that_does(number, application, walk, resident):
    walk.start()
    assert resident.get(f"{walk.draft}{number}/")["Location"] == f"{walk.draft}1/"


def test_a_null_byte_on_the_way_is_no_server_error(application, walk):
    walk.start()
    response = walk.post(1, {application.name("Your name"): "a\x00b", application.name("Your email"): "x\x00"})
    assert response.status_code == 200


def test_a_sealed_answer_is_kept_apart(home, resident, read):
    from tests.factories import FormFactory, make_queue

    block = {"type": "preset_self_identification", "id": "b0a7f9a0-0000-4000-8000-000000000000", "value": {}}
    FormFactory(parent=home, slug="one", queue=make_queue("Q"), questions=[question("short_text", "Name"), block])
    page = read(resident.get("/en/one/"))
    token = page.select_one("input[name=token]")["value"]
    name = page.select_one("input[type=text]")["name"]
    sent = {name: "Ana", f"q-{block['id']}-age": "30-44", f"q-{block['id']}-disability": "yes", "token": token}
    response = resident.post("/en/one/", sent)
    case = Submission.objects.get()
    assert list(case.answers.values()) == ["Ana"]
    assert case.sealed == {f"{block['id']}-age": "30-44", f"{block['id']}-disability": "yes"}
    assert "30 to 44" in read(resident.get(response["Location"])).text
