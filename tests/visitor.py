"""A resident without a browser: reads pages, fills in whatever form is there as people would, sends it."""

import re
from urllib.parse import urljoin

import requests
from bs4 import BeautifulSoup

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
SAID = {"email": "ana@example.com", "tel": "555 010 0311"}
PARTS = {"_day": "27", "_month": "3", "_year": "1985"}


class Visitor:
    def __init__(self, address: str) -> None:
        self.address = address
        self.session = requests.Session()

    def get(self, path: str) -> "Visitor":
        return self.see(self.session.get(urljoin(self.address, path), timeout=60))

    def see(self, response: requests.Response) -> "Visitor":
        self.response = response
        self.path = response.url.removeprefix(self.address)
        self.page = BeautifulSoup(response.content.decode(), "html5lib")
        return self

    @property
    def form(self):
        return self.page.select_one("form#answers") or self.page.select_one("main form")

    def fill(self) -> dict[str, list[str]]:
        """One plausible answer to everything that is shown; of questions that follow, those of the first choice."""
        values: dict[str, list[str]] = {}
        for field in self.form.select("input, select, textarea"):
            name = field.get("name")
            if not name or name in values or field.get("type") == "file" or field.find_parent(class_="hp"):
                continue
            is_ranked = "place" in field.get("class", ()) and any(each in values for each in list_places(self.form))
            if not is_ranked and (said := say(field, name)) is not None:
                values[name] = [said]
        return values

    def attach(self, copy: int = 0) -> dict[str, tuple[str, bytes]]:
        named = {}
        for number, field in enumerate(self.form.select("input[type=file]")):
            content = PDF + b"%" + str((number, copy)).encode() + b"\n%%EOF\n"
            named[field["name"]] = (f"letter {number}.pdf", content)
        return named

    def send(self, values=None, *, files=None, go: str = "next", follow: bool = True) -> "Visitor":
        target = urljoin(self.response.url, self.form.get("action") or "")
        data = {**(values if values is not None else self.fill()), "go": [go]}
        return self.see(self.session.post(target, data=data, files=files or None, timeout=60, allow_redirects=follow))

    def send_empty(self) -> "Visitor":
        hidden = {
            field["name"]: [field.get("value", "")]
            for field in self.form.select("input[type=hidden]")
            if field.get("name") in ("token", "shown_in")
        }
        return self.send(hidden)


def list_places(form) -> list[str]:
    """The lists of a ranking, of which only one gets a place: each place can be given once."""
    return [field["name"] for field in form.select("select.place")]


def say(field, name: str) -> str | None:
    kind = field.get("type", "text") if field.name == "input" else field.name
    if kind in ("hidden", "radio"):
        return field.get("value", "")
    if kind == "checkbox":
        return field.get("value", "on")
    if kind == "select":
        return next((each["value"] for each in field.select("option") if each.get("value")), None)
    if part := next((end for end in PARTS if name.endswith(end)), None):
        return PARTS[part]
    if kind in SAID:
        return SAID[kind]
    return "5" if re.fullmatch("decimal|numeric", field.get("inputmode", "")) else "Because it matters."
