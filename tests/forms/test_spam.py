"""Robots: signs make a person look, nobody is turned away but a flood, and no address is kept."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

from forms.intake import spam
from forms.models import Submission
from tests.factories import make_user

ADDRESS = "9.9.9.9"


@pytest.fixture
def send_after(form, answers, resident, read):
    """Fill in the form for so long, then send it."""

    def send_after(wait=timedelta(minutes=2), **changes):
        start = timezone.now()
        with time_machine.travel(start, tick=False):
            token = read(resident.get("/en/ask/")).select_one("input[name=token]")["value"]
        with time_machine.travel(start + wait, tick=False):
            return resident.post("/en/ask/", {"token": token, **answers, **changes}, REMOTE_ADDR=ADDRESS)

    return send_after


def get_doubts():
    return Submission.objects.latest("pk").doubts


def test_a_person_is_not_doubted(send_after):
    assert send_after().status_code == 303
    assert (Submission.objects.get().verdict, get_doubts()) == ("clean", [])


@pytest.mark.parametrize(
    ("wait", "doubts"),
    [
        (timedelta(seconds=1), ["quick"]),
        (timedelta(seconds=3), []),
        (timedelta(hours=23), []),
        (timedelta(hours=25), ["old"]),
    ],
)
def test_the_time_it_took(wait, doubts, send_after):
    assert send_after(wait).status_code == 303
    assert get_doubts() == doubts


def test_the_field_that_people_do_not_see(send_after, resident, read):
    trap = read(resident.get("/en/ask/")).select_one("[name=more]")
    assert trap["tabindex"] == "-1"
    assert trap.find_parent(attrs={"aria-hidden": "true"})
    assert send_after(more="buy").status_code == 303
    assert (Submission.objects.get().verdict, get_doubts()) == ("doubtful", ["trap"])


def test_many_links(form, send_after):
    send_after(**{form.name("Tell us more"): "http://a.example http://b.example www.c.example"})
    assert get_doubts() == ["links"]


def test_the_same_text_again_and_again(form, send_after):
    text = {form.name("Tell us more"): "Exactly the same complaint."}
    for _time in range(3):
        send_after(**text)
    assert [each.doubts for each in Submission.objects.order_by("pk")] == [[], [], ["repeated"]]


def test_many_from_one_network_are_doubted_and_a_flood_is_bounded(form, send_after, monkeypatch, read):
    monkeypatch.setattr(spam, "PER_NETWORK", 2)
    monkeypatch.setattr(spam, "NETWORK_FLOOD", 3)
    responses = [send_after(**{form.name("Tell us more"): f"Number {number}"}) for number in range(4)]
    assert [each.status_code for each in responses] == [303, 303, 303, 429]
    assert [each.doubts for each in Submission.objects.order_by("pk")] == [[], [], ["network"]]
    page = read(responses[3])
    assert page.select_one("textarea").text.strip() == "Number 3"
    assert "Nothing is lost" in page.select_one(".errors").text


def test_in_a_flood_the_second_click_still_gets_its_receipt(form, answers, resident, read, monkeypatch):
    token = read(resident.get("/en/ask/")).select_one("input[name=token]")["value"]
    first = resident.post("/en/ask/", {"token": token, **answers}, REMOTE_ADDR=ADDRESS)
    monkeypatch.setattr(spam, "NETWORK_FLOOD", 0)
    second = resident.post("/en/ask/", {"token": token, **answers}, REMOTE_ADDR=ADDRESS)
    assert second["Location"] == first["Location"]


@pytest.mark.parametrize(
    ("proxies", "forwarded", "remote", "network"),
    [
        (0, "1.2.3.4", "9.9.9.9", "9.9.9.9"),  # nobody's word is taken
        (1, "6.6.6.6, 1.2.3.4", "10.0.0.1", "1.2.3.4"),
        (2, "1.2.3.4", "9.9.9.9", "9.9.9.9"),
        (0, "", "2620:fe:1:2:3::4", "2620:fe:1:2::/64"),
        (0, "", "10.0.0.1", ""),  # a proxy that nobody declared: all residents would be one
        (0, "", "127.0.0.1", ""),
        (1, "nonsense", "10.0.0.1", ""),
        (0, "", "", ""),
    ],
)
def test_whose_address_counts(proxies, forwarded, remote, network, rf, settings):
    settings.TRUSTED_PROXIES = proxies
    assert spam.find_network(rf.get("/", HTTP_X_FORWARDED_FOR=forwarded, REMOTE_ADDR=remote)) == network


def test_no_address_is_kept_anywhere(send_after):
    send_after()
    kept = str(Submission.objects.values().get())
    assert ADDRESS not in kept
    assert not any(ADDRESS in key for key in getattr(cache, "_cache", {}))


def test_staff_read_the_reasons_and_filter_by_the_verdict(send_after, staff, read):
    send_after()
    send_after(more="buy")
    admin = staff(make_user("alma", superuser=True))
    doubtful = Submission.objects.get(verdict="doubtful")
    assert "A field that people do not see was filled in" in admin.get(f"/admin/inbox/{doubtful.pk}/").content.decode()
    links = read(admin.get("/admin/inbox/?verdict=doubtful")).select("td.title a")
    assert [link.text.strip() for link in links] == [doubtful.reference]
