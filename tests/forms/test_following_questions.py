"""Questions that follow from a choice: asked of those who chose it, dropped for everybody else, without scripts."""

import pytest

from forms.models import Submission
from tests.factories import FormFactory, make_queue, question, translate


@pytest.fixture
def asked(home):
    """ "How do you come?" with a question that follows from "By bus" and a place to say what else."""
    block = question("single_choice", "How do you come?", choices=["By bus", "On foot"], other=True)
    block["value"]["choices"][0]["value"].update(follow_up="Which line?", follow_up_type="number")
    page = FormFactory(parent=home, slug="come", queue=make_queue("Q"), questions=[block])
    bus, foot = (item["id"] for item in block["value"]["choices"])
    return page, {
        "how": f"q-{block['id']}",
        "bus": bus,
        "foot": foot,
        "line": f"q-{bus}-more",
        "say": f"q-{block['id']}-other",
    }


@pytest.fixture
def answer(asked, send):
    _page, name = asked
    return lambda **said: send("/en/come/", {name[key]: name.get(value, value) for key, value in said.items()})


def test_it_stands_right_below_its_choice(asked, resident, read):
    _page, name = asked
    page = read(resident.get("/en/come/"))
    choice = page.select_one(f"input[value='{name['bus']}']").find_parent(class_="choice")
    assert choice.find_next_sibling(class_="following").select_one("input")["name"] == name["line"]
    assert len(page.select(f"[name='{name['line']}']")) == 1


def test_it_is_stored_beside_the_choice(asked, answer):
    _page, name = asked
    assert answer(how="bus", line="12").status_code == 303
    assert Submission.objects.get().answers == {name["how"][2:]: name["bus"], f"{name['bus']}-more": "12"}


def test_it_is_needed_only_by_who_chose_it(answer, read):
    assert "Which line?" in read(answer(how="bus")).select_one(".errors").text
    assert not Submission.objects.exists()


@pytest.mark.parametrize("line", ["12", "not a number", "\x00"])
def test_what_is_not_asked_is_dropped_and_not_checked(line, asked, answer):
    _page, name = asked
    assert answer(how="foot", line=line).status_code == 303
    assert Submission.objects.get().answers == {name["how"][2:]: name["foot"]}


def test_without_any_choice_only_the_choice_is_asked_for(answer, read):
    said = [each.text for each in read(answer(line="12")).select(".errors a")]
    assert said == ["Choose an answer to “How do you come?”"]


def test_other_is_a_canonical_answer_with_the_persons_own_words(asked, answer):
    _page, name = asked
    assert answer(how="other", say="By boat").status_code == 303
    assert Submission.objects.get().answers == {name["how"][2:]: "other", name["say"][2:]: "By boat"}


def test_other_needs_its_words(answer, read):
    assert "Please say what" in read(answer(how="other")).select_one(".errors").text


def test_the_label_is_translated_with_its_choice(asked, spanish_home, resident, read):
    page, name = asked
    translate(page, "es", {"How do you come?": "¿Cómo viene?", "By bus": "En autobús", "Which line?": "¿Qué línea?"})
    shown = read(resident.get("/es/come/"))
    assert shown.select_one(f"label[for='id_{name['line']}']").text.strip() == "¿Qué línea?"
    assert not shown.select_one(f"label[for='id_{name['line']}'] [lang]")


def test_several_choices_can_each_have_one(home, send):
    block = question("several_choices", "What do you need?", choices=["Help", "Time"], required=False)
    for item in block["value"]["choices"]:
        item["value"].update(follow_up=f"Which {item['value']['label']}?", follow_up_type="short_text")
    FormFactory(parent=home, slug="need", queue=make_queue("Q"), questions=[block])
    ids = [item["id"] for item in block["value"]["choices"]]
    sent = {f"q-{block['id']}": [ids[1]], f"q-{ids[0]}-more": "a ladder", f"q-{ids[1]}-more": "an hour"}
    assert send("/en/need/", sent).status_code == 303
    assert Submission.objects.get().answers == {block["id"]: [ids[1]], f"{ids[1]}-more": "an hour"}
