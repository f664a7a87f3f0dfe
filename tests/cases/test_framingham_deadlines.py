"""Framingham 2: each department answers within so many working days; a day off that the clerk writes down moves what is
due; the officer sees all departments, a department its own; and what is due comes by mail."""

import subprocess
import sys
from datetime import date, timedelta

import pytest

from tests.cases.walking import follow, list_letters, press, read_reference

PARKS = 0  # the place of the choice
INBOX = "/admin/inbox/"


@pytest.fixture(scope="module")
def sent():
    return {}


# The morning of the next working day, whatever day it is.
SUMMARY = """
import sys; sys.path[:0] = ["site", "."]
import django; django.setup()
import time_machine
from datetime import datetime, time
from zoneinfo import ZoneInfo
from django.conf import settings
from forms import delivery, staff_mail
from forms.models import Message
from pages.working_days import find_calendar, find_city_day
day = find_calendar().add(find_city_day(), 1)
now = datetime.combine(day, time(8), ZoneInfo(settings.TIME_ZONE))
with time_machine.travel(now, tick=False):
    assert staff_mail.send_digests(now)
    for key in Message.objects.filter(staff__isnull=False, delivery="due").values_list("pk", flat=True):
        delivery.deliver.call(key)
"""


def tend(demo, job):
    """What the next minute brings, now."""
    subprocess.run([sys.executable, "manage.py", "tend", job], env=demo.environment, check=True, capture_output=True)


def read_due(page):
    return date.fromisoformat(page.locator("#case-about ~ dl time").first.get_attribute("datetime"))


def read_panel(page):
    panel = page.locator("[data-side-panel=deadline]")
    panel.wait_for()
    return panel.inner_text()


def test_a_question_is_sent(open_page, sent):
    page = open_page("/es/ask-or-tell-the-city/", width=320, scripts=False)
    groups = page.locator("main .field > fieldset")
    groups.nth(0).locator("input").nth(PARKS).check()
    groups.nth(1).locator("input").nth(0).check()
    page.locator("main textarea").first.fill("The gate of the park is stuck.")
    page.locator("main .field > .choice input[type=checkbox]").last.check()
    press(page)
    sent["reference"] = read_reference(page)


def test_the_department_sees_by_when_it_answers_and_how_that_was_found(log_in, sent, find_faults):
    page = log_in("parks", f"{INBOX}?q={sent['reference']}")
    follow(page.locator("td.title a"))
    sent["address"], sent["due"] = page.url, read_due(page)
    assert sent["due"].weekday() < 5
    page.get_by_role("button", name="Show the deadline").click()
    panel = read_panel(page)
    assert "answers within 3 working days" in panel and "confirmed by Ruth Sandoval" in panel
    assert "See the calendar" not in panel, "the department may not change it"
    assert find_faults(page) == []


def test_a_day_off_that_the_clerk_writes_down_moves_it(log_in, demo, sent, find_faults):
    year = sent["due"].year
    page = log_in("records", f"/admin/working_calendar/?year={year}")
    assert "Thanksgiving" in page.locator("main").inner_text()
    assert find_faults(page) == []
    page.get_by_role("link", name="Add day off").click()
    page.fill("[name=day]", sent["due"].isoformat())
    page.keyboard.press("Escape")
    page.fill("[name=name]", "Storm: city hall is closed")
    page.get_by_role("button", name="Create").click()
    page.get_by_text(f"Nobody has confirmed {year} yet").wait_for()
    tend(demo, "deadlines")
    page = log_in("parks", sent["address"])
    moved = read_due(page)
    assert moved > sent["due"] and moved.weekday() < 5
    page.get_by_role("button", name="Show the deadline").click()
    panel = read_panel(page)
    assert "Storm: city hall is closed" in panel and f"{year}: nobody has confirmed it yet" in panel


def test_the_clerk_takes_it_out_again_and_confirms_the_year(log_in, demo, sent):
    year = sent["due"].year
    page = log_in("records", f"/admin/working_calendar/?year={year}")
    row = page.locator("tr", has_text="Storm")
    page.goto(row.locator("td.title a").first.get_attribute("href").replace("/edit/", "/delete/"))
    page.get_by_role("button", name="Yes, delete").click()
    page.get_by_text("is a working day now").wait_for()
    tend(demo, "deadlines")
    assert read_due(log_in("parks", sent["address"])) == sent["due"]
    page.goto("/admin/")
    page.get_by_role("link", name=f"Look through {year} and confirm it").click()
    page.get_by_role("button", name=f"Confirm {year}").click()
    page.get_by_text(f"Ruth Sandoval confirmed {year}").wait_for()


def test_it_is_put_off_without_a_script_and_comes_back(log_in, sent, find_faults):
    page = log_in("parks", sent["address"], scripts=False)
    page.locator("summary", has_text="Put off").click()
    page.fill("[name=snooze_until]", (date.today() - timedelta(days=3)).isoformat())
    page.fill("[name=snooze_reason]", "The crew comes next week.")
    follow(page.locator("details button", has_text="Put off"))
    assert "Choose a day after today" in page.locator("main").inner_text()
    page.fill("[name=snooze_until]", (date.today() + timedelta(days=8)).isoformat())
    follow(page.get_by_role("button", name="Put off"))
    shown = page.locator("main").inner_text()
    assert "This case is put off until" in shown and "The crew comes next week." in shown
    page = log_in("parks", f"{INBOX}?snoozed=true")
    assert sent["reference"] in page.locator(".case-list").inner_text()
    page.goto(sent["address"])
    assert find_faults(page) == []
    follow(page.get_by_role("button", name="Take it up again"))
    assert "is put off until" not in page.locator("#case-about ~ *").first.inner_text()


def test_the_officer_and_the_department_are_each_told_their_own_by_mail(log_in, demo, sent, find_faults):
    page = log_in("parks", "/admin/account/#tab-notifications")
    page.get_by_label("Every working day").check()
    assert find_faults(page) == []
    subprocess.run([sys.executable, "-c", SUMMARY], env=demo.environment, check=True, capture_output=True)
    officer, parks = (
        list_letters(demo, f"{name}@portalder.example")[-1].get_body(("plain",)).get_content()
        for name in ("moderator", "parks")
    )
    assert "Streets and Transport" in officer and "Streets and Transport" not in parks
    assert "Parks and Recreation" in parks
    for text in (officer, parks):
        assert "The gate of the park is stuck." not in text and "Lucía" not in text
