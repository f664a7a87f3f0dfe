"""Results on a page: one aggregate over all languages, in the reader's words, with small groups withheld."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.blocks.struct_block import StructBlockValidationError

from forms import jobs
from forms.actions.disposing import remove
from forms.actions.handling import open_case
from forms.models import PublishedFigures, Submission, Tombstone
from forms.results.publishing import CHECKED
from forms.states import CaseState
from pages.blocks import ResultsBlock
from pages.models import StandardPage
from tests.factories import FormFactory, StandardFactory, edit, make_queue, make_user, question, translate

SPANISH = {
    "Survey": "Encuesta",
    "What matters?": "¿Qué importa?",
    "Parks": "Parques",
    "Buses": "Autobuses",
    "How content are you?": "¿Qué tan contento está?",
    "Not at all": "Nada",
    "Very": "Mucho",
    "Results": "Resultados",
}


@pytest.fixture
def survey(home):
    return FormFactory(
        parent=home,
        slug="survey",
        title="Survey",
        purpose="survey",
        questions=[
            question("single_choice", "What matters?", choices=["Parks", "Buses", "Homes"]),
            question("scale", "How content are you?", steps=3, low="Not at all", high="Very"),
            question("long_text", "Anything else?", required=False),
            question("long_text", "A secret", required=False, sealed=True),
            question("short_text", "Your name", required=False),
        ],
    )


@pytest.fixture
def fill(survey, receive):
    def fill(count, what="Parks", how=3, code="en", **said):
        return [
            receive(survey, {"What matters?": what, "How content are you?": how, **said}, code=code)
            for _ in range(count)
        ]

    return fill


def make_block(form, **value):
    whole = {"title": "Results", "introduction": "", "form": form.pk, "questions": [], **value}
    return [{"type": "results", "id": str(uuid4()), "value": whole}]


@pytest.fixture
def publish(home, survey):
    def publish(**value):
        return StandardFactory(parent=home, slug="results", title="Figures", body=make_block(survey, **value))

    return publish


def wait(hours=2):
    """Run the job that brings figures up to date, so many hours from now."""
    return jobs.run(["figures"], timezone.now() + timedelta(hours=hours))


def list_tables(page):
    return [
        {row.th.get_text(strip=True): [cell.get_text(strip=True) for cell in row("td")] for row in table.tbody("tr")}
        for table in page.select(".figure table")
    ]


def test_answers_in_all_languages_are_one_aggregate_in_the_readers_words(
    survey, spanish_home, fill, publish, resident, read
):
    translate(survey, "es", SPANISH)
    fill(8)
    fill(6, "Buses", 1, code="es")
    page = publish()
    translate(page, "es", SPANISH)
    english = read(resident.get("/en/results/"))
    assert list_tables(english) == [
        {"Parks": ["8", "57%"], "Buses": ["6", "43%"], "Homes": ["0", "0%"]},
        {
            "1 (Not at all)": ["6", "43%"],
            "2": ["0", "0%"],
            "3 (Very)": ["8", "57%"],
            "Mean": ["2.1", ""],
            "Median": ["3", ""],
        },
    ]
    assert len(english.select("svg.chart[aria-hidden]")) == 2 and not english.select("main [style]")
    spanish = read(resident.get("/es/results/"))
    assert list(list_tables(spanish)[0]) == ["Parques", "Autobuses", "Homes"]
    assert spanish.select_one(".figure th span")["lang"] == "en"
    assert next(iter(list_tables(spanish)[1])) == "1 (Nada)"


def test_small_groups_and_what_gives_them_away_are_withheld(fill, publish, resident, read):
    fill(12)
    fill(2, "Buses", 2)
    fill(7, "Homes", 1)
    publish()
    page = read(resident.get("/en/results/"))
    what, how = list_tables(page)
    assert what == {"Parks": ["12", "57%"], "Buses": ["Withheld", "–"], "Homes": ["Withheld", "–"]}
    assert "Mean" not in how
    file = resident.get(page.select_one("a[href$='.csv']")["href"]).content.decode()
    assert "Buses,Withheld," in file and "Parks,12,57" in file and "Responses,21" in file


def test_no_answer_is_a_group_as_well(survey, receive, publish, resident, read):
    for said in ["x"] * 18 + [None] * 2:
        more = {"Anything else?": said} if said else {}
        receive(survey, {"What matters?": "Parks", "How content are you?": 3, **more})
    chosen = next(each["id"] for each in survey.questions.raw_data if each["value"]["label"] == "Anything else?")
    publish(questions=[{"type": "item", "id": str(uuid4()), "value": chosen}])
    text = read(resident.get("/en/results/")).main.get_text(" ")
    assert "18" not in text and "Too few people" in text


def test_what_people_typed_and_sealed_answers_are_never_there(fill, publish, resident):
    fill(9, **{"Anything else?": "My neighbour Ana", "Your name": "Eve", "A secret": "S3CRET"})
    publish()
    page = resident.get("/en/results/").content.decode()
    kept = str(PublishedFigures.objects.get().figures)
    assert not [word for word in ("Ana", "Eve", "S3CRET", "A secret", "Your name") if word in page + kept]


def test_figures_wait_for_five_more_people_and_spam_is_not_counted(fill, publish, resident, read):
    def count():
        return list_tables(read(resident.get("/en/results/")))[0]["Parks"][0]

    fill(8)
    publish()
    fill(4)
    wait()
    assert count() == "8"
    fill(1)
    wait(4)
    assert count() == "13"
    Submission.objects.filter(pk__in=Submission.objects.values("pk")[:6]).update(state=CaseState.SPAM)
    wait(6)
    assert count() == "7"


def test_below_five_there_is_nothing(fill, publish, resident, read):
    fill(4)
    publish()
    page = read(resident.get("/en/results/"))
    assert not page.select(".figure") and "no figures yet" in page.main.get_text()
    assert resident.get(f"/en/figures/1/{uuid4()}.csv").status_code == 404


def test_the_job_runs_twice_with_the_same_result(fill, publish):
    fill(8)
    publish()
    PublishedFigures.objects.update(checked_at=timezone.now() - CHECKED)
    before = PublishedFigures.objects.get().figures
    assert jobs.run(["figures"], timezone.now()) == {"figures": 1}
    assert jobs.run(["figures"], timezone.now()) == {"figures": 0}
    assert PublishedFigures.objects.get().figures == before


def test_a_form_that_becomes_sensitive_shows_nothing_any_more(survey, fill, publish, resident, read):
    fill(8)
    page = publish()
    address = read(resident.get("/en/results/")).select_one("a[href$='.csv']")["href"]
    edit(survey, is_sensitive=True)
    assert not read(resident.get("/en/results/")).select(".figure")
    assert resident.get(address).status_code == 404
    wait()
    assert PublishedFigures.objects.get().figures == {}
    assert page.live


def test_a_page_that_is_taken_down_takes_its_file_along(fill, publish, resident, read):
    fill(8)
    page = publish()
    address = read(resident.get("/en/results/")).select_one("a[href$='.csv']")["href"]
    page.unpublish()
    assert resident.get(address).status_code == 404


def count_queries(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_the_number_of_queries_does_not_grow(fill, publish, resident, read):
    fill(6)
    publish()
    file = read(resident.get("/en/results/")).select_one("a[href$='.csv']")["href"]
    before = [count_queries(resident, each) for each in ("/en/results/", file)]
    fill(20, "Homes")
    wait()
    assert [count_queries(resident, each) for each in ("/en/results/", file)] == before


def test_results_stay_on_the_page_of_a_closed_form(survey, fill, resident, read):
    fill(8)
    now = timezone.now()
    edit(
        survey,
        body=make_block(survey),
        opens_at=now - timedelta(days=9),
        closes_at=now - timedelta(days=1),
    )
    page = read(resident.get("/en/survey/"))
    assert "This form is closed" in page.main.get_text() and len(page.select(".figure")) == 2


@pytest.fixture
def publish_engagement(home):
    def publish(dimension):
        value = {"title": "Figures", "introduction": "", "year": timezone.localdate().year, "dimension": dimension}
        block = {"type": "engagement", "id": str(uuid4()), "value": value}
        return StandardFactory(parent=home, slug="engagement", title="Engagement", body=[block])

    return publish


def test_engagement_figures_withhold_small_groups(fill, publish_engagement, resident, read):
    fill(12)
    fill(8, code="es")
    fill(3, code="ar")
    Submission.objects.filter(locale="en").update(purpose="inquiry", first_replied_at=timezone.now())
    publish_engagement("language")
    (table,) = list_tables(read(resident.get("/en/engagement/")))
    assert table == {
        "English": ["12", "12", "0"],
        "Spanish": ["Withheld", "–", "–"],
        "Arabic": ["Withheld", "–", "–"],
        "All": ["23", "12", "0"],
    }


def test_a_form_that_not_everybody_can_read_of_is_not_named(survey, fill, publish_engagement, resident, read):
    fill(6)
    publish_engagement("form")
    assert list(list_tables(read(resident.get("/en/engagement/")))[0]) == ["Survey", "All"]
    survey.unpublish()
    assert list(list_tables(read(resident.get("/en/engagement/")))[0]) == ["Another form", "All"]


def test_the_editor_offers_questions_and_refuses_what_cannot_be_shown(home, survey, staff):
    client = staff(make_user("boss", superuser=True))
    shown = client.get(f"/admin/pages/add/pages/standardpage/{home.pk}/")
    assert shown.status_code == 200 and b"What matters?" in shown.content and b"A secret" not in shown.content
    block = ResultsBlock()
    other = FormFactory(parent=home, slug="other", title="Other", questions=[question("yes_no", "Good?")])
    strange = other.questions.raw_data[0]["id"]
    value = {"title": "Results", "introduction": "", "form": survey.pk, "questions": [strange]}
    with pytest.raises(StructBlockValidationError) as error:
        block.clean(block.to_python(value))
    assert "questions" in error.value.block_errors
    edit(survey, is_sensitive=True)
    with pytest.raises(StructBlockValidationError) as error:
        block.clean(block.to_python({**value, "questions": []}))
    assert "form" in error.value.block_errors


def test_a_preview_without_an_address_of_its_own_is_no_error(home, survey, fill):
    fill(6)
    page = StandardPage(title="Draft", slug="draft", locale=home.locale, body=make_block(survey))
    response = page.make_preview_request()
    assert response.status_code == 200


def seal_question(survey, label):
    page = type(survey).objects.get(pk=survey.pk)
    raw = page.questions.get_prep_value()
    next(each for each in raw if each["value"]["label"] == label)["value"]["sealed"] = True
    return edit(page, questions=page._meta.get_field("questions").to_python(raw))


def test_a_question_that_is_sealed_later_is_gone_at_once_and_kept_no_longer(survey, fill, publish, resident, read):
    fill(8)
    chosen = survey.questions.raw_data[0]["id"]
    publish(questions=[{"type": "item", "id": str(uuid4()), "value": chosen}])
    file = read(resident.get("/en/results/")).select_one("a[href$='.csv']")["href"]
    edit(seal_question(survey, "What matters?"), closes_at=timezone.now() - timedelta(days=1))
    assert not read(resident.get("/en/results/")).select(".figure") and resident.get(file).status_code == 404
    wait()
    kept = PublishedFigures.objects.get().figures
    assert chosen not in kept["questions"] and len(kept["questions"]) == 2


def test_who_did_not_choose_is_a_group_as_well(home, receive, resident, read):
    several = question("several_choices", "Which?", choices=["A", "B", "C"])
    page = FormFactory(parent=home, slug="which", title="Which", purpose="survey", questions=[several])
    for said in [["A"]] * 18 + [["A", "B"]] * 7 + [["B", "C"]]:
        receive(page, {"Which?": said})
    StandardFactory(parent=home, slug="results", title="Figures", body=make_block(page))
    (table,) = list_tables(read(resident.get("/en/results/")))
    assert table == {name: ["Withheld", "–"] for name in "AC"} | {"B": ["8", "31%"]}, "one of 26 did not choose A"


@pytest.fixture
def ask(home, receive):
    """ask(slug, count, answered): so many inquiries by a form of that name."""

    def ask(slug, count, answered=0, **values):
        asked = [question("long_text", "What")]
        queue = make_queue(f"Queue {slug}")
        page = FormFactory(
            parent=home, slug=slug, title=slug.title(), purpose="inquiry", queue=queue, questions=asked, **values
        )
        cases = [receive(page, {"What": "x"}) for _ in range(count)]
        done = [case.pk for case in cases[:answered]]
        Submission.objects.filter(pk__in=done).update(first_replied_at=timezone.now())
        return page

    return ask


def test_who_waits_for_an_answer_is_a_group_as_well(ask, publish_engagement, resident, read):
    ask("one", 10, 9)
    ask("two", 12, 6)
    ask("three", 20, 10)
    publish_engagement("form")
    (table,) = list_tables(read(resident.get("/en/engagement/")))
    assert table == {
        "Three": ["20", "10", "0"],
        "Two": ["12", "Withheld", "–"],
        "One": ["10", "Withheld", "–"],
        "All": ["42", "25", "0"],
    }


def test_sensitive_forms_are_in_no_public_figures(ask, publish_engagement, resident, read):
    ask("harassment", 7, is_sensitive=True)
    later = ask("later", 6)
    ask("general", 9)
    publish_engagement("form")
    (table,) = list_tables(read(resident.get("/en/engagement/")))
    assert {name: cells[0] for name, cells in table.items()} == {"General": "9", "Later": "6", "All": "15"}
    edit(later, is_sensitive=True)
    assert "Later" not in read(resident.get("/en/engagement/")).main.get_text()
    wait()
    (table,) = list_tables(read(resident.get("/en/engagement/")))
    assert {name: cells[0] for name, cells in table.items()} == {"General": "9", "All": "9"}


def dispose(cases):
    for case in cases:
        with transaction.atomic(), open_case(case) as opened:
            remove(opened, Tombstone(ground="schedule", batch=uuid4(), proposer="p", approver="a"), by=None)


def test_disposal_changes_no_results(survey, fill, publish, resident, read):
    def count():
        return list_tables(read(resident.get("/en/results/")))[0]["Parks"][0]

    cases = fill(20)
    publish()
    dispose(cases[:8])
    wait()
    assert count() == "20", "never down"
    fill(13)
    wait(4)
    assert count() == "25", "an open form grows on"
    fill(9)
    edit(survey, closes_at=timezone.now() - timedelta(days=1))
    wait(6)
    assert count() == "25", "a closed one does not change"


def test_disposal_changes_no_engagement_figures(survey, fill, publish_engagement, resident, read):
    cases = fill(20)
    publish_engagement("form")
    dispose(cases[:8])
    wait()
    assert list_tables(read(resident.get("/en/engagement/")))[0]["All"][0] == "20"


@pytest.mark.parametrize("block", [("heading", "Words"), ("comments", None)])
def test_of_another_block_there_is_no_file(block, home, survey, fill, resident):
    kind, value = block[0], block[1] or {"form": survey.pk}
    fill(6)
    identity = str(uuid4())
    page = StandardFactory(parent=home, slug="h", title="H", body=[{"type": kind, "id": identity, "value": value}])
    assert resident.get(f"/en/figures/{page.pk}/{identity}.csv").status_code == 404
