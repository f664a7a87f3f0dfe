"""A page that was open for too long, or whose reader was signed out meanwhile: nothing typed is lost, nothing leaks."""

import json

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction
from wagtail.users.models import UserProfile

from forms.models import Note
from localization.languages import LANGUAGES
from tests.factories import StandardFactory, make_user

HERE, ELSEWHERE = {"Origin": "http://testserver"}, {"Origin": "https://evil.example"}


@pytest.fixture
def case(form, receive):
    return receive(form.page, {"Tell us more": "A tree fell."})


@pytest.fixture
def clerk(form, member):
    user, _client = member("rosa", form.page.queue, "answer")
    return user


@pytest.fixture
def browser(clerk):
    """Checked as on the real site, signed in."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(clerk)
    return client


def list_held(page):
    return {each["name"]: each["value"] for each in page.select("form[method=post] input[type=hidden]")}


def test_what_was_typed_on_an_expired_page_is_sent_again_with_one_button(case, browser, read):
    url = f"/admin/inbox/{case.pk}/"
    token = read(browser.get(url)).select_one("input[name=csrfmiddlewaretoken]")["value"]
    browser.cookies["csrftoken"] = "x" * 32  # somebody signed in in another tab
    sent = {"csrfmiddlewaretoken": token, "seen": "0", "note": "Called\r\nthe resident."}
    response = browser.post(url, sent, headers=HERE)
    page = read(response)
    assert response.status_code == 403 and "no-store" in response["Cache-Control"]
    assert [each.text for each in page.select(".box")] == ["Called\nthe resident."]
    assert "rosa" in page.select_one("main").text, "in whose name it is sent"
    assert not Note.objects.exists()
    held = list_held(page)
    assert held["csrfmiddlewaretoken"] != token
    assert browser.post(page.form["action"], held, headers=HERE).status_code == 302
    assert Note.objects.get().text.split() == ["Called", "the", "resident."]


def test_what_another_site_sends_is_not_shown_and_has_no_button(case, browser, read):
    sent = {"seen": "0", "note": "Call 555 0100 and say your password."}
    response = browser.post(f"/admin/inbox/{case.pk}/", sent, headers=ELSEWHERE)
    page = read(response)
    assert response.status_code == 403
    assert "555" not in response.content.decode() and not page.select("form")
    assert "It did not come from a page of this site" in page.text


def test_from_a_browser_that_does_not_say_from_where_it_can_only_be_copied(case, browser, read):
    page = read(browser.post(f"/admin/inbox/{case.pk}/", {"seen": "0", "note": "Called."}))
    assert [each.text for each in page.select(".box")] == ["Called."] and not page.select("form")


def test_who_was_signed_out_loses_no_note(case, clerk, browser, read):
    url = f"/admin/inbox/{case.pk}/"
    token = read(browser.get(url)).select_one("input[name=csrfmiddlewaretoken]")["value"]
    del browser.cookies["sessionid"]
    sent = {"csrfmiddlewaretoken": token, "seen": "0", "note": "Called the resident."}
    response = browser.post(url, sent, headers={**HERE, "Referer": f"http://testserver{url}"})
    page = read(response)
    assert response.status_code == 403 and page.h1.text == "You are signed out"
    assert [each.text for each in page.select(".box")] == ["Called the resident."]
    assert case.reference not in page.text
    assert page.select_one("#sign-in")["href"] == f"/admin/login/?next=%2Fadmin%2Finbox%2F{case.pk}%2F"
    assert page.select_one("#sign-in")["target"] == "_blank"
    again = browser.post(url, list_held(page), headers=HERE)
    assert read(again).h1.text == "You are signed out", "nothing is lost by pressing too early"
    browser.force_login(clerk)
    browser.cookies["csrftoken"] = "y" * 32  # signing in makes a new one
    asked = read(browser.post(url, list_held(page), headers=HERE))
    assert browser.post(url, list_held(asked), headers=HERE).status_code == 302
    assert Note.objects.get().text == "Called the resident."


def test_passwords_are_neither_shown_nor_sent_again(home, browser, read):
    sent = {"password": "correct horse", "username": "rosa", "note": "A word"}
    response = browser.post("/admin/login/", sent, headers=HERE)
    assert "correct horse" not in response.content.decode() and not read(response).select("form")
    assert response.status_code == 403


def test_files_are_named_and_text_of_the_editor_is_words(home, browser, read, tmp_path):
    (tmp_path / "map.pdf").write_bytes(b"%PDF")
    rich = json.dumps({"blocks": [{"key": "a", "text": "Opening hours", "type": "unstyled"}], "entityMap": {}})
    with (tmp_path / "map.pdf").open("rb") as file:
        sent = {"title": "Library", "body-0-value": rich, "body-0-type": "paragraph", "body-count": "1", "file": file}
        page = read(browser.post("/admin/documents/add/", sent, headers=HERE))
    assert [each.text for each in page.select(".box")] == ["Library", "Opening hours"]
    assert "map.pdf" in page.text


def test_markup_stays_text(case, browser):
    response = browser.post(f"/admin/inbox/{case.pk}/", {"note": "<script>alert(1)</script>"}, headers=HERE)
    assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda each: each.code)
def test_in_the_own_language_of_each_person(language, case, clerk, browser, read):
    UserProfile.objects.update_or_create(user=clerk, defaults={"preferred_language": language.code})
    response = browser.post(f"/admin/inbox/{case.pk}/", {"note": "Called."}, headers=HERE)
    page = read(response)
    assert (page.html["lang"], page.html["dir"]) == (language.tag, language.direction)
    assert response["Content-Language"] == language.tag


def test_signing_out_twice_is_no_loss(home, client):
    assert client.post("/admin/logout/")["Location"] == "/admin/login/"


def test_a_page_behind_a_password_leads_back_to_it_in_its_language(home, spanish_home, resident, read):
    page = StandardFactory(parent=home, slug="secret")
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="password", password="open sesame")
    action = f"/_util/authenticate_with_password/{restriction.pk}/{page.pk}/"
    sent = {"password": "open sesame", "return_url": "/es/secret/"}
    response = resident.post(action, sent, headers={**HERE, "Accept-Language": "en"})
    shown = read(response)
    assert response.status_code == 403 and shown.html["lang"] == "es"
    assert shown.select_one("main .btn")["href"] == "/es/secret/"
    assert "open sesame" not in shown.text and not shown.select("main form")
    assert "Forbidden" not in shown.text


def test_staff_too_keep_what_they_typed_while_the_database_is_away(case, browser, read, monkeypatch):
    def fail(*_arguments, **_named):
        from django.db import OperationalError

        raise OperationalError("connection refused")

    url = f"/admin/inbox/{case.pk}/"
    token = read(browser.get(url)).select_one("input[name=csrfmiddlewaretoken]")["value"]
    monkeypatch.setattr("forms.inbox.case.find_case", fail)
    sent = {"csrfmiddlewaretoken": token, "seen": "0", "note": "Called the resident."}
    response = browser.post(url, sent, headers=HERE)
    page = read(response)
    assert response.status_code == 503
    assert [each.text for each in page.select(".box")] == ["Called the resident."]
    monkeypatch.undo()
    assert browser.post(page.form["action"], list_held(page), headers=HERE).status_code == 302
    assert Note.objects.get().text == "Called the resident."


def test_a_password_is_in_no_page_of_an_outage(home, read, monkeypatch):
    def fail(*_arguments, **_named):
        from django.db import OperationalError

        raise OperationalError("connection refused")

    make_user("alma", superuser=True)
    monkeypatch.setattr("wagtail.admin.views.account.LoginView.form_valid", fail)
    response = Client().post("/admin/login/", {"username": "alma", "password": "secret"})
    assert response.status_code == 503 and "secret" not in response.content.decode()
