"""Input that no browser sends: a clear answer or a plain 4xx, never a 500, and nothing stored."""

import pytest
from django.conf import settings

from forms.intake import token
from forms.models import Attachment, Draft, Submission


@pytest.fixture
def post(form, resident):
    def post(body, content_type, **headers):
        return resident.generic("POST", "/en/ask/", body, content_type, **headers)

    return post


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"a=b", "application/x-www-form-urlencoded; charset=utf-7", 415),
        (b"a=b", "application/x-www-form-urlencoded; charset=nonsense", 415),
        (b"a=b", 'application/x-www-form-urlencoded; charset="UTF-8"', 200),
        (b"a=%ff%fe", "application/x-www-form-urlencoded", 200),
        (b"{}", "application/json", 200),
        (b"", "", 200),
        (b"--x\r\nContent-Disposition: form-data; name=a", "multipart/form-data; boundary=x", 200),
        (b"anything", "multipart/form-data", 400),
        (
            b"&".join(b"a%d=1" % n for n in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)),
            "application/x-www-form-urlencoded",
            400,
        ),
        (b"a=" + b"x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1), "application/x-www-form-urlencoded", 400),
    ],
)
def test_strange_bodies(body, content_type, status, post):
    assert post(body, content_type).status_code == status
    assert not Submission.objects.exists()


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE"])
def test_other_methods_store_nothing(method, form, resident):
    assert resident.generic(method, "/en/ask/").status_code < 500
    assert not Submission.objects.exists()


@pytest.mark.parametrize("text", ["\u202egpj.exe", "\u200b", "😀" * 100, "\ud83d", "ZWJ\u200d", "\x07bell"])
def test_odd_characters_are_kept_or_refused_but_harm_nothing(text, form, answers, resident):
    typed = text.encode("utf-8", "surrogatepass")
    fields = {"token": token.issue(form.page.translation_key), **answers, form.name("Tell us more"): typed}
    response = resident.post("/en/ask/", fields)
    assert response.status_code in (200, 303)
    if response.status_code == 303:
        assert resident.get(response["Location"]).status_code == 200


def test_fields_that_nobody_asked_for_are_ignored(form, answers, resident):
    extra = {f"q-extra-{number}": "x" for number in range(1000)}
    fields = {"token": token.issue(form.page.translation_key), **answers, **extra, "state": "closed", "queue": "1"}
    assert resident.post("/en/ask/", fields).status_code == 303
    stored = Submission.objects.get()
    assert len(stored.answers) == 4
    assert stored.state == "new"


@pytest.mark.parametrize(
    "path", ["/en/ask/../../admin/", "/en/%00/", "/en/ask/receipt/%2e%2e/", "/en/" + "a/" * 200, "/%ff/"]
)
def test_odd_addresses(path, form, resident):
    assert resident.get(path).status_code in (302, 400, 404)


START = b"--x\r\nContent-Disposition: form-data; "


@pytest.fixture
def post_step(application, walk):
    """To the screen with the file."""
    walk.start()
    return lambda body, content_type: walk.client.generic("POST", f"{walk.draft}2/", body, content_type)


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"a=b", "application/x-www-form-urlencoded; charset=utf-7", 415),
        (b"{}", "application/json", 200),
        (b"", "", 200),
        (START + b"name=f; filename=a.pdf\r\n\r\n%PDF-", "multipart/form-data; boundary=x", 200),
        (b"anything", "multipart/form-data", 400),
        (b"a=" + b"x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1), "application/x-www-form-urlencoded", 400),
        (
            b"".join(START + b"name=f; filename=a%d\r\n\r\nx\r\n" % number for number in range(101)) + b"--x--",
            "multipart/form-data; boundary=x",
            400,
        ),
    ],
)
def test_strange_bodies_on_a_screen(body, content_type, status, post_step):
    assert post_step(body, content_type).status_code == status
    assert not Attachment.objects.exists()


@pytest.mark.parametrize("go", ["", "remove:", "remove:x", "remove:" + "9" * 400, "language:xx", "next:next", "\x00"])
def test_strange_buttons(go, application, walk):
    walk.start()
    assert walk.post(2, {application.name("Why you"): "Because."}, go=go).status_code in (200, 303)
    assert walk.get("2/").textarea.text.strip() == "Because."


@pytest.mark.parametrize("code", ["xx", "", "en' OR 1=1", "../../etc"])
def test_a_strange_language_of_the_screen(code, application, walk):
    walk.start()
    sent = {"shown_in": code, application.name("Your name"): "Ana", application.name("Your email"): "a@example.com"}
    assert walk.post(1, sent)["Location"].endswith("/2/")


def test_many_beginnings_at_once_are_one_draft_and_files_stay_with_it(application, walk, resident, read):
    other = type(walk)(resident, read, "/en/apply/")
    assert walk.start() != other.start()
    assert Draft.objects.count() == 2
    assert resident.get(f"/en/apply/draft/{walk.key.swapcase()}/").status_code == 404


@pytest.mark.parametrize(
    "tail", ["draft/{key}/1/1/", "draft/{key}/-1/", "draft/{key}/99999/", "draft/{key}/x/", "draft//1/"]
)
def test_strange_addresses_of_a_draft(tail, application, walk):
    walk.start()
    assert walk.client.get(f"/en/apply/{tail.format(key=walk.key)}").status_code in (302, 303, 404)
