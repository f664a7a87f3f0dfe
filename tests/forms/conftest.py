from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from forms import actions
from forms.models import BatchState, Disposition, Submission
from forms.records import guards
from forms.records.retention import check_schedule
from tests.factories import (
    FormFactory,
    let_see,
    make_queue,
    make_staff,
    make_user,
    question,
    receive_answers,
    section,
    stage,
    translate,
)
from tests.layers import layer

SPANISH = {
    "Ask the City": "Pregunte a la Ciudad",
    "What is it about?": "¿De qué se trata?",
    "Parks": "Parques",
    "Streets": "Calles",
    "Schools": "Escuelas",
    "What else?": "¿Qué más?",
    "Trees": "Árboles",
    "Benches": "Bancas",
    "Tell us more": "Cuéntenos más",
    "Your email": "Su correo",
    "I agree": "Acepto",
}


class Form:
    """A form page with a handle on its questions by their English label."""

    def __init__(self, page: Any) -> None:
        self.page = page
        raw = page.questions.get_prep_value()
        self.blocks = {block["value"]["label"]: block for block in raw if "label" in block["value"]}

    def name(self, label: str) -> str:
        return f"q-{self.blocks[label]['id']}"

    def choice(self, label: str, choice: str) -> str:
        items = self.blocks[label]["value"]["choices"]
        return next(item["id"] for item in items if item["value"]["label"] == choice)

    def refresh(self) -> "Form":
        return Form(type(self.page).objects.get(pk=self.page.pk))

    def change(self, raw: list[dict[str, Any]]) -> "Form":
        """Publish the form with these questions, as an editor's save does."""
        page = type(self.page).objects.get(pk=self.page.pk)
        page.questions = page._meta.get_field("questions").to_python(raw)
        page.save_revision().publish()
        return Form(type(self.page).objects.get(pk=self.page.pk))


@layer
def form(home: Any) -> Form:
    parks = make_queue("Parks queue")
    page = FormFactory(
        parent=home,
        slug="ask",
        queue=make_queue("Clerk"),
        questions=[
            question("single_choice", "What is it about?", choices=[("Parks", parks), "Streets", "Schools"]),
            question("several_choices", "What else?", choices=["Trees", "Benches"], required=False),
            question("long_text", "Tell us more"),
            question("email", "Your email", required=False),
            question("consent", "I agree"),
        ],
    )
    return Form(page)


@layer
def spanish_form(form: Form, spanish_home: Any) -> Any:
    return translate(form.page, "es", SPANISH)


@pytest.fixture
def send(resident: Any, read: Any) -> Any:
    """Open a form as a resident does, fill it in and send it. `answers`: {field name: value}."""

    def send(path: str, answers: dict[str, Any], *, client: Any = None, token: str | None = None) -> Any:
        client = client or resident
        shown = read(client.get(path))
        token = token or shown.select_one("input[name=token]")["value"]
        return client.post(path, {"token": token, **answers})

    return send


@pytest.fixture
def answers(form: Form) -> dict[str, Any]:
    return {
        form.name("What is it about?"): form.choice("What is it about?", "Parks"),
        form.name("What else?"): [form.choice("What else?", "Benches"), form.choice("What else?", "Trees")],
        form.name("Tell us more"): "A tree\r\nfell.",
        form.name("I agree"): "on",
    }


@layer
def application(home: Any) -> Form:
    """A form of three screens: about you, two questions and a file, consent."""
    page = FormFactory(
        parent=home,
        slug="apply",
        title="Apply",
        purpose="application",
        queue=make_queue("Applications"),
        questions=[
            section("About you"),
            question("short_text", "Your name", autocomplete="name"),
            question("email", "Your email"),
            question("number", "Years in the city", required=False),
            section("Your questions", "Take your time."),
            question("long_text", "Why you"),
            question("file", "Your letter", kinds=["pdf", "txt"], most=2, megabytes=1),
            section("The end"),
            question("consent", "I agree"),
        ],
    )
    return Form(page)


class Walk:
    """A resident who goes through a form of several screens."""

    def __init__(self, client: Any, read: Any, path: str) -> None:
        self.client, self.read, self.path = client, read, path

    def start(self) -> str:
        """The address of the draft."""
        token = self.read(self.client.get(self.path)).select_one("input[name=token]")["value"]
        response = self.client.post(self.path, {"token": token})
        assert response.status_code == 303, response.content
        self.draft = response["Location"]
        return self.draft

    @property
    def key(self) -> str:
        return self.draft.rstrip("/").rpartition("/")[2]

    def post(self, step: Any, answers: dict[str, Any], go: str = "next") -> Any:
        return self.client.post(f"{self.draft}{step}/", {"go": go, **answers})

    def get(self, tail: str = "") -> Any:
        return self.read(self.client.get(f"{self.draft}{tail}", follow=True))


@pytest.fixture
def walk(resident: Any, read: Any) -> Walk:
    return Walk(resident, read, "/en/apply/")


@pytest.fixture
def receive() -> Any:
    """receive(page, {label: value}, …): a submission as the site stores it, without going through the screens."""

    return receive_answers


@pytest.fixture
def member(staff: Any) -> Any:
    """member(name, queue, *rights): (user, client) of a new group with these rights on the queue."""

    def member(name: str, queue: Any, *rights: str) -> Any:
        group = make_staff(f"Group of {name}")
        let_see(group, queue, *(f"{right}_submission" for right in rights))
        user = make_user(name, group)
        return user, staff(user)

    return member


