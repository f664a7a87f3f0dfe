"""What an editor has besides fields: concerns before publishing, a way to try the form, previews of every state."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.blocks import StreamBlock
from wagtail.test.utils.form_data import nested_form_data, streamfield
from wagtail.users.models import UserProfile

from forms.concerns import list_concerns, list_notes
from forms.models import Attachment, Draft, FormPage, Message, Submission
from pages.models import CitySettings
from tests.factories import FormFactory, let_edit, make_queue, make_staff, make_user, question, translate
from tests.forms.test_steps import letter


@pytest.fixture
def quiet(home):
    """A form with which nothing is wrong."""
    city = CitySettings.for_site(home.get_site())
    city.phone = "(555) 010-0311"
    city.save()
    for locale in type(home.locale).objects.exclude(pk=home.locale_id):
        locale.delete()
    asked = [question("short_text", "What is it?"), question("email", "Your email", required=False)]
    return FormFactory(parent=home, slug="one", queue=make_queue("Q"), questions=asked, retention_months=12)


def read_draft(page):
    return FormPage.objects.get(pk=page.pk)


def test_a_form_with_which_nothing_is_wrong_has_no_concerns(quiet):
    assert list_concerns(read_draft(quiet)) == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"retention_months": None}, "for how many months"),
        ({"purpose": "application"}, "no closing time"),
    ],
)
def test_concerns_are_named(changes, words, quiet):
    page = read_draft(quiet)
    for name, value in changes.items():
        setattr(page, name, value)
    assert any(words in concern for concern in list_concerns(page))


def test_a_city_without_a_contact_is_a_concern(quiet):
    CitySettings.objects.update(phone="", email="")
    assert any("ask for help" in concern for concern in list_concerns(read_draft(quiet)))


def test_a_removed_question_that_has_answers_is_a_concern(quiet, send):
    block = quiet.questions.get_prep_value()[0]
    send("/en/one/", {f"q-{block['id']}": "A tree"})
    page = read_draft(quiet)
    page.questions = page._meta.get_field("questions").to_python(page.questions.get_prep_value()[1:])
    assert any("“What is it?” is removed, and 1 person" in concern for concern in list_concerns(page))


def test_a_required_question_that_is_not_translated_is_a_concern(quiet, home):
    from wagtail.models import Locale

    Locale.objects.create(language_code="es")
    translate(home, "es", {"Home": "Inicio"})
    assert list_notes(read_draft(quiet)) == ["It does not exist in: Spanish."]
    assert list_concerns(read_draft(quiet)) == []
    translate(quiet, "es", {"What is it?": "¿Qué es?", "Your email": "Su correo"})
    assert list_concerns(read_draft(quiet)) == list_notes(read_draft(quiet)) == []
    page = read_draft(quiet)
    raw = [*page.questions.get_prep_value(), question("short_text", "Where is it?")]
    page.questions = page._meta.get_field("questions").to_python(raw)
    assert any("1 required question is not translated" in each and "Spanish" in each for each in list_concerns(page))


@pytest.fixture
def editor(home, staff):
    group = make_staff("Writers")
    let_edit(group, home)
    return staff(make_user("edgar", group))


def fill_editor(page, **changes):
    raw = page.questions.get_prep_value()
    asked = streamfield([(each["type"], each["value"]) for each in raw if "choices" not in each["value"]])
    for index, each in enumerate(raw):
        asked[f"{index}-id"] = each["id"]
        asked[f"{index}-value"] = {name: value for name, value in each["value"].items() if value}
    return nested_form_data(
        {
            "title": page.title,
            "slug": page.slug,
            "introduction": "",
            "body": streamfield([]),
            "questions": asked,
            "stages": streamfield([]),
            "purpose": page.purpose,
            "queue": page.queue_id,
            "late": "refuse",
            "has_waiting_list": "on",
            "retention_months": page.retention_months or "",
            "comments": {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": "1000"},
            **changes,
        }
    )


def test_publishing_with_concerns_saves_first_and_publishes_when_asked_again(quiet, editor):
    address = f"/admin/pages/{quiet.pk}/edit/"
    data = fill_editor(quiet, title="A new title", retention_months="", **{"action-publish": "1"})
    first = editor.post(address, data, follow=True)
    assert "not published yet" in first.content.decode() and "for how many months" in first.content.decode()
    page = read_draft(quiet)
    assert page.title == "Ask the City", "the live page is as it was"
    assert page.get_latest_revision_as_object().title == "A new title", "what was typed is saved"
    editor.post(address, data, follow=True)
    assert read_draft(quiet).title == "A new title"


def test_publishing_without_concerns_is_one_step(quiet, editor):
    data = fill_editor(quiet, title="A new title", **{"action-publish": "1"})
    editor.post(f"/admin/pages/{quiet.pk}/edit/", data)
    assert read_draft(quiet).title == "A new title"


@pytest.mark.parametrize("field", ["opens_at", "closes_at", "go_live_at"])
@pytest.mark.parametrize("year", ["0001-01-01 00:00", "0202-03-04 10:00", "9999-12-31 23:59"])
def test_a_time_that_no_clock_has_is_a_clear_error(year, field, quiet, editor, home):
    UserProfile.objects.create(user=User.objects.get(username="edgar"), current_time_zone="Asia/Tokyo")
    response = editor.post(f"/admin/pages/{quiet.pk}/edit/", fill_editor(quiet, **{field: year}))
    assert response.status_code == 200
    said = response.context["form"].errors[field]
    assert said in (["Enter a day of our time."], ["Enter a valid date/time."])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"one_per_person": True}, "one_per_person"),
        ({"confirm_email": True}, "confirm_email"),
    ],
)
def test_settings_that_contradict_each_other_are_refused(changes, field, quiet):
    page = read_draft(quiet)
    for name, value in changes.items():
        setattr(page, name, value)
    with pytest.raises(ValidationError) as refused:
        page.full_clean()
    assert field in refused.value.message_dict


def test_an_anonymous_form_needs_no_address(application):
    application.page.is_anonymous = True
    with pytest.raises(ValidationError) as refused:
        application.page.full_clean()
    assert "is_anonymous" in refused.value.message_dict


def test_an_editor_tries_the_whole_form_and_nothing_is_sent(application, editor, resident, read):
    button = BeautifulSoup(editor.get(f"/admin/pages/{application.page.pk}/edit/").content.decode(), "html5lib")
    address = next(each["href"] for each in button.select("a") if "Try this form" in each.text)
    page = read_draft(application.page)
    page.title = "Apply (new)"
    page.save_revision()
    draft = editor.post(address, {"language": "en"})["Location"]
    first = read(resident.get(draft, follow=True))
    assert "You are trying this form." in first.text
    name = application.name
    resident.post(f"{draft}1/", {name("Your name"): "Ana", name("Your email"): "ana@example.com"})
    resident.post(f"{draft}2/", {name("Why you"): "Because.", name("Your letter"): letter()})
    resident.post(f"{draft}3/", {name("I agree"): "on"})
    end = read(resident.post(f"{draft}check/", follow=True))
    assert "We have received it" in end.h1.text and "You are trying this form." in end.text
    assert not Submission.objects.exists() and not Message.objects.exists()
    assert Draft.objects.get().is_trial and Attachment.objects.get().submission is None


def test_a_form_that_was_never_published_can_be_tried(home, editor, resident, read):
    page = FormFactory(parent=home, slug="new", queue=make_queue("Q"), questions=[question("short_text", "Name")])
    page.unpublish()
    draft = editor.post(f"/admin/forms/try/{page.pk}/", {"language": "es"})["Location"]
    assert draft.startswith("/es/")
    assert "Name" in read(resident.get(draft, follow=True)).text


def test_a_stranger_cannot_try_a_form(application, resident, staff):
    address = f"/admin/forms/try/{application.page.pk}/"
    assert resident.get(address).status_code == 302
    assert staff(make_user("teresa", make_staff("Nobody"))).post(address, {"language": "en"}).status_code in (302, 403)
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        ("", "Start"),
        ("screen-1", "Step 1 of 3"),
        ("screen-2", "Step 2 of 3"),
        ("errors", "There is a problem"),
        ("closed", "This form is closed."),
        ("receipt", "We have received it"),
    ],
)
def test_every_state_can_be_previewed(mode, words, application, editor):
    modes = [name for name, _label in application.page.preview_modes]
    assert mode in modes
    response = application.page.make_preview_request(preview_mode=mode)
    response.render()
    assert words in response.content.decode()
    assert not Draft.objects.exists() and not Submission.objects.exists()


@pytest.mark.parametrize("mode", ["", "errors", "closed", "receipt"])
def test_a_form_of_one_screen_can_be_previewed(mode, form):
    response = form.page.make_preview_request(preview_mode=mode)
    response.render()
    assert response.status_code == 200
    assert ("There is a problem" in response.content.decode()) is (mode == "errors")


def list_blocks():
    block: StreamBlock = FormPage._meta.get_field("questions").stream_block
    return list(block.child_blocks.items())


@pytest.mark.parametrize(("name", "block"), list_blocks(), ids=[name for name, _block in list_blocks()])
def test_every_block_shows_itself_to_who_chooses(name, block, admin_client, db):
    assert block.get_description() and block.meta.group
    response = admin_client.get("/admin/block-preview/", {"id": block.definition_prefix})
    page = BeautifulSoup(response.content.decode(), "html5lib")
    assert response.status_code == 200
    assert page.select_one("main .wrap").get_text(strip=True)


def test_a_closing_time_in_the_future_is_shown_as_closed_in_the_preview(application):
    application.page.closes_at = timezone.now() + timedelta(days=5)
    response = application.page.make_preview_request(preview_mode="closed")
    response.render()
    assert "This form is closed." in response.content.decode()
