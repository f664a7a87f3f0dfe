"""What came on paper, by phone or by email is entered by staff: the same questions, marked as what it is."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.users.models import UserProfile

from forms.models import Draft, Event, Message, Submission
from tests.factories import FormFactory, edit, make_queue, question, section, translate

ENTER = "/admin/inbox/enter/"


@pytest.fixture
def page(home):
    return FormFactory(
        parent=home,
        slug="f",
        queue=make_queue("Parks"),
        confirm_email=True,
        questions=[
            question("long_text", "What happened?"),
            section("You"),
            question("short_text", "Your name", autocomplete="name"),
            question("email", "Your email"),
            question("consent", "I agree"),
        ],
    )


@pytest.fixture
def clerk(page, member):
    return member("minh", page.queue, "view", "answer")


def begin(client, form, **changes):
    moment = timezone.localtime() - timedelta(hours=3)
    data = {"page": form.pk, "language": "en", "channel": "paper", "reached_at": f"{moment:%Y-%m-%d %H:%M}", **changes}
    return client.post(ENTER, data)


def name(page, label):
    return f"q-{next(block['id'] for block in page.questions.get_prep_value() if block['value'].get('label') == label)}"


def fill(client, draft, page, **said):
    client.post(f"{draft}1/", {"go": "next", name(page, "What happened?"): said.get("what", "")})
    person = {name(page, "Your name"): said.get("name", ""), name(page, "Your email"): said.get("email", "")}
    answer = client.post(f"{draft}2/", {"go": "next", **person})
    assert answer.status_code == 303, answer.content.decode()
    return client.post(f"{draft}check/", {"go": "send"})


def test_a_paper_in_spanish_comes_into_the_same_inbox_marked_as_paper(page, clerk, spanish_home, read):
    translate(page, "es", {"Ask the City": "Pregunte", "What happened?": "¿Qué pasó?"})
    user, client = clerk
    draft = begin(client, page, language="es")["Location"]
    assert draft.startswith("/es/draft/")
    shown = read(client.get(draft, follow=True))
    assert "¿Qué pasó?" in shown.text and shown.select_one(".note--plain")
    response = fill(client, draft, page, what="Un árbol cayó.", name="Ana")
    case = Submission.objects.get()
    assert response["Location"] == f"/admin/inbox/{case.pk}/"
    assert (case.channel, case.entered_by, case.locale, case.name) == ("paper", user, "es", "Ana")
    assert timedelta(hours=2) < timezone.now() - case.received_at < timedelta(hours=4)
    assert not Message.objects.exists(), "no address, no mail"
    assert Event.objects.get(act="entered").data == {"channel": "paper"}
    told = client.get(response["Location"]).content.decode()
    assert "On paper" in told and "Entered by minh" in told
    assert "On paper" in client.get("/admin/inbox/?channel=paper").content.decode()
    assert "No case matches" in client.get("/admin/inbox/?channel=web").content.decode()


def test_paper_may_have_gaps_and_what_is_wrong_is_still_told(page, clerk):
    _user, client = clerk
    draft = begin(client, page)["Location"]
    person = {name(page, "Your email"): "no address"}
    client.post(f"{draft}1/", {"go": "next"})
    assert "Error:" in client.post(f"{draft}2/", {"go": "next", **person}).content.decode()
    fill(client, draft, page)
    case = Submission.objects.get()
    assert case.answers == {}
    asked = case.version.definition["questions"]
    assert asked[0]["required"] is True, "the version says what the form asked, not what staff had to fill in"


def test_an_address_on_the_paper_gets_the_receipt_and_need_not_be_confirmed(page, clerk):
    _user, client = clerk
    fill(client, begin(client, page)["Location"], page, what="A", name="Ana", email="ana@example.com")
    assert Submission.objects.get().confirm_key is None
    assert [message.kind for message in Message.objects.all()] == ["receipt"]


def test_it_can_be_entered_after_closing_and_is_late_only_if_it_came_late(page, clerk):
    _user, client = clerk
    page = edit(page, closes_at=timezone.now() - timedelta(hours=2))
    fill(client, begin(client, page)["Location"], page, what="In time")
    late = timezone.localtime() - timedelta(hours=1)
    fill(client, begin(client, page, reached_at=f"{late:%Y-%m-%d %H:%M}")["Location"], page, what="Late")
    assert [case.is_late for case in Submission.objects.order_by("pk")] == [False, True]


def test_a_form_that_is_not_published_any_more_can_still_be_entered(page, clerk):
    page.unpublish()
    _user, client = clerk
    fill(client, begin(client, page)["Location"], page, what="Found in the mail room")
    assert Submission.objects.count() == 1


def test_the_draft_is_for_the_person_who_enters_it_alone(page, clerk, member, resident):
    draft = begin(clerk[1], page)["Location"]
    other = member("rita", page.queue, "view", "answer")[1]
    for client in (resident, other):
        assert client.get(draft).status_code == 404
        assert client.post(f"{draft}check/", {"go": "send"}).status_code == 404
    assert not Submission.objects.exists()


def test_sending_twice_is_one_case(page, clerk):
    _user, client = clerk
    draft = begin(client, page)["Location"]
    fill(client, draft, page, what="A")
    client.post(f"{draft}check/", {"go": "send"})
    assert Submission.objects.count() == 1


def test_only_forms_of_ones_own_queues(page, home, clerk, read):
    other = FormFactory(
        parent=home, slug="o", title="Other form", queue=make_queue("Other"), questions=[question("long_text", "A")]
    )
    _user, client = clerk
    assert "Other form" not in client.get(ENTER).content.decode()
    assert begin(client, other).status_code == 200
    assert not Draft.objects.exists()


@pytest.mark.parametrize("changes", [
    {"reached_at": "2999-01-01 10:00"}, {"reached_at": "never"}, {"channel": "web"}, {"channel": "pigeon"},
    {"language": "xx"}, {"page": "0"}, {"page": ""},
])  # fmt: skip
def test_bad_input_is_a_clear_error(changes, page, clerk, read):
    response = begin(clerk[1], page, **changes)
    assert response.status_code == 200
    assert read(response).select(".w-field__errors, .error-message, [aria-invalid]")
    assert not Draft.objects.exists()


# In Tokyo the first day of the calendar begins before there is any time in UTC; in Los Angeles the last ends after it.
@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/Los_Angeles"])
@pytest.mark.parametrize("year", ["0001-01-01 00:00", "0202-03-04 10:00", "1899-03-04 10:00", "9999-12-31 23:59"])
def test_no_year_but_one_of_our_time_is_taken(year, zone, page, clerk, read):
    user, client = clerk
    UserProfile.objects.update_or_create(user=user, defaults={"current_time_zone": zone})
    response = begin(client, page, reached_at=year)
    said = read(response).select_one("main").text
    assert "Enter a day of our time." in said or "Enter a valid date/time." in said
    assert not Draft.objects.exists()


def test_what_reached_the_city_more_than_two_years_ago_is_a_slip_of_the_pen(page, clerk):
    _user, client = clerk
    day = timezone.localtime() - timedelta(days=733)
    assert "This is more than two years ago" in begin(client, page, reached_at=f"{day:%Y-%m-%d %H:%M}").content.decode()
    assert not Draft.objects.exists()
    day = timezone.localtime() - timedelta(days=729)
    assert begin(client, page, reached_at=f"{day:%Y-%m-%d %H:%M}").status_code == 302


def test_who_may_only_see_enters_nothing(page, member):
    _user, client = member("rita", page.queue, "view")
    assert client.get(ENTER).status_code == 302
    assert begin(client, page).status_code == 302
    assert not Draft.objects.exists()


def test_after_it_is_entered_the_address_leads_to_the_case_and_never_to_the_residents_page(page, clerk):
    _user, client = clerk
    draft = begin(client, page)["Location"]
    fill(client, draft, page, what="A")
    case = Submission.objects.get()
    assert client.get(draft)["Location"] == f"/admin/inbox/{case.pk}/"
    assert client.post(f"{draft}check/", {"go": "send"})["Location"] == f"/admin/inbox/{case.pk}/"


def test_who_has_lost_the_right_meanwhile_enters_nothing(page, clerk):
    user, client = clerk
    draft = begin(client, page)["Location"]
    user.groups.get().collection_permissions.all().delete()
    assert client.get(draft).status_code == 404
    assert client.post(f"{draft}check/", {"go": "send"}).status_code == 404


def test_an_answer_that_leads_it_to_another_queue_is_told(home, member):
    other = make_queue("Streets")
    asked = question("single_choice", "About", choices=["Parks", ("Streets", other)])
    form = FormFactory(parent=home, slug="r", queue=make_queue("Parks"), questions=[asked])
    _user, client = member("minh", form.queue, "view", "answer")
    draft = begin(client, form)["Location"]
    client.post(f"{draft}1/", {"go": "next", f"q-{asked['id']}": asked["value"]["choices"][1]["id"]})
    response = client.post(f"{draft}check/", {"go": "send"}, follow=True)
    case = Submission.objects.get(queue=other)
    assert response.redirect_chain[-1][0] == "/admin/inbox/"
    assert f"Entered as {case.reference}, in the queue “Streets”." in response.content.decode()
