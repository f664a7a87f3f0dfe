"""Results of a form for staff: every question added up over all languages, for those who may see the cases."""

import csv
import io
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from forms.models import Act, Event, FormIdentity, Submission
from forms.states import CaseState
from tests.factories import FormFactory, let_edit, make_queue, make_staff, make_user, question


@pytest.fixture
def address(form, receive):
    receive(form.page, {"What is it about?": "Parks", "What else?": ["Trees"], "Tell us more": "One", "I agree": True})
    receive(form.page, {"What is it about?": "Streets", "What else?": ["Trees", "Benches"], "Tell us more": "Two"})
    receive(form.page, {"What is it about?": "Streets", "Tell us more": "Tres"}, code="es")
    return f"/admin/inbox/forms/{FormIdentity.objects.get().pk}/results/"


@pytest.fixture
def clerk(member, form):
    """Somebody who sees both queues of the form."""
    return member("clerk", make_queue("Clerk").get_root(), "view")[1]


def list_tables(page):
    return {
        section.h3.get_text(strip=True): {
            row.th.get_text(strip=True): row.td.get_text(strip=True) for row in section.select("tbody tr")
        }
        for section in page.select(".case-section")
    }


def test_each_question_is_added_up_over_all_languages(address, clerk, read):
    page = read(clerk.get(address))
    tables = list_tables(page)
    assert tables["What is it about?"] == {"Parks": "1", "Streets": "2", "Schools": "0"}
    assert tables["What else?"] == {"Trees": "2", "Benches": "1"}
    assert "Forms sent, without spam: 3" in page.main.get_text()
    assert len(page.select("svg.chart")) == 2


def test_what_people_typed_is_a_link_to_the_list(address, clerk, read):
    page = read(clerk.get(address))
    assert "Tres" not in page.main.get_text()
    link = page.find("a", string="Read the answers in the inbox")["href"]
    assert "Tres" in clerk.get(link).content.decode()


def test_by_language_and_by_date_and_without_spam(address, clerk, read):
    def count(query):
        return list_tables(read(clerk.get(address + query)))["What is it about?"]["Streets"]

    assert count("?language=es") == "1"
    Submission.objects.filter(locale="es").update(received_at=datetime(2020, 5, 5, 12, tzinfo=UTC))
    assert count("?first=2020-05-05&last=2020-05-05") == "1"
    assert count("?first=2020-05-06") == "1"
    assert count("") == "2"
    Submission.objects.filter(locale="en").update(state=CaseState.SPAM)
    assert count("") == "1"


@pytest.mark.parametrize(
    "query", ["?first=x", "?first=0001-01-01", "?first=2026-02-02&last=2026-01-01", "?language=xx"]
)
def test_bad_filters_are_told(query, address, clerk, read):
    response = clerk.get(address + query)
    assert response.status_code == 200
    page = read(response)
    assert page.select(".error-message, .w-field__errors") and not page.select(".figure")
    assert clerk.get(f"{address}{query}&format=csv").status_code == 200


def test_who_sees_one_queue_has_the_results_of_that_queue(address, member, read):
    _user, client = member("parks", make_queue("Parks queue"), "view")
    assert list_tables(read(client.get(address)))["What is it about?"] == {"Parks": "1", "Streets": "0", "Schools": "0"}


def test_strangers_get_nothing(address, member, staff, home, resident):
    _user, elsewhere = member("elsewhere", make_queue("Elsewhere"), "view")
    assert elsewhere.get(address).status_code == 404
    editors = make_staff("Editors of pages")
    let_edit(editors, home)
    editor = staff(make_user("editor", editors))
    for query in ("", "?format=csv"):
        assert editor.get(address + query).status_code == 302
        assert resident.get(address + query).status_code == 302
    assert elsewhere.get("/admin/inbox/forms/99999/results/").status_code == 404


def test_as_csv_and_excel_on_record(address, clerk):
    response = clerk.get(f"{address}?format=csv&language=en")
    rows = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
    assert [row[3:6] for row in rows if row[3:4] == ["Streets"]] == [["Streets", "1", "2"]]
    assert "Language" in rows[-1] and "en" in rows[-1]
    event = Event.objects.get(act=Act.EXPORTED)
    assert event.data["content"] == "results" and event.data["filters"] == "Form: Ask the City; Language: en"
    assert b"".join(clerk.get(f"{address}?format=xlsx").streaming_content)[:2] == b"PK"


def test_choices_that_are_no_longer_offered_keep_their_name(address, form, clerk, read):
    raw = form.page.questions.get_prep_value()
    raw[0]["value"]["choices"] = [each for each in raw[0]["value"]["choices"] if each["value"]["label"] != "Parks"]
    raw.append(question("yes_no", "Was this easy?"))
    form.change(raw)
    tables = list_tables(read(clerk.get(address)))
    assert tables["What is it about?"] == {"Streets": "2", "Schools": "0", "Parks": "1"}
    assert tables["Was this easy?"] == {"Yes": "0", "No": "0"}


