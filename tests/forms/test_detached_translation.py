"""Case 17: a translation cannot be cut off from its source; one that was still asks what the source asks."""

import pytest
from django.urls import reverse
from wagtail_localize.models import Translation

from forms.models import Submission
from tests.factories import make_user


@pytest.mark.parametrize("name", ["stop_translation", "convert_to_alias"])
def test_detaching_is_refused_even_to_an_administrator(name, form, spanish_form, staff):
    client = staff(make_user("alma", superuser=True))
    translation = Translation.objects.get(
        target_locale=spanish_form.locale, source__object_id=form.page.translation_key
    )
    argument = translation.pk if name == "stop_translation" else spanish_form.pk
    response = client.post(reverse(f"wagtail_localize:{name}", args=[argument]), follow=True)
    assert "A translation always follows its source here." in response.content.decode()
    translation.refresh_from_db()
    spanish_form.refresh_from_db()
    assert translation.enabled
    assert spanish_form.alias_of_id is None


def test_a_translation_that_was_cut_off_in_the_database_asks_what_the_source_asks(
    form, spanish_form, send, answers, resident, read
):
    Translation.objects.update(enabled=False)
    raw = spanish_form.questions.get_prep_value()
    del raw[0]["value"]["choices"][0]
    spanish_form.questions = spanish_form._meta.get_field("questions").to_python([raw[0]])
    spanish_form.save_revision().publish()
    page = read(resident.get("/es/ask/"))
    assert len(page.select("fieldset")[0].select(".choice")) == 3
    assert page.select_one("fieldset .choice label span[lang=en]").text == "Parks"
    assert send("/es/ask/", answers).status_code == 303
    assert Submission.objects.get().answers[form.name("What is it about?")[2:]] == form.choice(
        "What is it about?", "Parks"
    )
