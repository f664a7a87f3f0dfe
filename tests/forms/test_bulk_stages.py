"""Many applications go to a stage at once, and each applicant is told in their language, or neither."""

import re
from datetime import date

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from forms import actions
from forms.delivery import deliver
from forms.models import Act, Event, Kind, Message, ReplyTemplate, Submission
from tests.factories import FormFactory, edit, make_queue, question, translate
from tests.forms.conftest import APPLIED, read_cases

BULK = "/admin/bulk/forms/submission/stage/"
SUBJECT, TEXT = (
    "Your application {reference}",
    "Dear {name},\n\n“{stage}”. You can ask for a review until {review day}.",
)
SPANISH = {SUBJECT: "Su solicitud {reference}", TEXT: "Hola, {name}:\n\n«{stage}». Revisión hasta el {review day}."}
TOLD = {"tell": "on", "go": "do"}
NO = "body-not-qualified"


def publish(title, subject, text):
    template = ReplyTemplate(title=title, subject=subject, text=text, locale=Locale.get_default())
    template.save()
    template.save_revision().publish()
    return template


def name_reply(page, template):
    raw = page.stages.get_prep_value()
    raw[0]["value"]["told_not_qualified"] = template.pk
    return edit(page, stages=raw)


@pytest.fixture
def template(board, spanish_home):
    template = publish("Not qualified", SUBJECT, TEXT)
    name_reply(board, template)
    translate(template, "es", SPANISH)
    translate(board, "es", {"Join the board": "Únase"})
    return template


@pytest.fixture
def rosa(board, member):
    return member("rosa", board.queue, "view", "answer", "decide")


@pytest.fixture
def cases(board, template, receive, rosa):
    """{language: an application that did not meet the qualifications}."""
    cases = {}
    for number, code in enumerate(("es", "en", "vi")):
        said = {**APPLIED, "Your name": f"Name {code}", "Your email": f"{code}{number}@example.com"}
        cases[code] = case = receive(board, said, code="es" if code == "es" else "en")
        Submission.objects.filter(pk=case.pk).update(locale=code)
        fail(case, rosa[0])
    return cases


def fail(case, by):
    actions.move_stage(case, "body-qualification", by=by)
    for name in ("one", "two"):
        actions.evaluate(case, name, is_met=False, evidence="-", by=by)
    case.refresh_from_db()


def choose(cases):
    return "?next=/admin/inbox/&" + "&".join(f"id={case.pk}" for case in cases)


@pytest.fixture
def plan(read):
    """plan(client, cases, stage): the second step of the dialog."""

    def plan(client, cases, stage=NO):
        address = BULK + choose(cases)
        return read(client.post(address, {"cases": read_cases(read(client.get(address))), "chosen": stage}))

    return plan


@pytest.fixture
def carry_out(plan, read):
    """carry_out(client, cases, stage, …): both steps."""

    def carry_out(client, cases, stage=NO, **more):
        said = {"cases": read_cases(plan(client, cases, stage)), "chosen": stage, "go": "do", **more}
        return read(client.post(BULK + choose(cases), said, follow=True))

    return carry_out


def stages(cases):
    return [Submission.objects.get(pk=case.pk).stage for case in cases.values()]


def test_each_is_told_in_their_language_and_who_cannot_be_told_is_not_moved(cases, rosa, carry_out):
    user, client = rosa
    with time_machine.travel("2026-11-22T20:00-08:00", tick=False):
        said = carry_out(client, cases.values(), **TOLD).text
    assert "2 applications were moved, and the applicants are told." in said
    lack = r"There is no Vietnamese translation of “Not qualified”\.\s+" + cases["vi"].reference
    assert re.search(lack, said)
    assert stages(cases) == [NO, NO, "body-qualification"]
    spanish, english = (Message.objects.get(submission=cases[code], kind=Kind.REPLY) for code in ("es", "en"))
    assert (spanish.locale, spanish.title) == ("es", f"Su solicitud \u2068{cases['es'].reference}\u2069")
    assert "Name es" in spanish.body and "hasta el 6 de diciembre de 2026" in spanish.body
    assert "until December 6, 2026" in spanish.body_source and english.body_source == ""
    assert "until December 6, 2026" in english.body
    assert spanish.template_title == "Not qualified"
    case = Submission.objects.get(pk=cases["es"].pk)
    assert (case.review_until, case.state, case.first_replied_at) == (date(2026, 12, 6), "closed", spanish.created_at)
    acts = [event.act for event in Event.objects.filter(case=case, by_id=user.pk).order_by("pk")][-3:]
    assert acts == [Act.STAGE, Act.STATE, Act.REPLIED]
    assert Event.objects.filter(case=case, act=Act.REPLIED).get().data["language"] == "es"
    mail.outbox.clear()
    with time_machine.travel("2026-11-22T20:01-08:00", tick=False):
        deliver.func(spanish.pk)
    assert mail.outbox[0].to == [case.recipient] and "6 de diciembre" in mail.outbox[0].body


def test_the_second_step_says_who_goes_who_is_told_and_what_they_read(cases, rosa, plan):
    shown = plan(rosa[1], cases.values())
    assert not Message.objects.filter(kind=Kind.REPLY).exists() and stages(cases) == ["body-qualification"] * 3
    assert shown.select_one("input[name=tell]").has_attr("checked")
    assert "“Not qualified” in their language" in shown.text and "3 applications can go there" in shown.text
    assert "2 applicants can be told" in shown.text and "There is no Vietnamese translation" in shown.text
    letter = shown.select_one('.case-note[lang="es"]').text
    assert "Su solicitud [the reference]" in letter and "Hola, [the name of who wrote to us]" in letter
    assert shown.select_one('.case-note[lang="en"]')


