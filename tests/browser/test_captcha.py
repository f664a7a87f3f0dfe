"""reCAPTCHA v3 in a form: the token goes with it, and whatever Google does, the form goes within two seconds."""

import time
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from forms.intake.captcha import Widget

SCRIPT = (Path(__file__).parents[2] / "site/static/js/captcha.js").read_text()
WIDGET = Widget("public", "v3", "https://google.test/recaptcha/api.js?render=public")
FORM = '<form method="post" action="/sent" novalidate>{}<button name="way" value="quick">Send</button></form>'
WORKS = """
let asked = 0;
window.grecaptcha = { ready: (f) => f(), execute: async (key, { action }) => `${key}-${action}-${++asked}` };
"""
STUCK = "window.grecaptcha = { ready: (f) => f(), execute: () => new Promise(() => {}) };"
LATE = """window.grecaptcha = {
  ready: (f) => f(), execute: () => new Promise((found) => setTimeout(found, 2500, "too late")) };"""


@pytest.fixture
def fill_in(chromium):
    """fill_in(what Google's script says, None for a blocked one): a page with the form, and the posts it sends."""
    contexts = []

    def fill_in(google, **options):
        context = chromium.new_context(**options)
        contexts.append(context)
        posts = []

        def serve(route):
            url = route.request.url
            if "google.test" in url:
                route.abort() if google is None else route.fulfill(body=google, content_type="text/javascript")
            elif url.endswith("captcha.js"):
                route.fulfill(body=SCRIPT, content_type="text/javascript")
            elif route.request.method == "POST":
                posts.append(parse_qs(route.request.post_data, True))
                stays = url.endswith("/stays")
                route.fulfill(status=204) if stays else route.fulfill(body="<p>Thank you</p>", content_type="text/html")
            else:
                with translation.override("en"):
                    body = FORM.format(render_to_string("forms/captcha.html", {"captcha": WIDGET}))
                route.fulfill(body=f"<!doctype html>{body}", content_type="text/html")

        context.route("**/*", serve)
        page = context.new_page()
        page.goto("http://plaza.test/")
        return page, posts

    yield fill_in
    for context in contexts:
        context.close()


def send(page):
    started = time.monotonic()
    page.click("button")
    page.wait_for_url("**/sent")
    return time.monotonic() - started


def test_the_token_goes_with_the_form_and_so_does_the_button(fill_in):
    page, posts = fill_in(WORKS)
    send(page)
    assert posts == [{"g-recaptcha-response": ["public-send-1"], "way": ["quick"]}]


@pytest.mark.parametrize(
    "google",
    [
        None,
        "",
        "window.grecaptcha = {};",
        "window.grecaptcha = { ready: (f) => f() };",
        "window.grecaptcha = { ready: (f) => f(), execute: () => { throw Error('Invalid site key'); } };",
        "window.grecaptcha = { ready: (f) => f(), execute: () => Promise.reject(null) };",
        "window.grecaptcha = { ready: (f) => f(), execute: () => null };",
        "window.grecaptcha = { ready: (f) => f(), execute: async () => null };",
    ],
)
def test_without_google_the_form_goes_at_once(google, fill_in):
    page, posts = fill_in(google)
    assert send(page) < 1
    assert posts == [{"g-recaptcha-response": [""], "way": ["quick"]}]


@pytest.mark.parametrize("google", [STUCK, LATE, "window.grecaptcha = { ready() {} };"])
def test_a_slow_google_is_waited_for_two_seconds(google, fill_in):
    page, posts = fill_in(google)
    assert 1.9 < send(page) < 3
    page.wait_for_timeout(1000)
    assert posts == [{"g-recaptcha-response": [""], "way": ["quick"]}]


def test_a_second_click_meanwhile_sends_nothing_more(fill_in):
    page, posts = fill_in(STUCK)
    page.click("button", click_count=2)
    page.wait_for_url("**/sent")
    assert len(posts) == 1


def test_whoever_goes_back_and_sends_again_has_a_new_token(fill_in):
    page, posts = fill_in(WORKS)
    page.evaluate("document.forms[0].action = '/stays'")
    page.click("button")
    page.wait_for_timeout(300)
    page.click("button")
    page.wait_for_timeout(300)
    assert [post["g-recaptcha-response"] for post in posts] == [["public-send-1"], ["public-send-2"]]


def test_a_browser_without_scripts_sends_the_form(fill_in):
    page, posts = fill_in(WORKS, java_script_enabled=False)
    send(page)
    assert posts == [{"g-recaptcha-response": [""], "way": ["quick"]}]
