"""Text between questions: shown in its place and in the reader's language, asked of nobody, stored nowhere."""

import uuid

from forms.models import FormVersion, Submission
from tests.factories import FormFactory, question, translate


def test_an_explanation_stands_between_the_questions_and_is_translated(home, spanish_home, send, resident, read):
    block = {
        "type": "explanation",
        "id": str(uuid.uuid4()),
        "value": {"title": "About you", "text": "Line one\n<b>two</b>"},
    }
    first, last = question("short_text", "Name?"), question("yes_no", "Again?")
    page = FormFactory(parent=home, slug="one", questions=[first, block, last])
    translate(page, "es", {"About you": "Sobre usted"})
    shown = read(resident.get("/es/one/"))
    assert [each.get_text(" ", strip=True)[:10].strip() for each in shown.select("form .field")] == [
        "Name?",
        "Sobre uste",
        "Again? Sí",
    ]
    assert shown.select_one(".explanation h2").text == "Sobre usted"
    assert shown.select_one(".explanation p span")["lang"] == "en"
    assert not shown.select(".explanation b")
    answers = {f"q-{first['id']}": "Ana", f"q-{last['id']}": "yes"}
    assert send("/es/one/", answers).status_code == 303
    assert Submission.objects.get().answers == {first["id"]: "Ana", last["id"]: True}
    assert len(FormVersion.objects.get().definition["questions"]) == 2
