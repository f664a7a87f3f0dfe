"""Addresses and posts of the admin to which no page leads: a plain 4xx, never a 500. Most are of Wagtail's own views
(config.gaps)."""

import pytest
from wagtail.models import Page

from tests.factories import make_user

ODD = [
    ("post", "/admin/editing-sessions/ping/forms/submission/x/1/", 404),
    ("post", "/admin/editing-sessions/ping/forms/nothing/1/1/", 404),
    ("get", "/admin/snippets/choose/forms/mailtext/chosen/x/", 404),
    ("get", "/admin/snippets/choose/forms/replytemplate/chosen/x/", 404),
    ("get", "/admin/snippets/choose/pages/topic/chosen/x/", 404),
    ("get", "/admin/documents/chooser/chosen/x/", 404),
    ("get", "/admin/images/chooser/chosen/x/", 404),
    ("post", "/admin/snippets/choose/forms/mailtext/create/", 404),
    ("post", "/admin/snippets/choose/forms/replytemplate/create/", 404),
    ("post", "/admin/snippets/choose/pages/department/create/", 404),
    ("post", "/admin/documents/chooser/create/", 200),
    ("get", "/admin/localize/submit/snippet/forms/mailtext/x/", 404),
    ("post", "/admin/localize/submit/snippet/forms/mailtext/x/", 404),
    ("post", "/admin/choose-external-link/", 400),
    ("post", "/admin/pages/{root}/lock/", 404),
    ("post", "/admin/pages/{root}/unlock/", 404),
    ("post", "/admin/pages/{root}/set_position/", 404),
    ("post", "/admin/pages/{root}/move/{root}/confirm/", 404),
]


@pytest.mark.parametrize(("method", "address", "status"), ODD)
def test_an_odd_address_is_no_error_of_the_server(method, address, status, home, staff):
    root = Page.get_first_root_node()
    client = staff(make_user("alma", superuser=True))
    client.raise_request_exception = False
    assert getattr(client, method)(address.format(root=root.pk)).status_code == status
    root.refresh_from_db()
    assert not root.locked


def test_a_page_can_be_locked_and_moved_as_ever(home, staff):
    client = staff(make_user("alma", superuser=True))
    assert client.post(f"/admin/pages/{home.pk}/lock/").status_code == 302
    home.refresh_from_db()
    assert home.locked
    assert client.post(f"/admin/pages/{home.pk}/set_position/?position=0").status_code == 200


def test_who_is_not_signed_in_is_asked_to_be(home, client):
    assert client.get("/admin/snippets/choose/forms/mailtext/chosen/x/").status_code == 302
