"""Files: kept across faults and screens, refused with a reason, private, opened only by who may see the case."""

import hashlib
import io
from pathlib import Path

import pytest
from PIL import Image

from forms import scanning
from forms.clamd import Answer, Verdict
from forms.models import Attachment, Scan, Submission
from forms.seal import digest_submission
from tests.factories import FormFactory, let_see, make_queue, make_staff, make_user, question
from tests.forms.test_steps import (  # noqa: F401  a fixture
    PDF,
    about,
    letter,
    whole,
)


@pytest.fixture
def at_files(application, about, walk):  # noqa: F811
    walk.start()
    walk.post(1, about)
    return walk


def name_of(application):
    return application.name("Your letter")


def test_a_file_is_kept_when_another_answer_is_wrong(application, at_files, read):
    response = at_files.post(2, {name_of(application): letter()})
    page = read(response)
    assert [each.text for each in page.select(".errors a")] == ["Answer the question “Why you”"]
    assert "letter.pdf" in page.select_one(f"[id='{name_of(application)}']").text
    assert at_files.post(2, {application.name("Why you"): "Because."})["Location"].endswith("/3/")


def test_a_file_is_asked_for(application, at_files, read):
    page = read(at_files.post(2, {application.name("Why you"): "Because."}))
    target = page.select_one(".errors a")
    assert target.text == "Add a file for “Your letter”"
    assert page.find(id=target["href"][1:])["type"] == "file"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.pdf", b"", "is empty"),
        ("big.pdf", PDF + b" " * 1_000_001, "too big"),
        ("huge.pdf", PDF + b" " * 5_000_000, "too big"),
        ("cv.exe", b"MZ", "not one of the kinds"),
        ("cv.jpg", b"\xff\xd8\xff", "not one of the kinds"),
        ("cv.pdf", b"<html>", "is damaged"),
        ("cv.pdf", PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript/JS(x)>>"), "a program or a macro"),
        ("../../etc/passwd", b"x", "not one of the kinds"),
        ("cv\u202efdp.exe", b"x", "not one of the kinds"),
    ],
)
def test_a_bad_file_is_refused_with_what_to_do_and_loses_nothing(name, content, words, application, at_files, read):
    response = at_files.post(2, {application.name("Why you"): "Because.", name_of(application): letter(name, content)})
    page = read(response)
    assert response.status_code == 200
    assert words in page.select_one(".errors a").text
    assert "\u202e" not in page.text
    assert page.textarea.text.strip() == "Because."
    assert not Attachment.objects.exists()


def test_a_good_file_is_kept_beside_a_bad_one_and_no_more_than_allowed(application, at_files, read):
    files = [letter("one.pdf"), letter("bad.pdf", b"x"), letter("two.txt", b"two"), letter("three.txt", b"three")]
    page = read(at_files.post(2, {application.name("Why you"): "Because.", name_of(application): files}))
    assert [each.name for each in Attachment.objects.all()] == ["one.pdf", "two.txt"]
    said = [each.text for each in page.select(".errors a")]
    assert any("bad.pdf" in each for each in said) and any("three.txt" in each for each in said)


def test_the_same_file_added_again_is_one(application, at_files):
    for _time in range(2):
        at_files.post(2, {name_of(application): letter()})
    assert Attachment.objects.count() == 1


def test_a_file_is_removed_by_its_button_and_never_by_the_enter_key(application, at_files):
    at_files.post(2, {name_of(application): [letter(), letter("two.txt", b"two")]})
    page = at_files.get("2/")
    form = page.select_one("form#answers")
    own = [each for each in page.select("button") if each.find_parent("form") is form or each.get("form") == "answers"]
    assert own[0]["value"] == "next", "the first button of a form is the one that Enter presses"
    remove = next(each for each in page.select("main button") if "letter.pdf" in each.text)
    assert remove.find_parent("form") is None
    response = at_files.post(2, {application.name("Why you"): "Half"}, go=remove["value"])
    assert response["Location"].endswith("/2/")
    assert [each.name for each in Attachment.objects.all()] == ["two.txt"]
    assert at_files.get("2/").textarea.text.strip() == "Half"


def test_another_drafts_file_is_not_removed(application, at_files, resident, read):
    at_files.post(2, {name_of(application): letter()})
    other = type(at_files)(resident, read, "/en/apply/")
    other.start()
    other.post(2, {}, go=f"remove:{Attachment.objects.get().identity}")
    assert Attachment.objects.count() == 1


def test_a_file_where_none_is_asked_for_is_not_stored(application, at_files):
    at_files.post(2, {"surprise": letter(), application.name("Why you"): letter()})
    assert not Attachment.objects.exists()


def test_stored_is_neither_the_name_nor_what_a_picture_tells_about_its_maker(home, application, at_files):
    raw = application.page.questions.get_prep_value()
    slot = next(each for each in raw if each["type"] == "file")
    slot["value"]["kinds"] = ["jpg"]
    application.change(raw)
    picture, secret = io.BytesIO(), Image.Exif()
    secret[0x9286] = "taken at home"
    Image.new("RGB", (8, 8), "red").save(picture, "JPEG", exif=secret)
    assert b"taken at home" in picture.getvalue()
    at_files.post(2, {name_of(application): letter("me.jpg", picture.getvalue())})
    attachment = Attachment.objects.get()
    with attachment.file.open("rb") as file:
        assert b"taken at home" not in file.read()
    assert "me" not in Path(attachment.file.name).stem
    assert attachment.digest == hashlib.sha256(picture.getvalue()).hexdigest()


