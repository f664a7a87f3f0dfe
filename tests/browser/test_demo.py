"""The demo as a person with one command meets it."""

import gzip
import re
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from tests.demo import PROJECT, Demo

XML = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
BUDGET = 25_000  # bytes, compressed, without images


def fetch(address):
    request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request, timeout=20) as response:
        body = response.read()
        if response.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        return response.status, body.decode()


@pytest.fixture(scope="module")
def sitemap(demo):
    _status, body = fetch(f"{demo.address}/sitemap.xml")
    return {
        url.find("s:loc", XML).text: {link.get("hreflang"): link.get("href") for link in url.findall("x:link", XML)}
        for url in ElementTree.fromstring(body).findall("s:url", XML)
    }


def test_it_names_addresses_and_one_account_a_role(demo):
    said = "".join(demo.lines)
    assert f"{demo.address}/" in said
    for role in ("Administrator", "Editor", "Spanish translator", "Moderator", "Board reviewer"):
        assert role in said


@pytest.mark.parametrize("name", ["admin", "editor", "translator", "moderator", "reviewer"])
def test_every_account_can_log_in(name, open_page):
    page = open_page("/admin/login/")
    page.fill("[name=username]", name)
    page.fill("[name=password]", "port-alder")
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/admin/")
    assert page.locator("h1").count()


def test_every_page_is_served_and_hreflang_is_reciprocal(demo, sitemap):
    assert len(sitemap) > 100
    for address, alternates in sitemap.items():
        status, body = fetch(address)
        page = BeautifulSoup(body, "html.parser")
        assert status == 200
        assert {link["hreflang"]: link["href"] for link in page.select("link[hreflang]")} == alternates
        assert address in alternates.values()
        assert all(sitemap[other] == alternates for other in alternates.values())
        assert page.html["lang"].lower() == address.removeprefix(f"{demo.address}/").split("/")[0]
        # The one event that was left untranslated on purpose is marked in lists; comments stay as they were written.
        if page.html["lang"] in ("es", "ar"):
            foreign = page.select("main [lang=en]:not(.comment [lang])")
            assert all("budget" in str(part.a or part.find_parent().a) for part in foreign)


def test_everything_is_in_spanish_and_arabic_and_the_main_pages_in_all_languages(demo, sitemap):
    def count(code):
        return sum(address.startswith(f"{demo.address}/{code}/") for address in sitemap)

    english = count("en")
    assert count("es") == count("ar") == english - 1  # one was left out on purpose
    for code in ("pt-br", "vi", "zh-hans", "zh-hant", "ko", "km", "tl"):
        assert count(code) == 11


def test_the_form_is_in_the_sitemap(demo, sitemap):
    assert len(sitemap[f"{demo.address}/en/ask-or-tell-the-city/"]) == 11


def test_the_states_of_translations_can_be_seen(demo):
    _status, missing = fetch(f"{demo.address}/es/events/budget-workshop/")
    _status, stale = fetch(f"{demo.address}/ar/services/reserve-a-picnic-shelter/")
    assert 'data-translation-state="missing"' in missing
    assert 'data-translation-state="out_of_date"' in stale


def test_every_state_of_an_opportunity_is_there(demo):
    _status, body = fetch(f"{demo.address}/en/opportunities/")
    assert set(re.findall(r"tag--(\w+)", body)) == {"open", "closing", "upcoming", "closed"}


@pytest.mark.parametrize(
    "path", ["/en/", "/ar/", "/km/boards/parks-commission/", "/es/ask-or-tell-the-city/", "/en/events/"]
)
def test_a_page_is_light(path, demo):
    _status, page = fetch(f"{demo.address}{path}")
    _status, style = fetch(f"{demo.address}/static/css/site.css")
    assert len(gzip.compress(page.encode())) + len(gzip.compress(style.encode())) < BUDGET
    scripts = re.findall(r"<script[^>]*>", page)
    assert all("defer" in script for script in scripts), "a script that blocks"
    fetched = set(re.findall(r"""(?:href|src)="(/static/[^"]+)""", page))
    counter = {"/static/js/counter.js"} if "<textarea" in page else set()
    assert fetched == {"/static/css/site.css", "/static/icons/mark.svg"} | counter


def test_an_unknown_language_is_not_found(demo):
    with pytest.raises(urllib.error.HTTPError, match="404"):
        fetch(f"{demo.address}/zz/")


def test_a_busy_port_is_a_clear_message(demo):
    result = subprocess.run(
        [sys.executable, "manage.py", "demo"],
        cwd=PROJECT,
        env=demo.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode != 0
    assert f"Port {demo.port} is in use by another program. Choose another one: make demo PORT=" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_second_run_is_quick_changes_nothing_and_ctrl_c_stops_everything(demo, tmp_path):
    """On a copy of the running demo's database, at another port."""
    import sqlite3

    source = sqlite3.connect(f"{demo.environment['DATA_DIR']}/plaza.sqlite3")
    copy = sqlite3.connect(tmp_path / "plaza.sqlite3")
    source.backup(copy)
    copy.execute("UPDATE wagtailcore_page SET title = 'Changed by hand' WHERE slug = 'privacy'")
    copy.commit()
    pages = copy.execute("SELECT count(*) FROM wagtailcore_page").fetchone()
    second = Demo(tmp_path)
    seconds = second.start()
    try:
        assert seconds < 20  # some 4 alone; here a browser is busy on the other core
        assert not any("Loading" in line for line in second.lines)
        assert "Changed by hand" in fetch(f"{second.address}/en/privacy/")[1]
        assert copy.execute("SELECT count(*) FROM wagtailcore_page").fetchone() == pages
    finally:
        second.stop()
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", second.port)) != 0
    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert f":{second.port}" not in listed
