"""While the database is away residents get a page made without it, in their language, that keeps what they typed."""

import pytest
from django.db import OperationalError

from forms.models import Submission


@pytest.fixture
def away(form, monkeypatch):
    def fail(*_arguments, **_named):
        raise OperationalError("connection refused")

    with monkeypatch.context() as patched:
        patched.setattr("forms.actions.receive", fail)
        yield patched


def test_what_was_typed_is_kept_and_sent_again_with_one_button(form, answers, spanish_form, resident, read, away):
    token = read(resident.get("/es/ask/")).select_one("input[name=token]")["value"]
    response = resident.post("/es/ask/", {"token": token, **answers})
    page = read(response)
    assert response.status_code == 503 and response["Retry-After"] == "60"
    assert page.html["lang"] == "es"
    assert [each.text for each in page.select(".box")] == ["A tree\nfell."]
    held = [(each["name"], each["value"]) for each in page.select("input[type=hidden]")]
    away.undo()
    again = {}
    for name, value in held:
        again.setdefault(name, []).append(value)
    assert resident.post(page.form["action"], again).status_code == 303
    assert len(Submission.objects.get().answers) == 4


def test_a_page_that_is_only_read_says_so(home, resident, read, monkeypatch):
    def fail(*_arguments, **_named):
        raise OperationalError("connection refused")

    monkeypatch.setattr("pages.models.home.HomePage.get_context", fail)
    response = resident.get("/ar/")
    assert response.status_code == 503
    assert read(response).html["dir"] == "rtl"


def test_markup_in_what_was_typed_stays_text(form, answers, resident, read, away):
    token = read(resident.get("/en/ask/")).select_one("input[name=token]")["value"]
    sent = {"token": token, **answers, form.name("Tell us more"): "<script>alert(1)</script>"}
    assert "<script>alert" not in resident.post("/en/ask/", sent).content.decode()
