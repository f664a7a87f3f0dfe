"""Wagtail's chooser of reply templates: for those who may send them from their queue, or who word them."""

import pytest
from django.contrib.auth.models import Permission
from wagtail.models import Locale

from forms.models import ReplyTemplate
from tests.factories import let_edit, make_queue, make_staff, make_user

CHOOSE = "/admin/snippets/choose/forms/replytemplate"


@pytest.fixture
def templates(home, spanish_home):
    """{title: reply}, of two queues, of all of them, and in Spanish."""
    said = {"Ours": make_queue("Parks"), "Theirs": make_queue("Police"), "Everybody's": None}
    made = {
        title: ReplyTemplate.objects.create(
            title=title, queue=queue, subject="s", text="t", locale=Locale.get_default()
        )
        for title, queue in said.items()
    }
    spanish = made["Theirs"].copy_for_translation(Locale.objects.get(language_code="es"))
    spanish.title = "De ellos"
    spanish.save()
    return made


@pytest.fixture
def find(read):
    def find(client):
        page = read(client.get(f"{CHOOSE}/results/"))
        return sorted(link.text.strip() for link in page.select("[data-chooser-modal-choice]"))

    return find


def test_who_answers_chooses_among_those_of_the_own_queue(templates, member, find):
    _user, rosa = member("rosa", make_queue("Parks"), "answer")
    _user, minh = member("minh", make_queue("Parks"), "view", "decide")
    assert find(rosa) == ["Everybody's", "Ours"]
    assert find(minh) == []


def test_who_words_them_chooses_among_those_of_the_own_language(templates, home, spanish_home, staff, find):
    wording = Permission.objects.filter(codename__in=["change_replytemplate", "publish_replytemplate"])
    found = {}
    for name, page in (("eva", home), ("teresa", spanish_home)):
        group = make_staff(f"Group of {name}")
        let_edit(group, page)
        client = staff(make_user(name, group))
        assert find(client) == [], "pages are not replies"
        group.permissions.add(*wording)
        found[name] = find(client)
    assert found == {"eva": ["Everybody's", "Ours", "Theirs"], "teresa": ["De ellos"]}


def test_an_administrator_chooses_among_all(templates, staff, find):
    assert len(find(staff(make_user("alma", superuser=True)))) == 4


def test_nothing_else_of_the_chooser_tells_more(templates, member):
    _user, rosa = member("rosa", make_queue("Parks"), "answer")
    theirs, ours = templates["Theirs"].pk, templates["Ours"].pk
    assert rosa.get(f"{CHOOSE}/chosen/{theirs}/").status_code == 404
    several = rosa.get(f"{CHOOSE}/chosen-multiple/?id={theirs}&id={ours}").content.decode()
    assert "Ours" in several and "Theirs" not in several
    assert "Theirs" not in rosa.get(f"{CHOOSE}/").content.decode()
    assert "Ours" in rosa.get(f"{CHOOSE}/chosen/{ours}/").content.decode()
