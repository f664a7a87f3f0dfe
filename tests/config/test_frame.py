"""The menu of the admin is kept for a minute for a person, and never hides or opens anything by that."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.users.models import UserProfile

from tests.factories import let_see, make_queue, make_staff, make_user

ADMIN, INBOX = "/admin/", "/admin/inbox/"


@pytest.fixture
def group(home):
    return make_staff("Parks")


@pytest.fixture
def user(group):
    return make_user("minh", group)


@pytest.fixture
def client(user, client):
    client.force_login(user)
    return client


@pytest.fixture
def find_menu(read):
    """What the script that draws the menu is given, as text."""

    def find_menu(client):
        props = read(client.get(ADMIN)).select_one("#wagtail-sidebar-props").string
        return json.dumps(json.loads(props), ensure_ascii=False)

    return find_menu


def test_the_second_page_does_not_put_the_menu_together_again(client, find_menu):
    first = find_menu(client)
    with CaptureQueriesContext(connection) as again:
        assert find_menu(client) == first
    assert not any(
        "forms_savedview" in each["sql"] or '"wagtailcore_page"."depth" = 1' in each["sql"] for each in again
    )


def test_each_person_has_a_menu_of_their_own(client, group, find_menu, staff):
    let_see(group, make_queue("Parks"))
    other = staff(make_user("linh", make_staff("Others")))
    assert INBOX in find_menu(client)
    assert INBOX not in find_menu(other)


def test_a_change_in_the_own_account_shows_at_once(client, user, find_menu):
    assert "Nguyễn Minh" not in find_menu(client)
    user.first_name = "Nguyễn Minh"
    user.save()
    assert "Nguyễn Minh" in find_menu(client)
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = "es"
    profile.save()
    menu = find_menu(client)
    assert "Cerrar sesión" in menu
    assert "Log out" not in menu


def test_new_rights_show_within_a_minute_and_work_at_once(client, group, find_menu):
    assert INBOX not in find_menu(client)
    let_see(group, make_queue("Parks"))
    assert client.get(INBOX).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        assert INBOX in find_menu(client)


def test_lost_rights_are_lost_at_once_whatever_the_menu_says(client, group, find_menu):
    let_see(group, make_queue("Parks"))
    assert INBOX in find_menu(client)
    group.collection_permissions.all().delete()
    assert client.get(INBOX, follow=True).redirect_chain == [(ADMIN, 302)]


def test_the_table_of_keys_is_kept_for_each_kind_of_machine(client, read):
    for _time in range(2):
        for browser, key in (("Mozilla (Macintosh; Intel Mac OS X)", "⌘"), ("Mozilla (X11; Linux)", "Ctrl")):
            said = client.get(ADMIN, headers={"User-Agent": browser}).content.decode()
            assert f"<kbd>{key} + s</kbd>" in said


def test_the_page_to_sign_in_has_no_menu(db, client, home):
    client.logout()
    response = client.get("/admin/login/")
    assert response.status_code == 200
    assert "wagtail-sidebar-props" not in response.content.decode()
