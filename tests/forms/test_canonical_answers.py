"""One form in many languages has one set of values. Numbers are those of the trial that decided the design."""

import json

import pytest

from forms.models import FormPage, FormVersion, Submission
from tests.factories import FormFactory, question, translate

ADDRESSES = ["/en/ask/", "/es/ask/", "/ar/ask/", "/zh-hans/ask/"]


def add_choice(form, label, choice):
    raw = form.page.questions.get_prep_value()
    block = next(block for block in raw if block["value"]["label"] == label)
    block["value"]["choices"].append(
        {"type": "item", "id": "11111111-1111-4111-8111-111111111111", "value": {"label": choice, "queue": ""}}
    )
    return form.change(raw)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_form_is_received_in_every_language(address, form, spanish_form, send, answers):
    assert send(address, answers).status_code == 303
    assert Submission.objects.count() == 1


def test_1_the_same_answers_are_the_same_bytes_in_every_language(form, spanish_form, send, answers):
    for address in ADDRESSES:
        send(address, answers)
    stored = [json.dumps(each.answers) for each in Submission.objects.all()]
    assert len(stored) == 4
    assert len(set(stored)) == 1
    assert json.loads(stored[0]) == {
        name[2:]: value
        for name, value in {
            form.name("What is it about?"): form.choice("What is it about?", "Parks"),
            form.name("What else?"): [form.choice("What else?", "Trees"), form.choice("What else?", "Benches")],
            form.name("Tell us more"): "A tree\nfell.",
            form.name("I agree"): True,
        }.items()
    }
    assert set(Submission.objects.values_list("locale", flat=True)) == {"en", "es", "ar", "zh-Hans"}
    assert Submission.objects.values("form").distinct().count() == 1


@pytest.mark.parametrize("value", ["Parques", "Parks", "11111111-1111-4111-8111-111111111111", "", "\x00"])
def test_2_a_label_or_an_unknown_choice_is_refused(value, form, spanish_form, send, answers, read):
    response = send("/es/ask/", {**answers, form.name("What is it about?"): value})
    assert response.status_code == 200
    assert read(response).title.text.startswith("Error: ")
    assert not Submission.objects.exists()


def test_2_a_choice_of_another_form_is_refused(form, home, send, answers):
    other = FormFactory(
        parent=home,
        slug="other",
        questions=[question("single_choice", "What is it about?", choices=["Parks", "Taxes"])],
    )
    foreign = other.questions.get_prep_value()[0]["value"]["choices"][0]["id"]
    assert send("/en/ask/", {**answers, form.name("What is it about?"): foreign}).status_code == 200
    assert not Submission.objects.exists()


def test_3_relabelling_keeps_the_value_and_the_words_of_old_answers(form, send, answers):
    send("/en/ask/", answers)
    raw = form.page.questions.get_prep_value()
    raw[0]["value"]["choices"][0]["value"]["label"] = "Parks and gardens"
    form.change(raw)
    send("/en/ask/", answers)
    old, new = Submission.objects.order_by("pk")
    assert old.answers == new.answers
    assert [str(next(each.list_answers()).values[0]) for each in (old, new)] == ["Parks", "Parks and gardens"]


def test_4_the_order_of_choices_does_not_matter(form, send, answers):
    send("/en/ask/", answers)
    raw = form.page.questions.get_prep_value()
    raw[0]["value"]["choices"].reverse()
    form.change(raw)
    send("/en/ask/", answers)
    old, new = Submission.objects.order_by("pk")
    assert old.answers == new.answers


def test_5_a_removed_choice_is_gone_in_every_language_at_once(form, spanish_form, send, answers, resident, read):
    send("/es/ask/", answers)
    raw = form.page.questions.get_prep_value()
    del raw[0]["value"]["choices"][0]
    form.change(raw)
    labels = [label.text for label in read(resident.get("/es/ask/")).select("fieldset .choice label")]
    assert labels[:2] == ["Calles", "Escuelas"]
    refused = read(send("/es/ask/", answers))
    assert "Elija una de las respuestas que se ofrecen" in refused.select_one(".err").text
    old = Submission.objects.get()
    assert str(next(old.list_answers()).values[0]) == "Parks"
    assert str(next(old.list_answers(shown=True)).values[0]) == "Parques"


def test_6_an_added_choice_is_offered_in_every_language_at_once_marked_as_english(
    form, spanish_form, send, answers, resident, read
):
    send("/es/ask/", answers)
    add_choice(form, "What is it about?", "Libraries")
    labels = read(resident.get("/es/ask/")).select("fieldset")[0].select(".choice label")
    assert [label.text for label in labels] == ["Parques", "Calles", "Escuelas", "Libraries"]
    assert labels[3].select_one("span")["lang"] == "en"
    assert labels[0].select_one("span") is None
    assert str(next(Submission.objects.get().list_answers()).values[0]) == "Parks"


