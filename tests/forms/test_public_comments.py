"""The public side of comments: one list in every language, paged, with a feed; at a cost that does not grow."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forms import actions, jobs
from forms.models import FormIdentity, FormVersion, Publication, Submission
from forms.results.part import withhold
from tests.factories import StandardFactory, edit, translate

POLICY = "/en/policy/"
PUBLIC = f"{POLICY}comments/"
ATOM = {"a": "http://www.w3.org/2005/Atom"}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture
def publish(policy, comment, member):
    """publish(text, …): a comment that is public."""
    user, _client = member("minh", policy.queue, "view", "answer")

    def publish(text, *, with_name=True, **options):
        case = comment(text, **options)
        actions.publish(case, with_name=with_name, by=user)
        return case

    return publish


@pytest.fixture
def fill(publish):
    """fill(number, start): so many public comments, in several languages, without going through each."""
    pattern = publish("The first.")

    def fill(number, start=0):
        values = {name: getattr(pattern, name) for name in ("form_id", "version_id", "queue_id", "answers", "purpose")}
        tags = ("en", "es", "ar", "pt-BR", "zh-Hant")
        now = timezone.now()
        cases = Submission.objects.bulk_create(
            Submission(
                **values,
                nonce=f"00000000-0000-4000-8000-{place:012d}",
                locale=tags[place % 5],
                party=("individual", "organisation")[place % 4 == 0],
                received_at=now - timedelta(minutes=place),
                is_comment=True,
            )
            for place in range(start, start + number)
        )
        Publication.objects.bulk_create(
            Publication(
                case=case,
                form_id=case.form_id,
                decision="approved",
                text=f"Comment {place}",
                locale=case.locale,
                name=f"Name {place}",
                party=case.party,
                sent_at=case.received_at,
            )
            for place, case in enumerate(cases, start=start)
        )

    return fill


def count_queries(client, path):
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_as_many_queries_with_ten_as_with_ten_thousand(fill, resident, home):
    paths = (POLICY, PUBLIC, f"{PUBLIC}?page=2&party=individual&order=oldest", f"{PUBLIC}feed/")
    fill(10)
    few = [count_queries(resident, path) for path in paths]
    fill(10_000, start=10)
    assert [count_queries(resident, path) for path in paths] == few


def test_twenty_to_a_page_the_newest_first_and_the_filter_stays(fill, resident, read):
    fill(50)
    page = read(resident.get(PUBLIC))
    assert len(page.select(".comment")) == 20 and "Page 1 of 3" in page.text
    names = [each.text for each in page.select(".comment h2")]
    assert names.index("Name 1") < names.index("Name 5")
    assert "51 comments are published. 13 are from organisations. 38 are from individuals." in page.text
    page = read(resident.get(f"{PUBLIC}?party=organisation&order=oldest"))
    names = [each.text for each in page.select(".comment h2")]
    assert names == [f"Name {place}" for place in range(48, -1, -4)]
    page = read(resident.get(f"{PUBLIC}?party=individual&order=oldest"))
    following = page.select_one("a[rel=next]")["href"]
    assert following == "?party=individual&order=oldest&page=2"
    assert len(read(resident.get(PUBLIC + following)).select(".comment")) == 18
    assert len(read(resident.get(POLICY)).select(".comment")) == 20


@pytest.mark.parametrize("query", [
    "page=0", "page=-1", "page=x", "page=99999999999999999999999", "party=nobody", "order=x", "page=%00", "party=%00",
])  # fmt: skip
def test_nonsense_in_the_address_is_the_list(query, publish, resident):
    publish("Here.")
    assert "Here." in resident.get(f"{PUBLIC}?{query}").content.decode()


@pytest.mark.parametrize("path", ["0/", "999999/", "x/", "1/2/", "feed/x/", f"{'9' * 40}/", "feed/feed/"])
def test_an_address_that_is_none_is_not_found(path, publish, resident):
    publish("Here.")
    assert resident.get(PUBLIC + path).status_code == 404


def test_one_list_for_all_languages_each_comment_in_its_own(policy, publish, comment, resident, read, spanish_home):
    translate(policy, "es", {"Draft policy": "Proyecto de norma"})
    publish("Film less.")
    publish("Filmen menos.", code="es")
    for path in ("/es/policy/", "/es/policy/comments/", POLICY, "/ar/policy/", "/ar/policy/comments/"):
        page = read(resident.get(path))
        said = {each["lang"]: each.text.strip() for each in page.select(".comment div[dir]")}
        assert said == {"en": "Film less.", "es": "Filmen menos."}, path
    assert "Proyecto de norma" in read(resident.get("/es/policy/comments/")).title.text
    menu = read(resident.get("/es/policy/comments/")).select("nav.langs a[lang=en]")
    assert menu[0]["href"].startswith(PUBLIC)


def test_they_stay_when_the_form_is_closed_and_go_when_it_is_taken_down(policy, publish, resident):
    publish("Film less.")
    edit(policy, closes_at=timezone.now() - timedelta(hours=1))
    closed = resident.get(POLICY).content.decode()
    assert "This form is closed." in closed and "Film less." in closed
    type(policy).objects.get(pk=policy.pk).unpublish()
    for path in (PUBLIC, f"{PUBLIC}feed/"):
        assert resident.get(path).status_code == 404


def test_they_go_when_the_form_does_not_publish_any_more_or_becomes_private(policy, publish, resident):
    from wagtail.models import PageViewRestriction

    case = publish("Film less.")
    edit(policy, publishes_comments=False)
    assert "Film less." not in resident.get(POLICY).content.decode()
    assert resident.get(PUBLIC).status_code == 404 and resident.get(f"{PUBLIC}feed/").status_code == 404
    edit(policy, publishes_comments=True)
    PageViewRestriction.objects.create(page=policy, restriction_type="password", password="open")
    for path in (PUBLIC, f"{PUBLIC}feed/", f"{PUBLIC}{case.publication.pk}/"):
        assert "Film less." not in resident.get(path).content.decode()


def test_the_feed_is_atom_with_the_language_of_each_entry(policy, publish, resident, read):
    publish("Film less.\n\nAnd <b>say</b> so.")
    case = publish("صوروا أقل.", code="ar")
    response = resident.get(f"{PUBLIC}feed/")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(response.content)
    assert feed.find("a:title", ATOM).text == "Comments: Draft policy" and feed.get(LANG) == "en"
    entries = feed.findall("a:entry", ATOM)
    assert [entry.get(LANG) for entry in entries] == ["ar", "en"]
    assert 'dir="rtl"' in entries[0].find("a:summary", ATOM).text
    assert "&lt;b&gt;" in entries[1].find("a:summary", ATOM).text
    link = entries[0].find("a:link", ATOM).get("href").removeprefix("http://testserver")
    assert "صوروا أقل." in resident.get(link).content.decode()
    assert link.endswith(f"/comments/{case.publication.pk}/")
    assert len({entry.find("a:id", ATOM).text for entry in entries}) == 2
    page = read(resident.get(POLICY))
    assert page.select_one("link[rel=alternate][type='application/atom+xml']")["href"] == f"{PUBLIC}feed/"
    assert page.select_one(f"main a[href='{PUBLIC}feed/']")


def test_what_people_write_is_never_markup(publish, resident):
    publish("<script>alert(1)</script>", **{"Your name": "<b>Ana</b>"})
    text = resident.get(PUBLIC).content.decode()
    assert "<script>alert" not in text and "&lt;b&gt;Ana" in text


def test_what_people_paste_without_seeing_it_breaks_no_feed(publish, resident):
    publish("A\x0bB\x1fC\uffff", **{"Your name": "Ana\x0c"})
    feed = ElementTree.fromstring(resident.get(f"{PUBLIC}feed/").content)
    assert feed.find("a:entry/a:title", ATOM).text == "Ana"
    assert "ABC" in feed.find("a:entry/a:summary", ATOM).text


def test_a_form_shows_its_comments_once(policy, publish, resident, read):
    publish("Film less.")
    add_block(policy, "comments", {"form": policy.pk})
    assert len(read(resident.get(POLICY)).select(".comment")) == 1


def test_a_form_that_becomes_sensitive_keeps_nothing_public(policy, publish):
    publish("Film less.")
    edit(policy, is_sensitive=True, publishes_comments=False)
    assert Publication.objects.get().text == "" and not Publication.objects.public().exists()


def test_the_receipt_says_what_became_of_it_and_leads_there(policy, publish, comment, resident, read):
    waiting = comment("Later.")
    page = read(resident.get(f"{POLICY}receipt/{waiting.receipt_key}/"))
    assert "Your comment is not published." in page.main.text
    case = publish("Now.")
    page = read(resident.get(f"{POLICY}receipt/{case.receipt_key}/"))
    assert "Your comment is published." in page.main.text
    link = page.select_one(f"main a[href$='/comments/{case.publication.pk}/']")["href"]
    assert "Now." in resident.get(link).content.decode()


def test_a_post_to_the_comments_is_refused(publish, resident):
    publish("Here.")
    assert resident.post(PUBLIC, {}).status_code == 405


def add_block(page, kind, value):
    raw = [
        *page.body.get_prep_value(),
        {"type": kind, "value": value, "id": f"00000000-0000-4000-8000-0000000000{len(page.body):02d}"},
    ]
    return edit(page, body=page.body.stream_block.to_python(raw))


def test_a_block_shows_them_under_any_page(home, policy, publish, resident, read, spanish_home):
    publish("Film less.")
    page = add_block(StandardFactory(parent=home, slug="about", title="About"), "comments", {"form": policy.pk})
    response = resident.get("/en/about/")
    assert "Film less." in response.content.decode() and response["Cache-Control"] == "no-cache"
    assert read(response).select_one(f"a[href='{PUBLIC}']")
    translate(page, "es")
    translate(policy, "es")
    shown = read(resident.get("/es/about/"))
    assert "Film less." in shown.text and shown.select_one("a[href='/es/policy/comments/']")
    edit(policy, publishes_comments=False)
    assert "Film less." not in resident.get("/en/about/").content.decode()
    type(policy).objects.get(pk=policy.pk).unpublish()
    assert "Film less." not in resident.get("/en/about/").content.decode()


def test_a_page_without_them_may_be_kept_as_before(home, resident):
    StandardFactory(parent=home, slug="plain", title="Plain")
    assert "Cache-Control" not in resident.get("/en/plain/").headers


def test_what_we_heard_has_figures_from_the_inbox(home, policy, comment, resident, read, member):
    text = {"text": "<p>Most want to be told when they are filmed.</p>", "form": None}
    add_block(add_block(policy, "heard", text), "did", {"text": "<p>We changed it.</p>"})
    add_block(StandardFactory(parent=home, slug="result", title="Result"), "heard", {**text, "form": policy.pk})
    comment("One.")
    shown = read(resident.get(POLICY)).main.text
    assert "What we did" in shown and shown.count("Who took part") == 1
    assert "What we heard" in shown and "Fewer than 5 people have taken part so far." in shown
    club = {"For whom do you speak?": {"kind": "organisation", "name": "Harbor Club"}}
    for code in ("en", "en", "en", "en", "en", "es"):
        comment("More.", code=code)
    comment("Club.", **club)
    jobs.run(["figures"], timezone.now() + timedelta(hours=2))
    user, _client = member("minh", policy.queue, "view", "answer")
    actions.change_state(comment("Spam!"), "spam", by=user)
    response = resident.get("/en/result/")
    counted = {each.dt.text: each.dd.text.strip() for each in read(response).select(".figures > div")}
    assert counted == {"Received in all": "8"}
    assert "small numbers are not shown" in response.content.decode()
    assert "What we heard" in response.content.decode() and response["Cache-Control"] == "no-cache"
    for _each in range(3):
        comment("Club.", code="es", **club)
    jobs.run(["figures"], timezone.now() + timedelta(hours=4))
    assert read(resident.get("/en/result/")).select_one(".figures dd").text.strip() == "8", "not five more yet"
    comment("Club.", code="es", **club)
    comment("Club.", code="es", **club)
    jobs.run(["figures"], timezone.now() + timedelta(hours=6))
    shown = read(resident.get("/en/result/"))
    assert {each.dt.text: each.dd.text.strip() for each in shown.select(".figures > div")} == {
        "Received in all": "13", "From organisations": "6", "From individuals": "7",
        "Language: English": "7", "Language: Spanish": "6",
    }  # fmt: skip
    for code in ("ar", "vi", "km", "ko", "tl"):
        comment("More.", code=code)
    jobs.run(["figures"], timezone.now() + timedelta(hours=8))
    shown = read(resident.get("/en/result/")).main.text
    assert "Other languages" in shown and "Vietnamese" not in shown


def test_the_figures_of_a_sensitive_form_are_not_told(policy, comment, resident, read):
    for _each in range(6):
        comment("One.")
    add_block(policy, "heard", {"text": "<p>Much.</p>", "form": None})
    assert read(resident.get(POLICY)).select(".figures")
    FormIdentity.objects.update(is_sensitive=True)
    assert not read(resident.get(POLICY)).select(".figures")
    assert FormVersion.objects.count() == 1


@pytest.mark.parametrize(("counts", "told"), [
    ({}, {}),
    ({"a": 5, "b": 9}, {"a": 5, "b": 9}),
    ({"a": 0, "b": 9}, {"a": 0, "b": 9}),
    ({"a": 4, "b": 9}, {"a": None, "b": None}),
    ({"a": 4, "b": 9, "c": 30}, {"a": None, "b": None, "c": 30}),
    ({"a": 1, "b": 1, "c": 30, "d": 40}, {"a": None, "b": None, "c": None, "d": 40}),
    ({"a": 3, "b": 3, "c": 30}, {"a": None, "b": None, "c": 30}),
    ({"a": 4}, {"a": None}),
])  # fmt: skip
def test_small_numbers_cannot_be_reckoned_from_the_total(counts, told):
    assert withhold(counts) == told
