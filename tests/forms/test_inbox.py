"""The inbox: one list of everything, in the words of staff, for those who may see it."""

import pytest
from django.urls import NoReverseMatch, reverse
from wagtail.models import Collection

from forms.models import Submission
from forms.states import MOVES, CaseState
from tests.factories import FormFactory, let_edit, let_see, make_queue, make_staff, make_user, question

INBOX = "/admin/inbox/"


@pytest.fixture
def moderator(home, staff):
    group = make_staff("Parks moderators")
    let_see(group, make_queue("Parks queue"))
    return staff(make_user("minh", group))


@pytest.fixture
def case(form, spanish_form, send, answers):
    send("/es/ask/", answers)
    return Submission.objects.get()


@pytest.fixture
def foreign_case(form, send, answers):
    response = send(
        "/en/ask/", {**answers, form.name("What is it about?"): form.choice("What is it about?", "Streets")}
    )
    assert response.status_code == 303
    return Submission.objects.get(queue__name="Clerk")


def list_references(response, read):
    return [link.text.strip() for link in read(response).select("td.title a")]


def test_all_languages_are_in_one_list(form, spanish_form, send, answers, moderator, read):
    for address in ("/en/ask/", "/es/ask/", "/ar/ask/"):
        send(address, answers)
    response = moderator.get(INBOX)
    assert len(list_references(response, read)) == 3
    assert {"English", "Spanish", "Arabic"} <= {cell.text.strip() for cell in read(response).select("td")}


def test_staff_read_the_source_words_and_can_see_the_residents(case, moderator, read):
    page = read(moderator.get(f"{INBOX}{case.pk}/"))
    first, shown = page.select(".case-answers")
    assert first.select_one("dt").text == "What is it about?"
    assert first.select_one("dd").text.strip() == "Parks"
    assert first.select_one("dd span[lang=es]").text == "A tree\nfell."
    assert shown.select_one("dt span[lang=es]").text == "¿De qué se trata?"
    assert shown.find_parent("details")


def test_the_state_is_changed_and_the_change_is_on_record(case, moderator):
    moderator.post(f"{INBOX}{case.pk}/", {"state": "in_progress", "seen": case.revision})
    case.refresh_from_db()
    assert case.state == CaseState.IN_PROGRESS
    assert "Changed the state from “New” to “In progress”" in moderator.get(f"{INBOX}{case.pk}/").content.decode()


def test_an_answer_to_a_question_of_a_type_that_is_gone_is_still_shown(case, moderator):
    definition = case.version.definition
    definition["questions"][2]["type"] = "hologram"
    type(case.version).objects.filter(pk=case.version_id).update(definition=definition)
    assert "A tree" in moderator.get(f"{INBOX}{case.pk}/").content.decode()


def test_the_list_cannot_be_taken_away(case, moderator):
    for kind in ("csv", "xlsx"):
        assert moderator.get(f"{INBOX}?export={kind}")["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("before", CaseState)
def test_only_declared_moves_are_offered_and_taken(before, case, moderator, read):
    Submission.objects.update(state=before)
    page = read(moderator.get(f"{INBOX}{case.pk}/"))
    offered = {option["value"] for option in page.select("select[name=state] option")}
    assert offered == {before, *MOVES[case.purpose][before]}
    for state in set(CaseState) - offered:
        moderator.post(f"{INBOX}{case.pk}/", {"state": state, "seen": case.revision})
        case.refresh_from_db()
        assert case.state == before


def test_another_queues_case_is_not_there(case, foreign_case, moderator, read):
    assert list_references(moderator.get(INBOX), read) == [case.reference]
    assert foreign_case.reference not in list_references(moderator.get(f"{INBOX}?q={foreign_case.reference}"), read)
    assert moderator.get(f"{INBOX}{foreign_case.pk}/").status_code == 404
    assert moderator.post(f"{INBOX}{foreign_case.pk}/", {"state": "closed", "seen": 0}).status_code == 404
    foreign_case.refresh_from_db()
    assert foreign_case.state == CaseState.NEW


def test_filters_offer_only_what_one_may_see(case, foreign_case, home, moderator, read):
    secret = FormFactory(parent=home, slug="secret", title="Secret form", questions=[question("short_text", "Who?")])
    page = read(moderator.get(INBOX))
    offered = " ".join(label.text for label in page.select("form label, [data-w-drilldown-target] label, label"))
    assert secret.title not in offered
    assert "Clerk" not in offered
    assert "Parks queue" in offered


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("locale=es", 1),
        ("locale=en", 0),
        ("state=new", 1),
        ("state=closed", 0),
        ("form={form}", 1),
        ("queue={queue}", 1),
        ("received_at_from=2000-01-01", 1),
        ("received_at_to=2000-01-01", 0),
        ("received_at_from=nonsense", 1),
        ("form=99999999999999999999", 1),  # what no filter can mean filters nothing
        ("queue=nonsense", 1),
        ("q={reference}", 1),
    ],
)
def test_filters(query, found, case, moderator, read):
    query = query.format(form=case.form_id, queue=case.queue_id, reference=case.reference)
    assert len(list_references(moderator.get(f"{INBOX}?{query}"), read)) == found