def test_without_the_tick_all_are_moved_and_nobody_is_told(cases, rosa, carry_out):
    assert "3 cases were changed." in carry_out(rosa[1], cases.values()).text
    assert stages(cases) == [NO] * 3
    assert not Message.objects.filter(kind=Kind.REPLY).exists()


def test_a_reply_with_gaps_is_not_sent_to_many(board, cases, rosa, plan, carry_out):
    name_reply(board, publish("By hand", "S", "You lack {what: name}."))
    shown = plan(rosa[1], cases.values())
    assert "has gaps to be filled in by hand" in shown.text and not shown.select("input[name=tell]")
    said = carry_out(rosa[1], cases.values(), **TOLD).text
    assert "“By hand” has gaps that are filled in by hand." in said
    assert stages(cases) == ["body-qualification"] * 3


def test_a_stale_wording_and_a_missing_address_leave_the_case(cases, template, board, receive, rosa, carry_out):
    silent = receive(board, {**APPLIED, "Your email": ""})
    fail(silent, rosa[0])
    edit(template, text=TEXT.replace("You can", "You may"))
    said = carry_out(rosa[1], [*cases.values(), silent], **TOLD).text
    assert "The Spanish translation of “Not qualified” is not up to date." in said
    assert "No email address was given, so nobody would be told." in said
    assert stages({**cases, "silent": silent}) == ["body-qualification", NO, "body-qualification", "body-qualification"]


def test_what_the_stages_do_not_allow_is_named(board, cases, rosa, receive, plan, carry_out):
    user, client = rosa
    fresh, unjudged, spam = (receive(board, {**APPLIED, "Your email": f"{n}@example.com"}) for n in "abc")
    actions.move_stage(unjudged, "body-qualification", by=user)
    actions.change_state(spam, "spam", by=user)
    every = [*cases.values(), fresh, unjudged, spam]
    shown = plan(client, every, "body-eligible")
    assert "None of these applications can go there." in shown.text
    for why in ("A criterion is not met", "cannot follow the stage", "Not every criterion", "It is spam"):
        assert why in shown.text
    said = carry_out(client, every, "body-eligible").text
    assert "No case was changed." in said
    assert stages(cases) == ["body-qualification"] * 3


def test_only_who_may_decide_and_only_who_may_answer_tells(cases, board, member, rosa, read, plan, carry_out):
    _user, clerk = member("minh", board.queue, "view", "answer")
    assert clerk.get(BULK + choose(cases.values())).status_code == 302
    shown = " ".join(f"{case.pk}-{case.revision}" for case in cases.values())
    stranger = member("ivan", make_queue("Other"), "view", "answer", "decide")[1]
    for client in (clerk, stranger):
        page = client.post(BULK + choose(cases.values()), {"cases": shown, "chosen": NO, **TOLD}).content.decode()
        assert "Not qualified" not in page and cases["vi"].reference not in page
    assert stages(cases) == ["body-qualification"] * 3
    _user, decider = member("olga", board.queue, "view", "decide")
    assert not plan(decider, cases.values()).select("input[name=tell]")
    assert "You may move it, and not write to the applicant." in carry_out(decider, cases.values(), **TOLD).text
    assert stages(cases) == ["body-qualification"] * 3
    carry_out(decider, cases.values())
    assert stages(cases) == [NO] * 3


def test_neither_is_done_where_one_of_both_fails(cases, rosa, carry_out, monkeypatch):
    def fail(*_args, **_options):
        raise actions.Refused

    monkeypatch.setattr("forms.actions.replying.send", fail)
    assert "This cannot be done with it as it is now." in carry_out(rosa[1], [cases["es"]], **TOLD).text
    assert stages({"es": cases["es"]}) == ["body-qualification"]


def test_of_several_forms_only_stages_that_all_have(home, board, cases, rosa, receive, member, read):
    own = FormFactory(
        parent=home, slug="own", title="Own", purpose="application", queue=board.queue,
        questions=[question("short_text", "Your name")],
        stages=[{"type": "stage", "id": f"0000-{name}", "value": {"name": name}} for name in ("One", "Two")],
    )  # fmt: skip
    other = receive(own, {"Your name": "Ana"})

    def offered(*chosen):
        page = read(rosa[1].get(BULK + choose(chosen)))
        return page.text, [each["value"] for each in page.select("select[name=chosen] option")][1:]

    assert offered(cases["es"])[1] == [NO, "body-eligible"]
    assert offered(other)[1] == ["0000-Two"]
    said, values = offered(cases["es"], other)
    assert not values and "forms whose stages are not the same" in said
    plain = receive(FormFactory(parent=home, slug="plain", queue=board.queue, questions=[question("email", "E")]), {})
    said, values = offered(cases["es"], plain)
    assert values == [NO, "body-eligible"] and "Its form has no stages." in said


def test_words_are_read_once_a_language_and_not_once_a_case(board, cases, rosa, receive, carry_out):
    user, client = rosa

    def count(number):
        more = [receive(board, {**APPLIED, "Your email": f"{number}-{n}@example.com"}) for n in range(number)]
        for case in more:
            fail(case, user)
        with CaptureQueriesContext(connection) as queries:
            carry_out(client, more, **TOLD)
        assert all(case.stage == NO for case in Submission.objects.filter(pk__in=[each.pk for each in more]))
        return len(queries), sum("replytemplate" in each["sql"] for each in queries)

    count(1)
    (few, few_words), (many, many_words) = count(2), count(6)
    assert many_words == few_words
    assert (many - few) / 4 <= 30, "for each: locked, moved, closed, told, and three lines of the record"
