"""What is taken away as a file: every answer, no formula, on record with its reason, and whole or seen not to be."""

import csv
import io
import zipfile
from collections import Counter

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forms import actions, record
from forms.exporting import files
from forms.exporting import rows as reading
from forms.exporting.files import write_csv
from forms.models import Event, Submission
from forms.states import CaseState, Place
from tests.factories import FormFactory, edit, make_queue, question, translate

EXPORT = "/admin/inbox/export/"


@pytest.fixture
def page(home):
    return FormFactory(
        parent=home,
        slug="f",
        queue=make_queue("Parks"),
        questions=[
            question("long_text", "What"),
            question("several_choices", "Which?", choices=["Trees", "Benches", "Paths"], required=False),
            question("single_choice", "Where?", choices=["Harbor", "Hill"], required=False),
            question("number", "How many?", required=False),
            question("short_text", "Your name", autocomplete="name", required=False),
        ],
    )


@pytest.fixture
def minh(page, member):
    return member("minh", page.queue, "view", "answer", "decide", "export")


def take(client, query="", **data):
    response = client.post(f"{EXPORT}?{query}", {"content": "list", "format": "csv", "reason": "Council", **data})
    assert response.streaming, response.content.decode()
    return b"".join(response.streaming_content)


def read_csv(content):
    """(rows by key, the last line)."""
    assert content.startswith(b"\xef\xbb\xbf")
    keys, _labels, *rows, end = csv.reader(io.StringIO(content[3:].decode()))
    return [dict(zip(keys, row, strict=True)) for row in rows], end


RISKY = [
    '=HYPERLINK("http://x")',
    "+1 503 555",
    "-2+3",
    "@SUM(A1)",
    "\tx",
    "＝1+1",
    "plain",
    "مرحبا = 1",
    'He said "no", twice',
]


def test_no_cell_is_a_formula_and_every_answer_is_there(page, minh, receive):
    for text in RISKY:
        receive(page, {"What": text.strip() or text, "Your name": text})
    rows, end = read_csv(take(minh[1], f"form={minh_form(page)}"))
    assert len(rows) == len(RISKY)
    for row in rows:
        assert not any(cell[:1] in tuple("=+-@\t\r＝＋－＠") for cell in row.values() if cell), row
    names = [row["name"].removeprefix("'").strip() for row in rows]
    assert names == [text.strip() for text in RISKY]
    assert end[:2] == ["End of the list. Rows", str(len(RISKY))]


def minh_form(page):
    from forms.models import FormIdentity

    return FormIdentity.objects.get(key=page.translation_key).pk


def test_one_column_for_each_choice_and_stable_keys_over_versions_and_languages(page, minh, receive, spanish_home):
    first = receive(page, {"What": "A", "Which?": ["Trees", "Paths"], "Where?": "Hill", "How many?": "3"})
    translate(page, "es", {"Ask the City": "Pregunte", "What": "Qué", "Trees": "Árboles"})
    second = receive(page, {"What": "B", "Which?": ["Trees"]}, code="es")
    raw = page.questions.get_prep_value()
    raw[1]["value"]["label"] = "Which of these?"
    page = edit(
        page, questions=page._meta.get_field("questions").to_python([*raw[1:], question("short_text", "New one")])
    )
    third = receive(page, {"Which of these?": ["Benches"], "New one": "N"})
    content = take(minh[1], f"form={first.form_id}")
    rows, _end = read_csv(content)
    by_reference = {row["reference"]: row for row in rows}
    which = raw[1]["id"]
    trees = next(item["id"] for item in raw[1]["value"]["choices"] if item["value"]["label"] == "Trees")
    assert [by_reference[case.reference][f"{which}.{trees}"] for case in (first, second, third)] == ["1", "1", ""]
    assert by_reference[first.reference][raw[2]["id"]] == "Hill"
    assert by_reference[second.reference]["locale"] == "Spanish"
    assert by_reference[first.reference][raw[0]["id"]] == "A" and by_reference[third.reference][raw[0]["id"]] == ""
    assert len({row["version"] for row in rows}) == 3
    labels = content[3:].decode().splitlines()[1]
    assert "Which of these? (Trees)" in labels and "Árboles" not in labels
    assert "N" in by_reference[third.reference].values()


def test_filters_are_honoured_and_written_down_and_the_reason_too(page, minh, receive, home):
    user, client = minh
    case = receive(page, {"What": "A"})
    receive(page, {"What": "B"})
    actions.change_state(case, actions.handling.CaseState.CLOSED, by=user)
    rows, end = read_csv(take(client, "state=closed&q=a"))
    assert [row["reference"] for row in rows] == [case.reference]
    assert "State: Closed; Search: a" in end and "Council" in end
    before, after = Event.objects.filter(act__startswith="export").order_by("pk")
    assert (before.data["rows"], before.data["reason"], before.by) == (1, "Council", user)
    assert (after.act, after.data["rows"]) == ("export_sent", 1)


