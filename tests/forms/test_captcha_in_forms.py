"""What reCAPTCHA says, in a form: only a definite no is a fault, and nothing that was typed is lost."""

import pytest

from forms.intake.captcha import Outcome
from forms.models import Submission
from forms.states import Doubt, Verdict
from tests.forms.test_steps import about, whole  # noqa: F401  fixtures


@pytest.fixture
def say(monkeypatch):
    return lambda outcome: monkeypatch.setattr("forms.intake.captcha.check", lambda request: outcome)


@pytest.mark.parametrize(
    ("outcome", "doubt"),
    [
        (Outcome.PASS, None),
        (Outcome.OFF, None),
        (Outcome.LOW, Doubt.CAPTCHA),
        (Outcome.ABSENT, Doubt.NO_CAPTCHA),
        (Outcome.UNAVAILABLE, Doubt.CAPTCHA_DOWN),
    ],
)
def test_doubt_goes_to_a_person(outcome, doubt, say, form, answers, send, read, staff):
    say(outcome)
    assert send("/en/ask/", answers).status_code == 303
    doubts = set(Submission.objects.get().doubts) - {Doubt.QUICK}
    assert doubts == ({doubt} if doubt else set())
    assert not doubt or Submission.objects.get().verdict == Verdict.DOUBTFUL


def test_a_definite_no_shows_the_form_again_with_everything(say, form, answers, send, read):
    say(Outcome.FAIL)
    response = send("/en/ask/", answers)
    page = read(response)
    assert response.status_code == 200
    assert page.title.text.startswith("Error: ")
    assert "Nothing is lost" in page.select_one(".errors").text
    assert page.textarea.text.strip() == "A tree\nfell."
    assert not Submission.objects.exists()


def test_a_definite_no_on_the_page_to_check_the_answers(say, whole, read):  # noqa: F811
    say(Outcome.FAIL)
    page = read(whole.client.post(f"{whole.draft}check/", {}))
    assert "Nothing is lost" in page.select_one(".errors").text
    assert not Submission.objects.exists()
    say(Outcome.PASS)
    assert whole.client.post(f"{whole.draft}check/", {}).status_code == 303


def test_what_was_received_already_is_not_refused_when_it_comes_again(say, form, answers, resident, read):
    token = read(resident.get("/en/ask/")).select_one("input[name=token]")["value"]
    first = resident.post("/en/ask/", {"token": token, **answers})
    say(Outcome.FAIL)
    assert resident.post("/en/ask/", {"token": token, **answers})["Location"] == first["Location"]


def test_without_keys_nothing_of_it_is_in_the_page(form, resident):
    assert b"recaptcha" not in resident.get("/en/ask/").content.lower()


def test_with_keys_the_script_does_not_block(form, resident, read, settings):
    settings.RECAPTCHA_PUBLIC_KEY = settings.RECAPTCHA_PRIVATE_KEY = "x" * 40
    scripts = read(resident.get("/en/ask/")).select("script[src*=recaptcha]")
    assert scripts and all(script.has_attr("async") or script.has_attr("defer") for script in scripts)


def test_in_a_flood_the_device_can_prove_itself(form, answers, resident, read, monkeypatch):
    import hashlib
    import itertools

    monkeypatch.setattr("forms.intake.spam.FORM_FLOOD", 0)
    monkeypatch.setattr("forms.intake.proof.BITS", 8)
    token = read(resident.get("/en/ask/")).select_one("input[name=token]")["value"]
    response = resident.post("/en/ask/", {"token": token, **answers})
    page = read(response)
    assert response.status_code == 429
    challenge = page.select_one("input[name=challenge]")["value"]

    def is_right(solution):
        return hashlib.sha256(f"{challenge}:{solution}".encode()).digest()[0] == 0

    proof = next(str(number) for number in itertools.count() if is_right(number))
    sent = {"token": token, **answers, "challenge": challenge, "proof": proof}
    assert resident.post("/en/ask/", {**sent, "proof": "wrong"}).status_code == 429
    assert resident.post("/en/ask/", sent).status_code == 303