def test_7_a_question_added_in_english_is_asked_in_spanish_and_marked(
    form, spanish_form, send, answers, resident, read
):
    raw = [*form.page.questions.get_prep_value(), question("short_text", "Which street?")]
    changed = form.change(raw)
    page = read(resident.get("/es/ask/"))
    label = page.select_one(f"label[for=id_{changed.name('Which street?')}]")
    assert label.select_one("span[lang=en]").text == "Which street?"
    refused = read(send("/es/ask/", answers))
    assert refused.select_one(".errors a span[lang=en]").text == "Which street?"
    send("/es/ask/", {**answers, changed.name("Which street?"): "Pier Street"})
    assert Submission.objects.get().answers[changed.name("Which street?")[2:]] == "Pier Street"


def test_8_what_english_no_longer_requires_spanish_does_not_either(form, spanish_form, send, answers):
    raw = form.page.questions.get_prep_value()
    raw[2]["value"]["required"] = False
    form.change(raw)
    assert send("/es/ask/", {**answers, form.name("Tell us more"): ""}).status_code == 303


def test_10_a_copied_form_has_answers_of_its_own(form, send, answers):
    copy = form.page.copy(update_attrs={"slug": "copy"})
    copy.get_latest_revision().publish()
    send("/en/ask/", answers)
    send("/en/copy/", answers)
    first, second = Submission.objects.order_by("pk")
    assert first.form_id != second.form_id
    assert first.answers == second.answers


def test_11_a_reverted_form_has_its_old_version_again(form, send, answers):
    send("/en/ask/", answers)
    raw = form.page.questions.get_prep_value()
    changed = add_choice(form, "What is it about?", "Libraries")
    send("/en/ask/", answers)
    changed.change([{**block} for block in raw[:1]] + raw[1:])
    versions = FormVersion.objects.count()
    raw[0]["value"]["choices"] = raw[0]["value"]["choices"][:3]
    form.change(raw)
    send("/en/ask/", answers)
    assert FormVersion.objects.count() == versions == 2


def test_16_dates_and_numbers_are_the_same_however_they_are_typed(home, spanish_home, send):
    page = FormFactory(parent=home, slug="when", questions=[question("date", "When?"), question("number", "How many?")])
    translate(page, "es", {"When?": "¿Cuándo?", "How many?": "¿Cuántos?"})
    when, many = (f"q-{block['id']}" for block in page.questions.get_prep_value())
    # Each part has a name of its own; only the order in which they stand differs.
    send("/en/when/", {f"{when}_month": "4", f"{when}_day": "3", f"{when}_year": "2026", many: "1,234.5"})
    send("/es/when/", {f"{when}_day": "03", f"{when}_month": "04", f"{when}_year": "2026", many: "1.234,5"})
    send("/ar/when/", {f"{when}_day": "٣", f"{when}_month": "٤", f"{when}_year": "٢٠٢٦", many: "١٢٣٤٫٥"})
    stored = {when[2:]: "2026-04-03", many[2:]: "1234.5"}
    assert [each.answers for each in Submission.objects.all()] == [stored] * 3


def test_16_an_ambiguous_number_is_asked_again(home, spanish_home, send, read):
    page = FormFactory(parent=home, slug="many", questions=[question("number", "How many?")])
    name = f"q-{page.questions.get_prep_value()[0]['id']}"
    response = send("/es/many/", {name: "1.500"})
    assert "1500" in read(response).select_one(".err").text
    assert read(response).select_one(f"[name={name}]")["value"] == "1.500"
    assert not Submission.objects.exists()


def test_18_a_form_written_in_spanish_works_the_other_way_round(form, spanish_home, send, resident, read):
    page = FormFactory(
        parent=spanish_home,
        locale=spanish_home.locale,
        slug="vecinos",
        questions=[question("single_choice", "¿Qué barrio?", choices=["Puerto", "Colina"])],
    )
    assert page.is_source
    english = translate(page, "en", {"¿Qué barrio?": "Which quarter?", "Puerto": "Harbor"})
    block = page.questions.get_prep_value()[0]
    shown = read(resident.get("/en/vecinos/")).select("fieldset .choice label")
    assert shown[0].text == "Harbor"
    assert shown[1].select_one("span[lang=es]").text == "Colina"
    name, value = f"q-{block['id']}", block["value"]["choices"][0]["id"]
    for address in ("/es/vecinos/", "/en/vecinos/", "/km/vecinos/"):
        send(address, {name: value})
    assert len({json.dumps(each.answers) for each in Submission.objects.all()}) == 1
    assert [each.locale for each in Submission.objects.order_by("pk")] == ["es", "en", "km"]
    assert english.source.pk == page.pk
    assert FormPage.objects.filter(translation_key=page.translation_key).count() == 2


def test_19_an_untranslated_form_takes_answers_in_the_readers_language(form, send, answers, resident, read):
    page = read(resident.get("/km/ask/"))
    assert page.html["lang"] == "km"
    assert page.select_one("legend span[lang=en]").text == "What is it about?"
    assert send("/km/ask/", answers).status_code == 303
    assert Submission.objects.get().locale == "km"