def test_without_a_reason_nothing_leaves(page, minh, receive):
    case = receive(page, {"What": "A"})
    response = minh[1].post(EXPORT, {"content": "list", "format": "csv", "reason": " "})
    assert case.reference not in response.content.decode()
    assert not Event.objects.filter(act="exported").exists()


def test_the_line_of_the_record_stands_before_the_first_byte(page, minh, receive):
    receive(page, {"What": "A"})
    response = minh[1].post(EXPORT, {"content": "list", "format": "csv", "reason": "r"})
    assert Event.objects.filter(act="exported").exists()
    assert not Event.objects.filter(act="export_sent").exists()
    assert b"reference" in next(iter(response.streaming_content))
    assert not Event.objects.filter(act="export_sent").exists(), "it was cut off"


def test_a_file_that_is_cut_off_shows():
    pieces = list(write_csv([["a"]], ([str(number)] for number in range(1200)), lambda count: ["end", str(count)]))
    whole = b"".join(pieces).decode().splitlines()
    assert whole[-1] == "end,1200" and len(whole) == 1202
    assert not b"".join(pieces[:-1]).decode().splitlines()[-1].startswith("end")


def test_only_what_one_may_export(page, minh, receive, home):
    mine = receive(page, {"What": "A"})
    other = FormFactory(parent=home, slug="o", queue=make_queue("Other"), questions=[question("long_text", "What")])
    foreign = receive(other, {"What": "Hidden"})
    refused = minh[1].post(f"{EXPORT}?queue={foreign.queue_id}", {"content": "list", "format": "csv", "reason": "r"})
    assert not refused.streaming and foreign.reference not in refused.content.decode()
    assert not Event.objects.filter(act="exported").exists()
    content = take(minh[1]).decode()
    assert mine.reference in content and foreign.reference not in content


def test_who_may_see_and_not_export_is_refused(page, member, receive):
    receive(page, {"What": "A"})
    _user, client = member("rita", page.queue, "view", "answer")
    assert client.get(EXPORT).status_code == 302
    assert not client.post(EXPORT, {"content": "list", "format": "csv", "reason": "r"}).streaming
    assert "Export this list" not in client.get("/admin/inbox/").content.decode()


def test_excel_has_the_same_cells_as_text_and_numbers(page, minh, receive):
    case = receive(page, {"What": "=1+1 <b>&\x0b", "How many?": "2.5", "Which?": ["Paths"]})
    content = take(minh[1], f"form={case.form_id}", format="xlsx")
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    book = openpyxl.load_workbook(io.BytesIO(content))
    keys, _labels, row = [[cell.value for cell in line] for line in book.worksheets[0].iter_rows()]
    cells = dict(zip(keys, row, strict=False))
    raw = page.questions.get_prep_value()
    assert cells[raw[0]["id"]] == "=1+1 <b>&"
    assert cells[raw[3]["id"]] == 2.5
    assert all(cell.data_type != "f" for line in book.worksheets[0].iter_rows() for cell in line)
    about = {line[0].value: line[1].value for line in book.worksheets[1].iter_rows()}
    assert about["End of the list. Rows"] == "1" and about["Reason"] == "Council"


def test_the_eligible_list_has_no_rank_and_a_neutral_order(board, receive, member):
    user, client = member("rosa", board.queue, "view", "answer", "decide", "export")
    said = {"Your email": "a@example.com", "Why you": "W", "Equity statement": "Secret"}
    cases = [receive(board, {**said, "Your name": f"Person {number}"}) for number in range(6)]
    for case in cases[:5]:
        actions.move_stage(case, "body-qualification", by=user)
        for name in ("one", "two"):
            actions.evaluate(case, name, is_met=True, evidence="Strong", by=user)
        actions.move_stage(case, "body-eligible", by=user)
    content = take(client, f"form={cases[0].form_id}", content="eligible")
    rows, end = read_csv(content)
    references = [row["reference"] for row in rows]
    assert references == sorted(case.reference for case in cases[:5])
    assert Counter(row["stage"] for row in rows) == {"On the eligible list": 5}
    assert not {"received_at", "verdict", "assignee"} & rows[0].keys()
    assert "Secret" not in content.decode() and "Strong" not in content.decode()
    assert end[1] == "5"


def test_who_withdrew_or_is_spam_is_not_on_the_eligible_list(board, receive, member):
    user, client = member("rosa", board.queue, "view", "answer", "decide", "export")
    said = {"Your email": "a@example.com", "Why you": "W", "Your name": "Ana"}
    stays, withdrawn, lapsed, freed, spam = cases = [receive(board, said) for _number in range(5)]
    for case in cases:
        actions.move_stage(case, "body-qualification", by=user)
        for name in ("one", "two"):
            actions.evaluate(case, name, is_met=True, evidence="Seen", by=user)
        actions.move_stage(case, "body-eligible", by=user)
    actions.withdraw(withdrawn)
    actions.change_state(spam, CaseState.SPAM, by=user)
    Submission.objects.filter(pk=lapsed.pk).update(place=Place.LAPSED)
    Submission.objects.filter(pk=freed.pk).update(place=Place.FREED)
    rows, end = read_csv(take(client, f"form={stays.form_id}", content="eligible"))
    assert [row["reference"] for row in rows] == [stays.reference]
    assert end[1] == "1"
    assert Event.objects.filter(act="exported", case=None).latest("pk").data["rows"] == 1
    assert len(read_csv(take(client, f"form={stays.form_id}"))[0]) == 5, "the list itself hides nobody"