@layer
def board(home: Any) -> Any:
    """A form for applications, with the ready-made stages, two criteria, a sealed question, reviewed without names."""
    return FormFactory(
        parent=home,
        slug="board",
        title="Join the board",
        purpose="application",
        queue=make_queue("Board"),
        is_blind=True,
        questions=[
            question("short_text", "Your name", autocomplete="name"),
            question("email", "Your email"),
            question("long_text", "Why you"),
            question("long_text", "Equity statement", sealed=True),
        ],
        stages=[
            {
                "type": "advisory_body",
                "id": str(uuid4()),
                "value": {
                    "criteria": [{"type": "item", "id": name, "value": f"Criterion {name}"} for name in ("one", "two")],
                    "review_days": 14,
                },
            }
        ],
    )


@pytest.fixture
def own(home: Any) -> Any:
    """A form for applications with three stages of its author's own: one with a criterion, one untold, one end."""
    first = stage("Reading", criteria=[{"type": "item", "id": "c", "value": "Clear"}])
    return FormFactory(
        parent=home, slug="own", purpose="application", queue=make_queue("Own"),
        questions=[question("short_text", "Name")],
        stages=[first, stage("Talking", is_told=False), stage("No", is_end=True)],
    )  # fmt: skip


APPLIED = {
    "Your name": "Carmen Ortiz",
    "Your email": "Carmen@Example.com",
    "Why you": "I know the harbor.",
    "Equity statement": "Three languages at home.",
}


@pytest.fixture
def applied(board: Any, receive: Any) -> Any:
    return receive(board, APPLIED)


@pytest.fixture
def unguarded(db: Any) -> None:
    """What a program that runs past the guards of the database could do; only within this test."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    guards.remove()


@pytest.fixture
def officers(member: Any, form: Form) -> Any:
    """Two records officers of the queues of `form`: ((user, client), (user, client))."""
    both = member("ruth", form.page.queue, "dispose"), member("grace", form.page.queue, "dispose")
    for user, _client in both:
        let_see(user.groups.get(), make_queue("Parks queue"), "dispose_submission")
    return both


@pytest.fixture
def close(form: Form, receive: Any) -> Any:
    """close(said, days=…): a case of `form` that was closed so many days ago."""

    def close(said: dict[str, Any] | None = None, *, days: int = 800, **options: Any) -> Any:
        case = receive(form.page, {"Tell us more": "A tree fell.", **(said or {})}, **options)
        moment = timezone.now() - timedelta(days=days)
        Submission.objects.filter(pk=case.pk).update(state="closed", closed_at=moment, received_at=moment)
        case.refresh_from_db()
        return case

    return close


@pytest.fixture
def approved(officers: Any) -> Any:
    """approved(*cases): a batch that one officer has proposed and the other approved."""

    def approved(*cases: Any) -> Any:
        (ruth, _one), (grace, _other) = officers
        check_schedule(timezone.now())
        listed = Disposition.objects.filter(case__in=cases)
        batch = actions.propose(listed, reason="Time is over", by=ruth)
        actions.decide(batch, BatchState.APPROVED, reason="Looked through", by=grace)
        return batch

    return approved


@pytest.fixture
def policy(home: Any) -> Any:
    """A draft policy that asks for comments which are published once they are approved."""
    return FormFactory(
        parent=home,
        slug="policy",
        title="Draft policy",
        purpose="feedback",
        publishes_comments=True,
        queue=make_queue("Consultations"),
        questions=[
            question("long_text", "Your comment", is_comment=True),
            question("party", "For whom do you speak?"),
            question("short_text", "Your name", autocomplete="name", required=False),
            question("email", "Your email", required=False),
        ],
    )


@pytest.fixture
def comment(policy: Any, receive: Any) -> Any:
    """comment(text, {label: value}, …): what a person who may be named has sent by `policy`."""

    def comment(text: str, *, code: str = "en", doubts: Any = (), **said: Any) -> Any:
        usual = {
            "Your comment": text,
            "For whom do you speak?": {"kind": "individual"},
            "Your name": "Carmen Ortiz",
            "Your email": "carmen@example.com",
            "If we publish your comment, should your name be shown with it?": "Yes, show the name",
        }
        answers = {label: value for label, value in {**usual, **said}.items() if value is not None}
        return receive(policy, answers, code=code, doubts=doubts)

    return comment


@pytest.fixture
def save() -> Any:
    """save(client, case, …): as the button of the case's page does, with what it shows now."""

    def save(client: Any, case: Any, **data: Any) -> Any:
        case.refresh_from_db()
        return client.post(f"/admin/inbox/{case.pk}/", {"seen": case.revision, **data}, follow=True)

    return save


@pytest.fixture
def press(read: Any) -> Any:
    """press(client, address, …): opens the dialog for many cases and presses its button; what came back, parsed."""

    def press(client: Any, address: str, **data: Any) -> Any:
        address = f"/admin/bulk/forms/submission/{address}&next=/admin/inbox/"
        return read(client.post(address, {"cases": read_cases(read(client.get(address))), **data}, follow=True))

    return press


def read_cases(dialog: Any) -> str:
    """Which cases a dialog is about, as its form sends it."""
    found = dialog.select_one("input[name=cases]")
    return found["value"] if found else ""
