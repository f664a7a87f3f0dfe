"""The receipt by mail: in the resident's language, without answers, once, whatever happens to server and worker."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from forms import delivery
from forms.intake import token
from forms.models import Delivery, Message, Submission
from tests.factories import edit, let_see, make_staff, make_user


@pytest.fixture
def send_slowly(form, answers, resident):
    """Send the form two minutes after it was shown, with an email address."""

    def send_slowly(path="/en/ask/", address="ana@example.com", **changes):
        with time_machine.travel(timezone.now() - timedelta(minutes=2), tick=False):
            shown = token.issue(form.page.translation_key)
        response = resident.post(path, {"token": shown, **answers, form.name("Your email"): address, **changes})
        assert response.status_code == 303
        return response

    return send_slowly


def work():
    """What the worker does with everything that is enqueued."""
    call_command("db_worker", "--backend", "database", "--batch", "--no-startup-delay", "-v", "0")


def run(message):
    delivery.deliver.func(message.pk)
    message.refresh_from_db()
    return message


def test_the_worker_sends_it_in_the_residents_language(form, spanish_form, send_slowly, monkeypatch):
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None)
    send_slowly("/es/ask/")
    assert mail.outbox == []  # nothing is sent while the resident waits
    work()
    letter = mail.outbox[0]
    case = Submission.objects.get()
    assert letter.to == ["ana@example.com"]
    assert case.reference in letter.subject
    assert "Pregunte a la Ciudad" in letter.body
    assert f"http://localhost/es/ask/receipt/{case.receipt_key}/" in letter.body
    html = letter.alternatives[0].content
    assert '<html lang="es" dir="ltr">' in html
    assert "A tree" not in letter.body + html  # answers do not travel by mail
    assert Message.objects.get().delivery == Delivery.SENT


def test_the_row_and_the_task_are_written_with_the_submission(form, send_slowly):
    send_slowly()
    assert Message.objects.get().delivery == Delivery.DUE
    assert DBTaskResult.objects.count() == 1


def test_without_an_address_nothing_is_sent(form, send_slowly):
    send_slowly(address="")
    assert not Message.objects.exists()


def test_what_may_be_a_robots_is_not_answered(form, send_slowly):
    send_slowly(more="buy")
    assert not Message.objects.exists()


def test_one_address_gets_no_more_than_a_few_a_day(form, send_slowly):
    for number in range(6):
        address = "ANA@example.com" if number % 2 else "ana@example.com"
        send_slowly(address=address, **{form.name("Tell us more"): f"No. {number}"})
    states = list(Message.objects.order_by("pk").values_list("delivery", flat=True))
    assert states == ["due"] * 5 + ["withheld"]


def test_a_dead_mail_server_is_tried_again_later_and_later_and_then_shown(form, send_slowly, monkeypatch):
    send_slowly()
    message = Message.objects.get()

    def refuse(self):
        raise ConnectionRefusedError("ana@example.com")

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
    now, pauses = timezone.now(), []
    for _attempt in range(delivery.MOST_ATTEMPTS):
        with time_machine.travel(now, tick=False):
            run(message)
        pauses.append((message.due_at - now).total_seconds())
        now = message.due_at
    assert pauses[:4] == [15, 30, 60, 120]
    assert (message.delivery, message.attempts) == (Delivery.FAILED, 8)
    assert message.error == "ConnectionRefusedError"  # no address in it


def test_it_is_not_sent_before_it_is_due_and_never_twice(form, send_slowly):
    send_slowly()
    message = Message.objects.get()
    Message.objects.update(due_at=timezone.now() + timedelta(minutes=1))
    assert run(message).delivery == Delivery.DUE
    Message.objects.update(due_at=timezone.now())
    for _time in range(3):
        run(message)
    assert len(mail.outbox) == 1


def test_a_worker_killed_while_sending_repeats_it_under_the_same_id(form, send_slowly):
    send_slowly()
    message = delivery.claim(Message.objects.get().pk, timezone.now())
    delivery.send(message)  # and here the worker is killed: the row still says that it is being sent
    DBTaskResult.objects.all().delete()
    assert delivery.sweep(timezone.now()) == 0
    with time_machine.travel(timezone.now() + delivery.LEASE, tick=False):
        assert delivery.sweep(timezone.now()) == 1
        run(message)
    assert message.delivery == Delivery.SENT
    assert len({each.extra_headers["Message-ID"] for each in mail.outbox}) == 1


def test_a_lost_task_is_found_by_the_sweep(form, send_slowly):
    send_slowly()
    DBTaskResult.objects.all().delete()
    call_command("tend", "mail", verbosity=0)
    assert DBTaskResult.objects.count() == 1


def test_staff_see_the_delivery_and_send_a_failed_one_again(form, send_slowly, staff):
    send_slowly()
    message = Message.objects.get()
    Message.objects.update(delivery=Delivery.FAILED, attempts=8, error="SMTPServerDisconnected")
    group = make_staff("Parks moderators")
    let_see(group, Submission.objects.get().queue)
    moderator = staff(make_user("minh", group))
    case = f"/admin/inbox/{message.submission_id}/"
    assert "Failed (SMTPServerDisconnected)" in moderator.get(case).content.decode()
    assert moderator.post(f"{case}messages/{message.pk}/again/").status_code == 302
    assert run(message).delivery == Delivery.SENT
    assert moderator.post(f"{case}messages/{message.pk}/again/").status_code == 302
    run(message)
    assert len(mail.outbox) == 1
    assert "We have received it" in moderator.get(case).content.decode()


def test_a_stranger_cannot_send_anything_again(form, send_slowly, staff, resident):
    send_slowly()
    Message.objects.update(delivery=Delivery.FAILED)
    message = Message.objects.get()
    readers = make_staff("Readers")
    let_see(readers, Submission.objects.get().queue, "view_submission")
    for client in (resident, staff(make_user("rosa", readers)), staff(make_user("teresa", make_staff("Nobody")))):
        response = client.post(f"/admin/inbox/{message.submission_id}/messages/{message.pk}/again/")
        assert response.status_code in (302, 403, 404)
        message.refresh_from_db()
        assert message.delivery == Delivery.FAILED


def test_the_letter_says_what_it_can_when_the_page_is_gone(form, send_slowly, resident):
    send_slowly()
    Submission.objects.update(page=None)
    run(Message.objects.get())
    assert Submission.objects.get().reference in mail.outbox[0].body
    link = next(line for line in mail.outbox[0].body.splitlines() if line.startswith("http"))
    assert resident.get(link.removeprefix("http://localhost")).status_code == 200


def test_a_title_cannot_put_a_line_into_the_header(form, send_slowly):
    edit(form.page, title="Ask\nBcc: everybody@example.com")
    send_slowly()
    run(Message.objects.get())
    assert "\n" not in mail.outbox[0].subject
    assert mail.outbox[0].recipients() == ["ana@example.com"]


def test_no_letter_about_a_sensitive_form_says_what_it_is_about(form, send_slowly, resident):
    from forms import letters, outbox
    from forms.models import Draft, FormIdentity, Watch

    edit(form.page, is_sensitive=True)
    send_slowly()
    identity = FormIdentity.objects.get(key=form.page.translation_key)
    draft = Draft.objects.create(form=identity, page=form.page, locale="en")
    outbox.send_link(draft, "ana@example.com")
    watch = Watch.objects.create(form=identity, page=form.page, recipient="ana@example.com", locale="en")
    Message.objects.create(watch=watch, kind="opened", recipient="ana@example.com", locale="en")
    for message in Message.objects.all():
        letter = letters.compose(message)
        assert "Ask the City" not in letter.subject + letter.text + letter.html
        assert "/ask/" not in letter.text