@pytest.fixture
def guarded(home, member):
    """A sensitive form, and who may take its cases away."""
    page = FormFactory(
        parent=home, slug="s", queue=make_queue("S"), is_sensitive=True, questions=[question("long_text", "What")]
    )
    return page, member("sara", page.queue, "view", "answer", "decide", "export")


def list_seen():
    return set(Event.objects.filter(act="exported", case__isnull=False).values_list("case__reference", flat=True))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_of_a_sensitive_case_the_look_is_on_record_before_its_row_leaves(kind, guarded, receive, monkeypatch):
    page, (user, client) = guarded
    monkeypatch.setattr(reading, "SEEN_AT_ONCE", 3)
    monkeypatch.setattr(files, "BLOCK", 1)
    references = [receive(page, {"What": "A"}).reference for _number in range(8)]
    response = client.post(EXPORT, {"content": "list", "format": kind, "reason": "Council"})
    assert Event.objects.filter(act="exported", case=None).count() == 1 and not list_seen()
    depth = len(connection.savepoint_ids)
    pieces = iter(response.streaming_content)
    next(pieces)
    assert not list_seen(), "the first byte does not wait for the record"
    written = []
    for reference in references:
        next(pieces)
        assert len(connection.savepoint_ids) == depth, "what is on record is committed"
        assert reference in list_seen()
        written.append(len(list_seen()))
    assert written == [3, 3, 3, 6, 6, 6, 8, 8], "in batches, each before its rows"
    if connection.vendor == "postgresql":  # the file's own zone ends with its transaction, which here is the test's
        connection.cursor().execute("SET LOCAL TIME ZONE 'UTC'")
    assert not list(record.find_breaks())
    line = Event.objects.filter(act="exported").latest("pk")
    assert (line.by, line.actor, line.data) == (user, "sara", {"rows": 1, "reason": "Council"})


def test_sensitive_cases_cost_a_query_for_a_batch_and_not_for_each(guarded, receive):
    page, (_user, client) = guarded
    receive(page, {"What": "A"})
    with CaptureQueriesContext(connection) as one:
        take(client)
    for _number in range(30):
        receive(page, {"What": "A"})
    with CaptureQueriesContext(connection) as many:
        content = take(client)
    assert len(read_csv(content)[0]) == 31 and len(list_seen()) == 31
    assert len(many) <= len(one)


def test_a_case_that_becomes_sensitive_while_the_file_is_made_stays_out_of_it(page, minh, receive):
    stays, becomes = receive(page, {"What": "A"}), receive(page, {"What": "B"})
    response = minh[1].post(EXPORT, {"content": "list", "format": "csv", "reason": "Council"})
    Submission.objects.filter(pk=becomes.pk).update(is_sensitive=True)
    written, end = read_csv(b"".join(response.streaming_content))
    assert [row["reference"] for row in written] == [stays.reference]
    assert end[1] == "1"


def test_sensitive_applications_are_on_the_eligible_list_and_on_record(board, receive, member):
    _user, client = member("rosa", board.queue, "view", "answer", "decide", "export")
    case = receive(board, {"Your email": "a@example.com", "Why you": "W", "Your name": "Ana"})
    Submission.objects.filter(pk=case.pk).update(is_sensitive=True, stage="body-eligible")
    written, _end = read_csv(take(client, f"form={case.form_id}", content="eligible"))
    assert [row["reference"] for row in written] == [case.reference]
    assert list_seen() == {case.reference}


def test_of_many_forms_the_file_has_what_the_list_shows(page, minh, receive):
    receive(page, {"What": "Long story"})
    rows, _end = read_csv(take(minh[1]))
    assert list(rows[0]) == [
        "reference", "received_at", "form", "queue", "state", "stage", "locale", "version", "channel", "entered_by",
        "assignee", "due_on", "is_late", "verdict", "name", "email",
    ]  # fmt: skip
    assert "Long story" not in str(rows)


@pytest.mark.parametrize("query", ["form=99999999999999999999", "state=flying", "form=x", "received_at_from=yesterday"])
def test_a_filter_that_means_nothing_any_more_is_explained_and_nothing_leaves(query, page, minh, receive, read):
    receive(page, {"What": "A"})
    sent = {"content": "list", "format": "csv", "reason": "Council"}
    for response in (minh[1].get(f"{EXPORT}?{query}"), minh[1].post(f"{EXPORT}?{query}", sent)):
        assert response.status_code == 200 and not response.streaming
        shown = read(response).select_one("main")
        assert "A filter in the address could not be understood" in shown.select_one("[role=alert]").text
        assert shown.select_one("[role=alert] a")["href"] == "/admin/inbox/"
        assert not shown.select("form [name=reason]")
    assert not Event.objects.filter(act="exported").exists()