def test_who_may_only_see_cannot_change(case, staff):
    group = make_staff("Readers")
    let_see(group, case.queue, "view_submission")
    reader = staff(make_user("rosa", group))
    page = reader.get(f"{INBOX}{case.pk}/")
    assert page.status_code == 200
    assert b'name="state"' not in page.content
    reader.post(f"{INBOX}{case.pk}/", {"state": "closed", "seen": case.revision})
    case.refresh_from_db()
    assert case.state == CaseState.NEW


def test_strangers_get_nothing(case, home, spanish_home, staff, resident):
    editors, translators = make_staff("Editors of tests"), make_staff("Translators of tests")
    let_edit(editors, home)
    let_edit(translators, spanish_home, "change_page", "publish_page")
    for client in (resident, staff(make_user("edgar", editors)), staff(make_user("teresa", translators))):
        for address in (
            INBOX,
            f"{INBOX}{case.pk}/",
            f"{INBOX}results/",
            f"{INBOX}export/",
            f"{INBOX}enter/",
            f"{INBOX}person/",
        ):
            response = client.get(address)
            assert response.status_code in (302, 404)
            assert case.reference.encode() not in response.content
        assert case.reference.encode() not in client.get("/admin/", follow=True).content


def test_nothing_is_added_or_deleted_by_hand(case, staff):
    for name in ("add", "delete", "copy"):
        with pytest.raises(NoReverseMatch):
            reverse(f"inbox:{name}")
    admin = staff(make_user("alma", superuser=True))
    assert admin.get(f"{INBOX}delete/{case.pk}/").status_code == 404
    assert admin.get("/admin/forms/").status_code == 404  # Wagtail's own list of submissions is not there


def test_rights_are_given_in_wagtails_group_screen(home, staff, read):
    admin = staff(make_user("alma", superuser=True))
    page = admin.get(reverse("wagtailusers_groups:add")).content.decode()
    assert "Inbox: permissions on queues" in page
    group = make_staff("Readers")
    let_see(group, make_queue("Parks queue"), "view_submission", "export_submission")
    panel = next(
        each for each in read(admin.get(reverse("wagtailusers_groups:edit", args=[group.pk]))).select("section")
        if "Inbox: permissions on queues" in each.text
    )  # fmt: skip
    heads = [head.text.strip() for head in panel.select("th") if head.text.strip()][1:]
    boxes = [box.has_attr("checked") for box in panel.select("tbody tr")[0].select("input[name$=permissions]")]
    assert dict(zip(heads, boxes, strict=True)) == {
        "See": True, "Answer": False, "Decide": False, "Export": True, "Review": False, "Unseal": False,
        "Record": False, "Dispose": False,
    }  # fmt: skip


def test_the_list_costs_the_same_with_1_and_with_20_rows(
    case, form, send, answers, moderator, django_assert_max_num_queries
):
    def count():
        with django_assert_max_num_queries(25) as queries:
            assert moderator.get(INBOX).status_code == 200
        return len(queries)

    moderator.get(INBOX)
    one = count()
    for _time in range(19):
        send("/en/ask/", answers)
    assert Submission.objects.filter(queue=Collection.objects.get(name="Parks queue")).count() == 20
    assert count() == one


def test_a_list_that_is_fetched_anew_says_how_many_there_are(case, moderator, read):
    page = read(moderator.get(INBOX))
    status = page.select_one("[role=status]#case-status")
    assert status.text == "" and status.find_parent(id="listing-results") is None
    for query, said in {
        "q=nothing-like-this": "No case matches.",
        "state=new": "1 case matches",
        "": "Cases in this list: 1",
    }.items():
        answer = moderator.get(f"{INBOX}results/?{query}").content.decode()
        assert f'data-w-teleport-target-value="#case-status" data-w-teleport-mode-value="textContent">{said}<' in answer


def test_each_cell_can_say_what_it_is(case, moderator, read):
    cells = read(moderator.get(INBOX)).select("tbody td[data-label]")
    assert [cell["data-label"] for cell in cells] == ["Form", "Language", "State", "Assigned to", "Due", "Received"]
