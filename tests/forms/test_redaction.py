"""What was redacted is gone for good: from mail on its way, from the comment that was public, from every judgement."""

import pytest
from django.core import mail

from forms import actions, comments, delivery
from forms.actions import batches
from forms.models import BatchState, Delivery, DisposalBatch, Evaluation, Message, Publication, Submission
from forms.states import Reason
from tests.factories import edit


@pytest.fixture
def redact(member):
    """redact(case, *parts): proposed by one, approved by another, carried out."""

    def redact(case, *parts):
        for name in ("olga", "otto"):
            people.setdefault(name, None) or people.update({name: member(name, case.queue, "dispose")[0]})
        batch = actions.propose_redaction({case.pk: list(parts)}, reason="Asked for", by=people["olga"])
        actions.decide(batch, BatchState.APPROVED, reason="Yes", by=people["otto"])
        batches.finish(batch.pk)
        assert DisposalBatch.objects.get(pk=batch.pk).state == BatchState.DONE
        case.refresh_from_db()

    people = {}
    return redact


@pytest.fixture
def case(form, receive):
    return receive(form.page, {"Tell us more": "A tree fell.", "Your email": "ana@example.com"})


def find_question(case, label):
    return next(each["id"] for each in case.version.definition["questions"] if each["source"][0] == label)


def during_send(monkeypatch, do, error=None):
    real = delivery.EmailMultiAlternatives.send

    def send(letter, *args, **kwargs):
        do()
        if error:
            raise error
        return real(letter, *args, **kwargs)

    monkeypatch.setattr(delivery.EmailMultiAlternatives, "send", send)


@pytest.mark.parametrize("error", [None, OSError("gone")])
def test_a_message_that_is_redacted_while_it_goes_out_does_not_come_back(error, case, redact, monkeypatch):
    message = Message.objects.get()
    during_send(monkeypatch, lambda: redact(case, f"message:{message.pk}"), error)
    delivery.deliver.func(message.pk)
    message.refresh_from_db()
    assert (message.recipient, message.subject, message.text) == ("", "", "")
    assert (message.delivery, message.error) == (Delivery.FAILED, "Redacted")


def test_words_that_came_back_are_taken_out_again(case, redact):
    message = Message.objects.get()
    redact(case, f"message:{message.pk}")
    Message.objects.update(text="Dear Ana")
    redact(case, f"message:{message.pk}")
    assert Message.objects.get().text == ""


@pytest.mark.parametrize("part", ["message", "answer"])
def test_what_was_taken_out_is_not_sent_again(part, case, redact, member):
    message = Message.objects.get()
    _user, client = member("minh", case.queue, "view", "answer")
    redact(case, f"message:{message.pk}" if part == "message" else f"answer:{find_question(case, 'Your email')}")
    for page in (f"/admin/inbox/{case.pk}/", f"/admin/mail/{message.pk}/"):
        assert "Send again" not in client.get(page).content.decode()
    for address in (f"/admin/inbox/{case.pk}/messages/{message.pk}/again/", f"/admin/mail/{message.pk}/again/"):
        assert "cannot be done" in client.post(address, follow=True).content.decode()
    Message.objects.update(delivery=Delivery.DUE)
    delivery.deliver.func(message.pk)
    assert Message.objects.get().delivery == Delivery.FAILED and mail.outbox == []


@pytest.mark.parametrize("decision", ["published", "rejected", "taken back"])
def test_nothing_of_a_comment_stays_in_what_was_decided_about_it(decision, policy, comment, member, redact):
    minh, _client = member("minh", policy.queue, "answer")
    case = comment("Ask Tom Miller of 5 Pier Street.")
    actions.publish(case, with_name=True, by=minh, cuts=["Tom Miller of 5 Pier Street"], note="About Tom Miller")
    if decision == "rejected":
        actions.reject(case, Reason.OFF_TOPIC, by=minh, note="About Tom Miller")
    elif decision == "taken back":
        actions.unpublish(case, by=minh)
    redact(case, f"answer:{find_question(case, 'Your comment')}")
    known = Publication.objects.get()
    assert (known.cuts, known.note, known.text, known.name) == ([], "", "", "")
    assert not Submission.objects.filter(comments.find_undecided()).exists(), "there is nothing to decide on any more"


def test_every_judgement_can_be_taken_out(applied, member, redact):
    rosa, _client = member("rosa", applied.queue, "view", "answer", "decide")
    actions.move_stage(applied, "body-qualification", by=rosa)
    for evidence in ("Carmen was ill.", "Carmen is well."):
        actions.evaluate(applied, "one", is_met=True, evidence=evidence, by=rosa)
        redact(applied, f"evaluation:{Evaluation.objects.last().pk}")
    assert [each.evidence for each in Evaluation.objects.all()] == ["", ""]


def test_only_the_newest_judgement_is_shown(applied, member):
    rosa, client = member("rosa", applied.queue, "view", "answer", "decide")
    actions.move_stage(applied, "body-qualification", by=rosa)
    for evidence in ("No letter.", "Found it."):
        actions.evaluate(applied, "one", is_met=True, evidence=evidence, by=rosa)
    shown = client.get(f"/admin/inbox/{applied.pk}/").content.decode()
    assert "Found it." in shown and "No letter." not in shown


def test_two_questions_of_one_name_show_each_its_answer(form, receive, member):
    page = form.page
    raw = [each for each in page.questions.get_prep_value() if each["type"] == "long_text"]
    twice = [raw[0], {**raw[0], "id": "00000000-0000-4000-8000-000000000001"}]
    page = edit(page, questions=page._meta.get_field("questions").to_python(twice))
    case = receive(page, {"Tell us more": "x"})
    first, second = (each["id"] for each in case.version.definition["questions"])
    case.answers = {first: "Ana’s words", second: "Bob’s words"}
    from forms.records.persons import list_parts

    user, _client = member("olga", case.queue, "dispose")
    assert [(each.key, each.text) for each in list_parts(case, user) if each.key.startswith("answer")] == [
        (f"answer:{first}", "Ana’s words"),
        (f"answer:{second}", "Bob’s words"),
    ]