def test_a_store_that_fails_is_said_at_the_field_and_loses_nothing(application, at_files, read, monkeypatch):
    def fail(*_arguments, **_named):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("django.core.files.storage.FileSystemStorage._save", fail)
    page = read(at_files.post(2, {application.name("Why you"): "Because.", name_of(application): letter()}))
    assert "could not be stored" in page.select_one(".err").text
    assert page.textarea.text.strip() == "Because."
    assert not Attachment.objects.exists()


@pytest.fixture
def case(whole):  # noqa: F811
    whole.client.post(f"{whole.draft}check/", {})
    return Submission.objects.get()


def address(case):
    return f"/admin/inbox/{case.pk}/files/{case.attachments.get().identity}/"


def test_staff_of_the_queue_download_it_and_it_is_on_record(case, staff):
    group = make_staff("Reviewers")
    let_see(group, case.queue, "view_submission")
    client = staff(make_user("rosa", group))
    response = client.get(address(case))
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"] == 'attachment; filename="letter.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff" and "sandbox" in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]
    assert "Downloaded “letter.pdf”" in client.get(f"/admin/inbox/{case.pk}/").content.decode()


def test_a_stranger_gets_nothing(case, staff, resident):
    group = make_staff("Others")
    let_see(group, make_queue("Others"), "view_submission")
    assert staff(make_user("omar", group)).get(address(case)).status_code == 404
    assert staff(make_user("teresa", make_staff("Nobody"))).get(address(case)).status_code in (302, 404)
    assert resident.get(address(case)).status_code == 302
    stored = case.attachments.get().file.name
    for path in (f"/media/{stored}", f"/media/../private/{stored}", f"/static/{stored}", f"/private/{stored}"):
        assert resident.get(path).status_code in (400, 404)


def test_another_cases_number_does_not_open_it(case, form, answers, send, staff):
    send("/en/ask/", answers)
    other = Submission.objects.exclude(pk=case.pk).get()
    admin = staff(make_user("alma", superuser=True))
    assert admin.get(f"/admin/inbox/{other.pk}/files/{case.attachments.get().identity}/").status_code == 404


@pytest.mark.parametrize(
    ("verdict", "state", "opens"),
    [
        (Verdict.CLEAN, Scan.CLEAN, True),
        (Verdict.INFECTED, Scan.INFECTED, False),
        (Verdict.UNKNOWN, Scan.DUE, False),
    ],
)
def test_what_a_scanner_has_not_found_clean_is_locked(verdict, state, opens, case, staff, settings, monkeypatch):
    settings.CLAMD_ADDRESS = "127.0.0.1:1"
    monkeypatch.setattr("forms.clamd.scan", lambda file, address: Answer(verdict, "Eicar"))
    case.attachments.update(scan=Scan.DUE)
    scanning.scan.func(case.attachments.get().pk)
    assert case.attachments.get().scan == state
    admin = staff(make_user("alma", superuser=True))
    response = admin.get(address(case))
    assert response.status_code == (200 if opens else 302)
    page = admin.get(f"/admin/inbox/{case.pk}/").content.decode()
    assert (address(case) in page) is opens


def test_without_a_scanner_it_says_so(case, staff):
    page = staff(make_user("alma", superuser=True)).get(f"/admin/inbox/{case.pk}/").content.decode()
    assert "Not scanned: this site has no virus scanner" in page


def test_the_receipt_names_files_with_their_digest_and_can_be_checked(unguarded, case, resident, read, staff):
    page = read(resident.get(f"/en/apply/receipt/{case.receipt_key}/"))
    assert hashlib.sha256(PDF).hexdigest() in page.text
    number = page.select(".digest")[-1].text
    admin = staff(make_user("alma", superuser=True))
    said = admin.post("/admin/inbox/verify/", {"reference": case.reference.lower(), "digest": number.lower()})
    assert "Genuine." in said.content.decode()
    other = admin.post("/admin/inbox/verify/", {"reference": case.reference, "digest": "0" * 24})
    assert "Not confirmed." in other.content.decode()
    Submission.objects.update(answers={**case.answers, "x": "changed"})
    again = admin.post("/admin/inbox/verify/", {"reference": case.reference, "digest": number})
    assert "Not confirmed." in again.content.decode()


def test_a_stranger_cannot_check_receipts(case, staff):
    client = staff(make_user("teresa", make_staff("Nobody")))
    assert client.get("/admin/inbox/verify/").status_code == 302
    group = make_staff("Others")
    let_see(group, make_queue("Others"), "view_submission")
    sent = {"reference": case.reference, "digest": digest_submission(case)}
    assert "Not confirmed." in staff(make_user("omar", group)).post("/admin/inbox/verify/", sent).content.decode()


def test_a_file_question_makes_even_a_short_form_a_form_of_screens(home, resident, read):
    from tests.factories import make_queue

    FormFactory(
        parent=home, slug="one", queue=make_queue("Q"), questions=[question("file", "A picture", kinds=["png"])]
    )
    assert read(resident.get("/en/one/")).select_one("#send").text == "Start"
