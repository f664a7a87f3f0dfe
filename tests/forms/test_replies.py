"""Replies: only approved text that is translated and up to date, filled in the resident's formats, sent once."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale
from wagtail.users.models import UserProfile
from wagtail_localize.models import StringSegment, StringTranslation, TranslationSource

from forms import actions, replies
from forms.actions import Reply
from forms.delivery import deliver
from forms.models import Act, Delivery, Event, Kind, Message, ReplyTemplate, TranslationRequest
from forms.slots import list_slots, list_typed
from forms.states import CaseState
from localization.languages import get_language
from tests.factories import FormFactory, edit, let_edit, make_queue, make_staff, make_user, question, translate

INBOX = "/admin/inbox/"
SUBJECT, TEXT = "A visit: {reference}", "Dear {name},\n\nwe come on {day: date} for {fee: amount}, see “{form}”."
SPANISH = {
    SUBJECT: "Una visita: {reference}",
    TEXT: "Hola, {name}:\n\nvamos el {day: date} por {fee: amount}, vea «{form}».",
    "A form": "Un formulario",
}


@pytest.fixture
def page(home):
    return FormFactory(
        parent=home,
        slug="f",
        title="A form",
        queue=make_queue("Parks"),
        questions=[
            question("long_text", "What"),
            question("short_text", "Your name", autocomplete="name", required=False),
            question("email", "Your email", required=False),
        ],
    )


@pytest.fixture
def template(home):
    template = ReplyTemplate(title="Visit", subject=SUBJECT, text=TEXT, locale=Locale.get_default())
    template.save()
    template.save_revision().publish()
    return template


@pytest.fixture
def spanish(page, template, spanish_home):
    translate(page, "es", SPANISH)
    return translate(template, "es", SPANISH)


@pytest.fixture
def case(page, receive, spanish_home):
    said = {"What": "Un árbol cayó.", "Your name": "Ana", "Your email": "ana@example.com"}
    return receive(page, said, code="es")


@pytest.fixture
def minh(case, member):
    return member("minh", case.queue, "view", "answer")


def compose(case, template, **data):
    fields = {slot.text: slot.field for slot in list_typed(list_slots(SUBJECT, TEXT))}
    case.refresh_from_db()
    return {
        "seen": case.revision,
        "identity": str(uuid4()),
        fields["day: date"]: "2026-12-01",
        fields["fee: amount"]: "12.5",
        "go": "send",
        **data,
    }


def send(client, case, template, language="es", **data):
    address = f"{INBOX}{case.pk}/reply/?template={template.pk}&language={language}"
    return client.post(address, compose(case, template, **data))


def write_freely(client, case, **data):
    case.refresh_from_db()
    said = {"seen": case.revision, "identity": str(uuid4()), "title": "Hola", "body": "Gracias.", "go": "send", **data}
    return client.post(f"{INBOX}{case.pk}/reply/?template=free&language=es", said)


def test_a_clerk_without_spanish_replies_in_spanish(case, template, spanish, minh):
    user, client = minh
    page = client.get(f"{INBOX}{case.pk}/reply/").content.decode()
    assert f"template={template.pk}&amp;language=es" in page
    assert "Una visita" in page
    preview = send(client, case, template, go="preview").content.decode()
    assert not Message.objects.filter(kind=Kind.REPLY).exists()
    for said in ("martes, 1 de diciembre de 2026", "Tuesday, December 1, 2026", "$12.50"):
        assert said in preview
    assert re.search(r'<div class="case-note" lang="es" dir="ltr">', preview)
    assert send(client, case, template).status_code == 302
    message = Message.objects.get(kind=Kind.REPLY)
    assert (message.locale, message.template, message.template_title) == ("es", template, "Visit")
    assert "martes, 1 de diciembre de 2026" in message.body
    assert "Tuesday, December 1, 2026" in message.body_source
    assert "Un formulario" in message.body
    case.refresh_from_db()
    assert (case.state, case.first_replied_at) == (CaseState.IN_PROGRESS, message.created_at)
    event = Event.objects.get(act=Act.REPLIED)
    assert event.by_id == user.pk
    assert event.data == {"message": message.pk, "language": "es", "template": "Visit", "revision": case.revision}
    story = client.get(f"{INBOX}{case.pk}/").content.decode()
    assert "Replied in Spanish with the approved reply “Visit”" in story


def test_the_mail_is_the_reply_with_the_residents_link(case, template, spanish, minh):
    send(minh[1], case, template)
    message = Message.objects.get(kind=Kind.REPLY)
    mail.outbox.clear()
    deliver.func(message.pk)
    (sent,) = mail.outbox
    assert sent.to == ["ana@example.com"]
    assert sent.subject.startswith("Una visita")
    assert "vamos el" in sent.body
    assert f"/receipt/{case.receipt_key}/" in sent.body
    assert sent.extra_headers["Message-ID"] == message.header_id
    assert sent.extra_headers["Content-Language"] == "es"


def test_pressing_twice_sends_once(case, template, spanish, minh):
    said = compose(case, template)
    address = f"{INBOX}{case.pk}/reply/?template={template.pk}&language=es"
    for _time in range(2):
        assert minh[1].post(address, said).status_code == 302
    assert Message.objects.filter(kind=Kind.REPLY).count() == 1


@pytest.mark.usefixtures("spanish")
def test_a_template_edited_in_english_is_not_offered_until_its_spanish_is_confirmed(case, template, minh):
    edit(template, text=TEXT.replace("we come", "we may come"))
    (offer,) = replies.list_offers(case, get_language("es"))
    assert not offer.is_ready
    assert timezone.now() - offer.stale_since < timedelta(minutes=1)
    page = minh[1].get(f"{INBOX}{case.pk}/reply/").content.decode()
    assert "out of date since" in page
    assert f"template={template.pk}&amp;language=es" not in page
    assert send(minh[1], case, template).status_code == 404  # nor by typing its address
    assert send(minh[1], case, template, language="en").status_code == 302
    said = {**SPANISH, TEXT.replace("we come", "we may come"): SPANISH[TEXT]}
    translate(template, "es", said)
    assert replies.list_offers(case, get_language("es"))[0].is_ready


def test_half_translated_text_is_never_offered(page, case, template, spanish_home):
    translate(page, "es", SPANISH)
    translate(template, "es", {SUBJECT: SPANISH[SUBJECT]})
    assert not replies.list_offers(case, get_language("es"))[0].is_ready


def test_nor_where_the_form_it_names_has_no_name_in_that_language(case, template, spanish_home):
    translate(template, "es", SPANISH)
    (offer,) = replies.list_offers(case, get_language("es"))
    assert not offer.is_ready
    assert offer.unnamed == ("the title of the form",)


def test_asking_for_a_translation_is_seen_by_translators_alone(case, template, minh, spanish_home, staff):
    _user, client = minh
    address = f"{INBOX}{case.pk}/reply/{template.pk}/ask/"
    for _time in range(2):
        assert client.post(address).status_code == 302
    request = TranslationRequest.objects.get()
    assert "Translators were asked for it on" in client.get(f"{INBOX}{case.pk}/reply/").content.decode()
    group = make_staff("Translators")
    let_edit(group, spanish_home, "change_page", "publish_page")
    translator = staff(make_user("teresa", group))
    home = translator.get("/admin/").content.decode()
    assert "Visit" in home
    assert case.reference not in home
    draft = ReplyTemplate.objects.get(translation_key=template.translation_key, locale__language_code="es")
    assert not draft.live
    assert f"/edit/{draft.pk}/" in home
    translate(template, "es", SPANISH)
    request.refresh_from_db()
    assert request.done_at
    assert "Visit" not in translator.get("/admin/").content.decode()


def test_a_translator_words_replies_in_the_own_language_alone(template, spanish, staff, spanish_home):
    from django.contrib.auth.models import Permission

    group = make_staff("Translators")
    let_edit(group, spanish_home, "change_page", "publish_page")
    group.permissions.add(*Permission.objects.filter(codename__in=["change_replytemplate", "publish_replytemplate"]))
    client = staff(make_user("teresa", group))
    address = "/admin/snippets/forms/replytemplate/edit/{}/"
    assert client.get(address.format(spanish.pk)).status_code == 200
    assert client.get(address.format(template.pk)).status_code == 302
    client.post(address.format(template.pk), {"title": "x", "subject": "x", "text": "x", "action-publish": "1"})
    template.refresh_from_db()
    assert template.text == TEXT


def test_a_gap_that_a_translation_loses_is_refused(spanish):
    spanish.text = "Hola, {name}."
    with pytest.raises(ValidationError) as refused:
        spanish.full_clean()
    assert "Keep {day: date}" in str(refused.value) or "Keep {fee: amount}" in str(refused.value)


def test_an_unknown_gap_is_refused(home):
    template = ReplyTemplate(title="x", subject="x", text="Hello {whom}", locale=Locale.get_default())
    with pytest.raises(ValidationError, match="whom"):
        template.full_clean()


def test_free_text_is_marked_so(case, minh):
    assert write_freely(minh[1], case).status_code == 302
    message = Message.objects.get(kind=Kind.REPLY)
    assert (message.title, message.body, message.template) == ("Hola", "Gracias.", None)
    assert "Replied in Spanish in free text" in minh[1].get(f"{INBOX}{case.pk}/").content.decode()


def test_what_was_typed_is_kept_when_something_is_missing(case, minh):
    response = write_freely(minh[1], case, title="", body="Muchas gracias")
    assert response.status_code == 200
    assert "Muchas gracias" in response.content.decode()
    assert not Message.objects.filter(kind=Kind.REPLY).exists()


def test_a_reply_over_a_changed_case_is_refused_with_the_text_kept(case, minh):
    seen = case.revision
    actions.note(case, "Called.", by=minh[0])
    response = write_freely(minh[1], case, seen=seen)
    assert response.status_code == 409
    assert "Gracias." in response.content.decode()
    assert not Message.objects.filter(kind=Kind.REPLY).exists()


def test_after_sending_the_case_waits_or_is_closed(case, minh):
    write_freely(minh[1], case, then="waiting")
    case.refresh_from_db()
    assert case.state == CaseState.WAITING
    write_freely(minh[1], case, then="closed")
    case.refresh_from_db()
    assert (case.state, case.closed_at is not None) == (CaseState.CLOSED, True)


def test_without_an_address_the_reply_stands_on_the_page(page, receive, member):
    case = receive(page, {"What": "A tree fell."})
    client = member("minh", case.queue, "view", "answer")[1]
    write_freely(client, case)
    message = Message.objects.get(kind=Kind.REPLY)
    assert message.delivery == Delivery.POSTED
    deliver.func(message.pk)
    assert not mail.outbox


@pytest.mark.parametrize("rights", [("view",), ("review",), ("decide", "export")])
def test_who_may_not_answer_gets_nothing(rights, case, template, member):
    client = member("rita", case.queue, *rights)[1]
    assert client.get(f"{INBOX}{case.pk}/reply/").status_code in (302, 404)
    assert write_freely(client, case).status_code in (302, 404)
    assert client.post(f"{INBOX}{case.pk}/reply/{template.pk}/ask/").status_code == 404
    assert client.post(f"{INBOX}{case.pk}/link/").status_code == 404
    assert not Message.objects.filter(kind=Kind.REPLY).exists()


def test_a_strangers_queue_answers_404(case, template, member):
    client = member("stranger", make_queue("Streets"), "view", "answer")[1]
    assert client.get(f"{INBOX}{case.pk}/reply/").status_code == 404
    assert write_freely(client, case).status_code == 404
    assert client.post(f"{INBOX}{case.pk}/link/").status_code == 404


def test_the_mail_of_a_sensitive_case_says_nothing_of_it(case, member):
    type(case).objects.filter(pk=case.pk).update(is_sensitive=True)
    client = member("olu", case.queue, "view", "answer")[1]
    write_freely(client, case, title="Su queja", body="Sobre el agente")
    message = Message.objects.get(kind=Kind.REPLY)
    mail.outbox.clear()
    deliver.func(message.pk)
    (sent,) = mail.outbox
    assert "Su queja" not in sent.subject + sent.body
    assert "Sobre el agente" not in sent.body
    assert case.reference in sent.subject


def test_moving_an_application_leads_to_the_reply_of_its_stage(board, applied, template, member):
    raw = board.stages.get_prep_value()
    raw[0]["value"]["told_not_qualified"] = template.pk
    edit(board, stages=raw)
    user, client = member("rosa", applied.queue, "view", "answer", "decide", "review")
    actions.move_stage(applied, "body-qualification", by=user)
    applied.refresh_from_db()
    for name in ("one", "two"):
        actions.evaluate(applied, name, is_met=False, evidence="-", by=user)
    applied.refresh_from_db()
    said = {"seen": applied.revision, "stage": "body-not-qualified"}
    response = client.post(f"{INBOX}{applied.pk}/", said)
    assert response["Location"] == f"{INBOX}{applied.pk}/reply/?template={template.pk}"


def test_the_review_day_is_said_in_the_applicants_format(applied, member, home):
    template = ReplyTemplate(title="No", subject="No", text="Until {review day}.", locale=Locale.get_default())
    template.save()
    template.save_revision().publish()
    names = replies.find_names(applied, get_language("en"))
    assert [offer.is_ready for offer in replies.list_offers(applied, get_language("en"))] == [False]
    applied.review_until = timezone.datetime(2026, 12, 6).date()
    names = replies.find_names(applied, get_language("en"))
    assert replies.fill(template, get_language("en"), names, {}).body == "Until December 6, 2026."


def test_offers_cost_the_same_for_many_templates(case, template, django_assert_num_queries):
    replies.list_offers(case, get_language("es"))  # fills what is read once a process
    with CaptureQueriesContext(connection) as few:
        replies.list_offers(case, get_language("es"))
    for number in range(10):
        each = ReplyTemplate(title=f"T{number}", subject="s", text="t", locale=Locale.get_default())
        each.save()
        each.save_revision().publish()
    with django_assert_num_queries(len(few)):
        assert len(replies.list_offers(case, get_language("es"))) == 11


def test_a_reply_belongs_to_its_case(page, case, minh, receive):
    other = receive(page, {"What": "x", "Your email": "b@example.com"})
    identity = uuid4()
    written = Reply("t", "b", get_language("en"), identity)
    actions.reply(other, written, by=minh[0])
    response = write_freely(minh[1], case, identity=str(identity))
    assert response.status_code == 409


def test_what_a_translator_publishes_is_offered_only_where_it_is_whole(case, template, page, spanish_home, monkeypatch):
    """As wagtail-localize's screen does it: it publishes when its own transaction ends, before it logs what it made."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda then, **options: then())
    translate(page, "es", SPANISH)
    replies.request_translation(template, Locale.objects.get(language_code="es"), by=None)
    source = TranslationSource.objects.get(object_id=template.translation_key)
    translation = source.translations.get()

    def publish(said):
        for segment in StringSegment.objects.filter(source=source).select_related("string"):
            if text := said.get(segment.string.data.replace("<br/>", "\n")):
                StringTranslation.objects.update_or_create(
                    translation_of_id=segment.string_id,
                    context_id=segment.context_id,
                    locale=translation.target_locale,
                    defaults={"data": text.replace("\n", "<br/>")},
                )
        translation.save_target(publish=True)
        return replies.list_offers(case, get_language("es"))[0]

    assert not publish({}).is_ready, "English words in a Spanish reply"
    assert TranslationRequest.objects.filter(done_at=None).exists()
    assert publish(SPANISH).is_ready
    assert not TranslationRequest.objects.filter(done_at=None).exists()
    edit(template, text=TEXT.replace("we come", "we may come"))
    source.refresh_from_db()
    assert not replies.list_offers(case, get_language("es"))[0].is_ready
    assert publish({TEXT.replace("we come", "we may come"): SPANISH[TEXT]}).is_ready


