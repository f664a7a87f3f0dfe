"""The summary of the inbox: once a working day for who wants it, true when it is sent, and never about a person."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from forms import actions, delivery
from forms.models import Delivery, Kind, Message, ResponseTarget, Rhythm, StaffMail, Submission
from forms.staff_mail import send_digests
from forms.states import CaseState
from pages.models import Holiday
from tests.factories import FormFactory, make_queue, make_staff, make_user, question

MONDAY = datetime(2026, 11, 23, 18, tzinfo=UTC)  # ten in the morning in the city


@pytest.fixture(autouse=True)
def on_monday():
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def page(home):
    queue = make_queue("Parks")
    ResponseTarget.objects.create(queue=queue, working_days=3)
    return FormFactory(
        parent=home,
        slug="f",
        title="Ask the City",
        queue=queue,
        questions=[question("short_text", "Your name", autocomplete="name"), question("long_text", "What")],
    )


@pytest.fixture
def case(page, receive):
    return receive(page, {"Your name": "Lucía Herrera", "What": "The secret tree."}, now=MONDAY - timedelta(days=7))


@pytest.fixture
def minh(case, member):
    return member("minh", case.queue, "view", "answer")


def run(moment=MONDAY):
    """What goes out at that moment."""
    mail.outbox.clear()
    with time_machine.travel(moment, tick=False):
        number = send_digests(moment)
        for message in Message.objects.filter(staff__isnull=False, delivery=Delivery.DUE):
            delivery.deliver.call(message.pk)
    return number, mail.outbox


def test_a_summary_has_references_titles_and_links_and_no_person(case, minh):
    number, sent = run()
    assert number == 1
    letter = sent[0]
    assert letter.to == ["minh@example.com"] and letter.subject == "Your inbox on November 23, 2026"
    for body in (letter.body, letter.alternatives[0][0]):
        assert "Overdue: 1" in body and case.reference in body and "Ask the City" in body
        assert f"http://localhost/admin/inbox/{case.pk}/" in body
        assert "New, assigned to nobody: 1" in body and "Parks: 1, the oldest from November 16, 2026" in body
        assert "Lucía" not in body and "secret" not in body
    assert letter.extra_headers["Message-ID"] == Message.objects.get(kind=Kind.DIGEST).header_id


def test_answers_to_surveys_wait_for_nobody(case, page, home, receive, minh):
    asked = [question("long_text", "Good?")]
    survey = FormFactory(parent=home, slug="survey", purpose="survey", queue=page.queue, questions=asked)
    answer = receive(survey, {"Good?": "Yes"}, now=MONDAY - timedelta(days=8))
    text = run()[1][0].body
    assert "New, assigned to nobody: 1" in text and "Parks: 1, the oldest from November 16, 2026" in text
    link = next(line for line in text.splitlines() if line.startswith("http") and "purpose=" in line)
    listed = minh[1].get(link.removeprefix("http://localhost")).content.decode()
    assert case.reference in listed and answer.reference not in listed


def test_its_links_lead_to_what_it_counts(case, minh):
    text = run()[1][0].body
    for line in text.splitlines():
        if line.startswith("http"):
            response = minh[1].get(line.removeprefix("http://localhost"))
            assert response.status_code == 200
            assert "/inbox/?" not in line or case.reference in response.content.decode()


def test_once_a_day_also_after_a_pause_and_not_before_its_hour(case, minh):
    early = MONDAY.replace(hour=14, minute=59)  # 6:59
    assert run(early)[0] == 0
    assert run(MONDAY.replace(hour=15))[0] == 1
    assert run(MONDAY.replace(hour=16))[0] == 0
    assert run(MONDAY + timedelta(days=3))[0] == 1, "what was missed meanwhile does not come after it"


def test_not_on_days_off(case, minh):
    Holiday.objects.create(day=MONDAY.date(), name="Founders’ day")
    assert run()[0] == 0
    assert run(MONDAY - timedelta(days=1))[0] == 0, "Sunday"


def test_nothing_where_there_is_nothing_to_say(case, minh):
    actions.change_state(case, CaseState.CLOSED, by=minh[0])
    assert run()[0] == 0
    Submission.objects.update(state=CaseState.NEW)
    assert run()[0] == 0, "the day is dealt with"


def test_what_is_done_meanwhile_is_not_told(case, minh):
    assert send_digests(MONDAY) == 1
    actions.change_state(case, CaseState.CLOSED, by=minh[0])
    mail.outbox.clear()
    delivery.deliver.call(Message.objects.get(kind=Kind.DIGEST).pk)
    assert not mail.outbox and not Message.objects.filter(kind=Kind.DIGEST).exists()


def test_each_person_is_told_of_their_own_queues_and_of_what_nobody_else_has_taken_on(case, minh, member, staff):
    member("rita", make_queue("Elsewhere"), "view", "answer")
    member("vera", case.queue, "view")
    member("omar", case.queue, "view", "answer")
    make_user("alma", superuser=True)
    make_user("edgar", make_staff("Other editors"))
    actions.assign(case, minh[0], by=minh[0])
    assert [letter.to for letter in run()[1]] == [["minh@example.com"]]


def test_of_sensitive_cases_only_the_number(case, page, receive, minh):
    Submission.objects.update(is_sensitive=True)
    text = run()[1][0].body
    assert "Overdue: 0" in text and "which no mail names: 1" in text
    assert case.reference not in text and "Ask the City" not in text and "Parks: 1" not in text


def test_ten_are_listed_and_the_others_counted(case, page, receive, minh):
    for _number in range(12):
        receive(page, {"What": "B"}, now=MONDAY - timedelta(days=7))
    text = run()[1][0].body
    assert "Overdue: 13" in text and "and 3 more" in text


def test_assigned_written_and_failed_are_news_once(case, page, receive, minh, member):
    user, _client = minh
    rita, _hers = member("rita", case.queue, "view", "answer", "decide")
    Submission.objects.update(due_on=None)
    actions.assign(case, user, by=rita)
    Message.objects.create(submission=case, kind="answer", delivery="received", recipient="a@example.com", locale="es")
    Message.objects.create(
        submission=case, kind=Kind.RECEIPT, delivery=Delivery.FAILED, recipient="a@example.com", locale="es"
    )
    text = next(letter.body for letter in run()[1] if letter.to == ["minh@example.com"])
    for said in ("Assigned to you: 1", "The resident has written: 1", "Mail that could not be delivered: 1"):
        assert said in text
    assert run(MONDAY + timedelta(days=1))[1] == []


def test_the_line_of_failed_mail_leads_to_it(case, minh, read):
    Message.objects.create(
        submission=case, kind=Kind.RECEIPT, delivery=Delivery.FAILED, recipient="lu@example.com", locale="es"
    )
    client = minh[1]
    links = {
        " ".join(link.text.split()): link["href"] for link in read(client.get("/admin/")).select(".case-waiting a")
    }
    assert "lu@example.com" in client.get(links["1 Mail that could not be delivered"]).content.decode()
    Message.objects.update(created_at=MONDAY - timedelta(days=15))
    assert "could not be delivered" not in client.get("/admin/").content.decode()


def test_it_is_in_the_language_of_the_admin_of_each(case, minh):
    profile = minh[0].wagtail_userprofile if hasattr(minh[0], "wagtail_userprofile") else None
    from wagtail.users.models import UserProfile

    profile = profile or UserProfile.get_for_user(minh[0])
    profile.preferred_language = "es"
    profile.save()
    letter = run()[1][0]
    assert "23 de noviembre de 2026" in letter.subject
    assert letter.extra_headers["Content-Language"] == "es"
    assert 'lang="es"' in letter.alternatives[0][0]


def choose(client, **said):
    account = client.get("/admin/account/")
    fields = {
        "name_email-first_name": "Minh", "name_email-last_name": "Tran", "name_email-email": "minh@example.com",
        "locale-preferred_language": "", "theme-theme": "system", "theme-contrast": "system",
        "theme-density": "default", "staff_mail-rhythm": "daily",
        **said,
    }  # fmt: skip
    assert account.status_code == 200
    return client.post("/admin/account/", fields)


def test_each_chooses_in_wagtails_account_settings(case, minh):
    user, client = minh
    assert choose(client, **{"staff_mail-rhythm": "never"}).status_code == 302
    assert StaffMail.objects.get(user=user).rhythm == Rhythm.NEVER
    assert run()[0] == 0
    choose(client, **{"staff_mail-rhythm": "mondays"})
    assert run(MONDAY + timedelta(days=1))[0] == 0
    assert run(MONDAY + timedelta(days=7))[0] == 1
    Holiday.objects.create(day=(MONDAY + timedelta(days=14)).date(), name="Founders’ day")
    assert run(MONDAY + timedelta(days=14))[0] == 0
    assert run(MONDAY + timedelta(days=15))[0] == 1, "the first working day of the week"
    assert choose(client, **{"staff_mail-rhythm": "hourly"}).status_code == 200


def test_who_deals_with_nothing_is_not_asked(home, staff):
    edgar = staff(make_user("edgar", make_staff("Other editors")))
    assert "Mail about the inbox" not in edgar.get("/admin/account/").content.decode()


def test_without_an_address_nothing_is_sent_and_the_person_is_told(case, minh):
    user, client = minh
    user.email = ""
    user.save()
    assert run() == (0, [])
    assert "no email address" in client.get("/admin/account/").content.decode()


def test_an_administrator_gets_it_who_asked_for_it(case, staff):
    alma = make_user("alma", superuser=True)
    assert run()[0] == 0
    StaffMail.objects.create(user=alma)
    assert [letter.to for letter in run()[1]] == [["alma@example.com"]]


@pytest.mark.parametrize("lose", ["inactive", "rights"])
def test_who_has_no_rights_any_more_gets_nothing(lose, case, minh):
    assert send_digests(MONDAY) == 1
    user = minh[0]
    if lose == "inactive":
        user.is_active = False
        user.save()
    else:
        user.groups.clear()
    mail.outbox.clear()
    delivery.deliver.call(Message.objects.get(kind=Kind.DIGEST).pk)
    assert not mail.outbox
    assert run(MONDAY + timedelta(days=1))[0] == 0


def test_assigned_at_once_is_one_mail_for_several(case, page, receive, minh, member):
    user, client = minh
    rita, _hers = member("rita", case.queue, "view", "answer")
    choose(client, **{"staff_mail-rhythm": "never", "staff_mail-at_once": "on"})
    other = receive(page, {"What": "B"})
    actions.assign(case, user, by=rita)
    actions.assign(other, user, by=rita)
    message = Message.objects.get(kind=Kind.ASSIGNED)
    assert message.due_at == timezone.now() + timedelta(minutes=5)
    mail.outbox.clear()
    delivery.deliver.call(message.pk)
    assert not mail.outbox, "not yet"
    with time_machine.travel(MONDAY + timedelta(minutes=6), tick=False):
        delivery.deliver.call(message.pk)
    text = mail.outbox[0].body
    assert "Assigned to you: 2" in text and case.reference in text and other.reference in text
    actions.assign(case, None, by=rita)
    actions.assign(case, rita, by=rita)
    assert Message.objects.filter(kind=Kind.ASSIGNED).count() == 1, "she did not ask for it, and did it herself"


def test_mail_to_a_colleague_is_not_for_administrators_and_goes_after_ninety_days(case, minh, staff):
    run()
    alma = make_user("alma", superuser=True)
    admin = staff(alma)
    message = Message.objects.get(kind=Kind.DIGEST)
    own = Message.objects.create(staff=alma, kind=Kind.DIGEST, recipient="alma@example.com", locale="en")
    listed = admin.get("/admin/mail/").content.decode()
    assert "minh@example.com" not in listed and "alma@example.com" in listed
    assert admin.get(f"/admin/mail/{message.pk}/").status_code == 404
    assert admin.post(f"/admin/mail/{message.pk}/again/").status_code == 404
    assert admin.get(f"/admin/mail/{own.pk}/").status_code == 200
    assert "minh@example.com" not in minh[1].get("/admin/mail/").content.decode()
    run(MONDAY + timedelta(days=91))
    assert not Message.objects.filter(pk=message.pk).exists()


def test_it_goes_with_the_account(case, minh):
    run()
    minh[0].delete()
    assert not Message.objects.filter(kind=Kind.DIGEST).exists()
