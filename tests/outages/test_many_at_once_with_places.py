"""More people than places, all at the same moment: exactly as many have one, and nobody is lost."""

from tests.outages.prepare import FEW, PLACES
from tests.outages.residents import at_once, fill_in, find_receipt, get_text, send_all_at_once

RESIDENTS = 200
TEXTS = [f"Resident number {number:03}" for number in range(RESIDENTS)]


def test_who_comes_after_the_last_place_waits(site):
    answers = send_all_at_once(site, "places-and-list", (fill_in(site, "places-and-list", text) for text in TEXTS))
    stored = site.list_submissions("places-and-list")
    assert {answer.status for answer in answers} == {303}
    assert [each["place"] for each in stored] == ["taken"] * PLACES + ["waiting"] * (RESIDENTS - PLACES)
    receipts = {each["receipt"]: get_text(site, "places-and-list", each) for each in stored}
    assert [receipts[find_receipt(answer)] for answer in answers] == TEXTS
    assert len(receipts) == RESIDENTS


def test_without_a_waiting_list_the_others_are_refused_and_keep_what_they_typed(site):
    answers = send_all_at_once(site, "places", (fill_in(site, "places", text) for text in TEXTS))
    stored = site.list_submissions("places")
    assert [each["place"] for each in stored] == ["taken"] * PLACES
    receipts = {each["receipt"]: get_text(site, "places", each) for each in stored}
    for answer, text in zip(answers, TEXTS, strict=True):
        if answer.status == 303:
            assert receipts.pop(find_receipt(answer)) == text
        else:
            assert answer.status == 409
            assert f">\n{text}</textarea>" in answer.text
            assert "All places were taken when this arrived." in answer.text
    assert not receipts


def test_one_person_who_signs_up_many_times_at_once_has_one_place(site):
    times = 16
    forms = [fill_in(site, "once", f"Time {time}", email="ana@example.com") for time in range(times)]
    answers = send_all_at_once(site, "once", forms)
    assert {answer.status for answer in answers} == {303}
    places = [each["place"] for each in site.list_submissions("once")]
    assert places == ["taken"] + ["repeated"] * (times - 1)


def test_places_that_are_given_back_go_to_those_who_wait_while_others_come(site):
    def send(text):
        return site.post(site.forms["leaving"]["path"], fill_in(site, "leaving", text))

    first = [send(f"Resident {number:02}") for number in range(2 * FEW)]
    leave = [lambda answer=answer: site.post(f"{answer.location}withdraw/", {}) for answer in first[:FEW]]
    come = [lambda number=number: send(f"Newcomer {number:02}") for number in range(FEW)]
    answers = at_once([*leave, *come])
    assert {answer.status for answer in answers} == {303}
    places = [each["place"] for each in site.list_submissions("leaving")]
    assert places == ["withdrawn"] * FEW + ["taken"] * FEW + ["waiting"] * FEW