def test_sealed_answers_are_counted_and_covered(board, receive, member, read):
    raw = board.questions.get_prep_value()
    raw.append(question("single_choice", "Where from", choices=["Here", "There"], sealed=True))
    board.questions = board._meta.get_field("questions").to_python(raw)
    board.save_revision().publish()
    for number, where in enumerate(["Here"] * 8 + ["There"] * 2):
        receive(board, {"Your name": f"N{number}", "Your email": f"n{number}@example.com", "Where from": where})
    _user, client = member("chair", board.queue, "view", "decide")
    address = f"/admin/inbox/forms/{FormIdentity.objects.get().pk}/results/"
    page = read(client.get(f"{address}?language=es"))
    assert list_tables(page)["Where from"] == {"Here": "Withheld", "There": "Withheld"}
    file = b"".join(client.get(f"{address}?format=csv").streaming_content).decode()
    assert "Here,,10" in file and "There,,10" in file


def test_who_sees_a_part_of_the_cases_has_no_sealed_figures(home, receive, member, read):
    parks = make_queue("Parks queue")
    asked = [
        question("single_choice", "About", choices=[("Parks", parks), "Else"]),
        question("single_choice", "Where from", choices=["Here", "There"], sealed=True),
    ]
    page = FormFactory(parent=home, slug="two", title="Two", queue=make_queue("Clerk"), questions=asked)
    for number in range(18):
        receive(page, {"About": "Else", "Where from": "Here" if number < 10 else "There"})
    case = receive(page, {"About": "Parks", "Where from": "Here"})
    address = f"/admin/inbox/forms/{case.form_id}/results/"
    _user, one = member("one", parks, "view")
    assert set(list_tables(read(one.get(address)))) == {"About"}
    assert "Where from" not in b"".join(one.get(f"{address}?format=csv").streaming_content).decode()
    _user, both = member("both", parks.get_root(), "view")
    assert list_tables(read(both.get(address)))["Where from"] == {"Here": "11", "There": "8"}


def test_figures_of_a_sensitive_form_are_covered_and_not_filtered(home, receive, member, read):
    who = question("single_choice", "Who?", choices=["Mayor", "Clerk", "Nurse"])
    page = FormFactory(parent=home, slug="h", title="H", is_sensitive=True, queue=make_queue("HR"), questions=[who])
    case = receive(page, {"Who?": "Mayor"}, code="en")
    _user, client = member("vera", page.queue, "view")
    address = f"/admin/inbox/forms/{case.form_id}/results/"
    shown = read(client.get(address))
    assert "Too few people" in shown.text and list_tables(shown) == {"Who?": {}}
    assert not shown.select("main [name=language]")
    for name in ["Clerk"] * 9 + ["Nurse"] * 20:
        receive(page, {"Who?": name})
    covered = {"Mayor": "Withheld", "Clerk": "Withheld", "Nurse": "20"}
    for query in ("", "?language=es", "?last=2001-01-01"):
        assert list_tables(read(client.get(address + query)))["Who?"] == covered
    rows = b"".join(client.get(f"{address}?format=csv").streaming_content).decode()
    assert "Mayor,,30" in rows and "Nurse,20,30" in rows


def test_reviewers_without_names_get_no_results(applied, member):
    _user, client = member("panel", applied.queue, "review")
    address = f"/admin/inbox/forms/{applied.form_id}/results/"
    assert client.get(address).status_code == 302


def test_it_is_reached_from_the_list_and_the_editor(address, clerk, form, read, member, home):
    assert address in clerk.get(f"/admin/inbox/?form={FormIdentity.objects.get().pk}").content.decode()
    user, client = member("both", make_queue("Clerk"), "view")
    let_edit(user.groups.get(), home)
    assert address in client.get(f"/admin/pages/{form.page.pk}/edit/").content.decode()


def test_queries_do_not_grow_with_rows(address, clerk, form, receive, django_assert_max_num_queries):
    clerk.get(address)
    with django_assert_max_num_queries(40) as before:
        clerk.get(address)
    some = Submission.objects.first()
    rows = []
    for _ in range(300):
        some.pk, some.nonce, some.reference, some.receipt_key = None, uuid4(), uuid4().hex[:11], uuid4().hex[:22]
        rows.append(
            Submission(
                **{
                    field.attname: getattr(some, field.attname)
                    for field in some._meta.concrete_fields
                    if field.name != "terms"
                }
            )
        )
    Submission.objects.bulk_create(rows)
    with django_assert_max_num_queries(len(before)):
        assert "303" in clerk.get(address).content.decode()
