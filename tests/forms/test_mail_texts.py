"""Editors' own words for mails: published in the reader's language they are sent, else the standard ones."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import translation
from wagtail.models import Locale

from forms.delivery import deliver
from forms.letters import compose
from forms.models import Kind, MailText, Message, Submission
from forms.standard_mails import STANDARD
from localization.languages import LANGUAGES
from tests.factories import FormFactory, let_see, make_queue, make_staff, make_user, question


@pytest.fixture
def sent(home, spanish_home, send):
    """sent(language): somebody sends a form with an address; gives the receipt."""
    block = question("email", "Your email")
    FormFactory(parent=home, slug="one", title="One", queue=make_queue("Q"), questions=[block], purpose="sign_up",
                checks_answers=False)  # fmt: skip

    def sent(language="en"):
        send(f"/{language}/one/", {f"q-{block['id']}": "ana@example.com"})
        message = Message.objects.order_by("-pk").first() or Message.objects.create(
            submission=Submission.objects.get(), kind=Kind.RECEIPT, recipient="ana@example.com", locale=language
        )
        deliver.func(message.pk)
        return mail.outbox[-1]

    return sent


def write(code, subject, text, **values):
    locale = Locale.objects.get(language_code=code)
    return MailText.objects.create(kind=Kind.RECEIPT, locale=locale, subject=subject, text=text, **values)


def test_own_words_are_sent_with_what_is_filled_in(sent):
    write("en", "Thanks: {reference}", "“{form}” is here.\n\nRegards\nCity of {city}")
    letter, case = sent(), Submission.objects.get()
    assert letter.subject == f"Thanks: {case.reference}"
    assert "“One” is here.\n\nRegards\nCity of Port Alder" in letter.body
    assert f"/receipt/{case.receipt_key}/" in letter.body
    html = letter.alternatives[0].content
    assert "<p>Regards<br>City of Port Alder</p>" in html


def test_in_a_language_without_them_the_standard_words_are_sent_not_english(sent):
    write("en", "Thanks", "Thank you.")
    letter = sent("es")
    assert "Thank" not in letter.subject + letter.body
    assert "recibimos" in letter.subject


def test_what_is_not_published_is_not_sent(sent):
    write("en", "Draft", "Not yet.", live=False)
    assert "Draft" not in sent().subject


def test_markup_and_odd_brackets_harm_nothing(sent):
    write("en", "A {reference", "<b>{}</b> {form.__class__} {reference}")
    letter = sent()
    assert "&lt;b&gt;" in letter.alternatives[0].content
    assert "{form.__class__}" in letter.body


@pytest.mark.parametrize("text", ["{name}", "{form.title}", "{}", "{0}"])
def test_what_cannot_be_filled_in_is_refused(text, db):
    with pytest.raises(ValidationError):
        MailText(kind=Kind.RECEIPT, locale=Locale.get_default(), subject="x", text=text).full_clean()


def say(kind, code):
    standard = STANDARD[kind]
    with translation.override(code):
        return [str(part) for part in (standard.subject, standard.heading, standard.text, standard.link)]


@pytest.mark.parametrize("kind", STANDARD)
def test_every_mail_exists_in_every_language(kind):
    english = say(kind, "en")
    for language in LANGUAGES[1:]:
        said = say(kind, language.code)
        assert not set(said) & set(english)
        for slot in ("{form}", "{reference}", "{day}"):
            assert (slot in english[2]) == (slot in said[2])


def test_editors_write_them_and_strangers_do_not(home, staff):
    admin = staff(make_user("alma", superuser=True))
    assert admin.get("/admin/snippets/forms/mailtext/").status_code == 200
    stranger = staff(make_user("teresa", make_staff("Nobody")))
    assert stranger.get("/admin/snippets/forms/mailtext/").status_code == 302
    assert stranger.post("/admin/snippets/forms/mailtext/add/", {}).status_code == 302


def test_the_page_of_all_mail_is_for_who_may_see_the_cases(sent, staff):
    sent()
    message = Message.objects.get()
    group, others = make_staff("Readers"), make_staff("Others")
    let_see(group, make_queue("Q"), "view_submission")
    let_see(others, make_queue("Other"), "view_submission")
    reader, other = staff(make_user("rosa", group)), staff(make_user("omar", others))
    assert "ana@example.com" in reader.get("/admin/mail/").content.decode()
    assert "ana@example.com" not in other.get("/admin/mail/").content.decode()
    assert other.get(f"/admin/mail/{message.pk}/").status_code == 404
    assert staff(make_user("teresa", make_staff("Nobody"))).get("/admin/mail/").status_code == 302
    page = reader.get(f"/admin/mail/{message.pk}/").content.decode()
    assert "We have received" in page
    assert Submission.objects.get().receipt_key not in page, "with it staff could act as the resident"


def test_what_failed_is_sent_again_from_there_by_who_may(sent, staff):
    sent()
    Message.objects.update(delivery="failed")
    message = Message.objects.get()
    group = make_staff("Readers")
    let_see(group, make_queue("Q"), "view_submission")
    assert staff(make_user("rosa", group)).post(f"/admin/mail/{message.pk}/again/").status_code in (302, 403)
    message.refresh_from_db()
    assert message.delivery == "failed"
    staff(make_user("alma", superuser=True)).post(f"/admin/mail/{message.pk}/again/")
    message.refresh_from_db()
    assert message.delivery == "due"
    assert compose(message).subject


def test_a_second_text_for_the_same_mail_is_refused_in_words(home, staff, read):
    client = staff(make_user("alma", superuser=True))
    said = {"kind": "receipt", "subject": "We have it", "text": "Thank you."}
    for address in ("/admin/snippets/forms/mailtext/add/", "/admin/snippets/forms/mailtext/add/?locale=es"):
        assert client.post(address, {**said, "action-publish": "1"}).status_code == 302
        again = client.post(address, said)
        assert again.status_code == 200
        assert "There is a text for this mail in this language already." in read(again).select_one("main").text
    assert MailText.objects.count() == 2
    text = MailText.objects.get(locale__language_code="es")
    changed = {**said, "subject": "Recibido", "action-publish": "1"}
    assert client.post(f"/admin/snippets/forms/mailtext/edit/{text.pk}/", changed).status_code == 302
    text.refresh_from_db()
    assert text.subject == "Recibido"


def test_a_draft_says_of_which_mail_it_is(home, staff):
    client = staff(make_user("alma", superuser=True))
    for _time in range(2):
        assert client.post("/admin/snippets/forms/mailtext/add/").status_code == 200
    assert not MailText.objects.exists()