def test_nobody_asks_for_a_translation_into_its_own_language(page, receive, template, minh):
    english = receive(page, {"What": "x"})
    assert minh[1].post(f"{INBOX}{english.pk}/reply/{template.pk}/ask/").status_code == 404
    assert not TranslationSource.objects.filter(object_id=template.translation_key).exists()


def test_an_hour_is_the_citys_whatever_zone_the_clerk_works_in(receive, page, home, member):
    template = ReplyTemplate(title="T", subject="s", text="At {when: time}.", locale=Locale.get_default())
    template.save()
    template.save_revision().publish()
    case = receive(page, {"What": "x"})
    user, client = member("kenji", case.queue, "view", "answer")
    UserProfile.objects.update_or_create(user=user, defaults={"current_time_zone": "Asia/Tokyo"})
    (slot,) = template.list_slots()
    address = f"{INBOX}{case.pk}/reply/?template={template.pk}"
    said = {"seen": case.revision, "identity": str(uuid4()), slot.field: "2026-12-01 14:00", "go": "preview"}
    assert "Tuesday, December 1, 2026" in client.post(address, said).content.decode()
    assert "2:00" in client.post(address, said).content.decode()
    assert "Pacific" in client.post(address, said).content.decode()
    for edge in ("0001-01-01 00:00", "9999-12-31 23:59", "soon"):
        assert client.post(address, {**said, slot.field: edge}).status_code == 200


def test_a_title_that_was_changed_since_is_no_name(page, case, template, spanish):
    assert replies.list_offers(case, get_language("es"))[0].is_ready
    edit(page, title="Another form")
    (offer,) = replies.list_offers(case, get_language("es"))
    assert (offer.is_ready, offer.is_worded) == (False, True)


def test_who_words_one_language_makes_no_template_in_another(home, spanish_home, staff):
    from django.contrib.auth.models import Permission

    group = make_staff("Translators")
    let_edit(group, spanish_home, "change_page", "publish_page")
    group.permissions.add(*Permission.objects.filter(codename__endswith="_replytemplate"))
    client = staff(make_user("teresa", group))
    said = {"title": "x", "subject": "x", "text": "x", "action-publish": "1"}
    for query in ("", "?locale=en", "?locale=xx"):
        client.post(f"/admin/snippets/forms/replytemplate/add/{query}", said)
    assert not ReplyTemplate.objects.exists()
