"""Sending a form: once, and with a receipt."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from forms.intake import token
from forms.models import Submission
from tests.factories import FormFactory, OpportunityFactory, OpportunityIndexFactory, make_queue, question


def test_a_sent_form_redirects_to_its_receipt(form, send, answers, resident, read):
    response = send("/en/ask/", answers)
    submission = Submission.objects.get()
    assert response.status_code == 303
    receipt = resident.get(response["Location"])
    page = read(receipt)
    assert submission.reference in page.text
    assert [each.text.strip() for each in page.select(".summary dd")] == [
        "Parks",
        "TreesBenches",
        "A tree\nfell.",
        "Yes",
    ]
    assert receipt["Cache-Control"] == "private, no-store"
    assert page.select_one("meta[name=robots]")["content"] == "noindex"


def test_a_receipt_is_in_the_readers_language(form, spanish_form, send, answers, resident, read):
    response = send("/es/ask/", answers)
    assert response["Location"].startswith("/es/ask/receipt/")
    page = read(resident.get(response["Location"]))
    assert "Parques" in page.select_one(".summary dd").text
    assert page.html["lang"] == "es"


def test_the_same_form_sent_twice_is_one_submission_with_one_receipt(form, send, answers):
    nonce = token.issue(form.page.translation_key)
    first, second = (send("/en/ask/", answers, token=nonce) for _time in range(2))
    assert first["Location"] == second["Location"]
    assert Submission.objects.count() == 1


def test_the_same_form_sent_in_two_languages_is_one_submission(form, spanish_form, send, answers):
    nonce = token.issue(form.page.translation_key)
    send("/en/ask/", answers, token=nonce)
    send("/es/ask/", answers, token=nonce)
    assert Submission.objects.count() == 1


@pytest.mark.parametrize("make", [lambda form: "", lambda form: "forged", lambda form: token.issue(uuid.uuid4())])
def test_a_token_that_is_missing_forged_or_of_another_form_loses_nothing(make, form, answers, resident, read):
    response = resident.post("/en/ask/", {"token": make(form), **answers})
    page = read(response)
    assert response.status_code == 200
    assert page.title.text.startswith("Error: ")
    assert page.select_one("textarea").text.strip() == "A tree\r\nfell.".replace("\r", "")
    assert not Submission.objects.exists()
    fresh = page.select_one("input[name=token]")["value"]
    assert resident.post("/en/ask/", {"token": fresh, **answers}).status_code == 303


def test_a_choice_routes_to_its_queue_and_others_to_the_forms(form, send, answers):
    send("/en/ask/", answers)
    send("/en/ask/", {**answers, form.name("What is it about?"): form.choice("What is it about?", "Streets")})
    assert [each.queue.name for each in Submission.objects.order_by("pk")] == ["Parks queue", "Clerk"]


def test_a_choice_whose_queue_is_gone_routes_to_the_forms_queue(form, send, answers):
    make_queue("Parks queue").delete()
    send("/en/ask/", answers)
    assert Submission.objects.get().queue.name == "Clerk"


def test_a_receipt_stays_when_the_form_is_unpublished_or_a_translation_deleted(
    form, spanish_form, send, answers, resident
):
    location = send("/es/ask/", answers)["Location"]
    form.page.unpublish()
    assert resident.get(location).status_code == 200
    spanish_form.delete()
    assert "Parques" in resident.get(location).content.decode()


def test_sending_again_with_other_answers_says_that_they_were_not_kept(form, send, answers, resident):
    nonce = token.issue(form.page.translation_key)
    send("/en/ask/", answers, token=nonce)
    changed = send("/en/ask/", {**answers, form.name("Tell us more"): "Something else"}, token=nonce)
    receipt = resident.get(changed["Location"]).content.decode()
    assert "You had sent this form before." in receipt
    assert "A tree" in receipt
    assert "Something else" not in receipt
    assert Submission.objects.count() == 1


def test_an_unknown_receipt_is_not_found(form, resident):
    assert resident.get("/en/ask/receipt/unknown/").status_code == 404


def test_errors_keep_what_was_typed_and_say_what_to_do(form, send, answers, read):
    response = send("/en/ask/", {**answers, form.name("Your email"): "nobody@", form.name("I agree"): ""})
    page = read(response)
    email = page.select_one(f"[name={form.name('Your email')}]")
    assert email["value"] == "nobody@"
    assert email["aria-invalid"] == "true"
    assert page.select_one(f"#{email['aria-describedby'].split()[-1]}").text.strip().endswith("name@example.com")
    summary = page.select_one(".errors")
    assert summary.has_attr("autofocus")
    targets = [link["href"][1:] for link in summary.select("a")]
    assert all(page.find(id=target) for target in targets)
    assert page.select_one(f"[value='{form.choice('What is it about?', 'Parks')}']").has_attr("checked")


@pytest.mark.parametrize(
    ("value", "part"),
    [("x" * 5001, "5,000"), ("null \x00 byte", "cannot be stored"), ("   ", "Answer the question")],
)
def test_bad_text_is_answered_at_the_field(value, part, form, send, answers, read):
    response = send("/en/ask/", {**answers, form.name("Tell us more"): value})
    assert part in read(response).select_one(".err").text
    assert not Submission.objects.exists()


def test_markup_is_shown_as_text(form, send, answers, resident):
    location = send("/en/ask/", {**answers, form.name("Tell us more"): "<script>alert(1)</script>"})["Location"]
    content = resident.get(location).content.decode()
    assert "<script>alert" not in content
    assert "&lt;script&gt;alert" in content


@pytest.mark.parametrize(
    ("opens", "closes", "is_open"),
    [(-2, 2, True), (-2, -1, False), (1, 2, False), (None, None, True)],
)
def test_a_form_below_an_opportunity_is_open_when_the_opportunity_is(
    opens, closes, is_open, home, send, resident, read
):
    now = timezone.now()
    opportunity = OpportunityFactory(
        parent=OpportunityIndexFactory(parent=home, slug="opportunities"),
        slug="seat",
        opens_at=opens and now + timedelta(hours=opens),
        closes_at=closes and now + timedelta(hours=closes),
    )
    page = FormFactory(parent=opportunity, slug="apply", questions=[question("short_text", "Why?")])
    name = f"q-{page.questions.get_prep_value()[0]['id']}"
    address = "/en/opportunities/seat/apply/"
    assert bool(read(resident.get(address)).select_one("form")) is is_open
    response = resident.post(address, {"token": token.issue(page.translation_key), name: "I care about trees"})
    assert Submission.objects.exists() is is_open
    if not is_open:
        assert response.status_code == 409
        assert "I care about trees" in read(response).select_one(".summary").text
