from typing import Any

import pytest

from tests.factories import FormFactory, make_queue, question, translate

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
        self.blocks = {block["value"]["label"]: block for block in page.questions.get_prep_value()}

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


@pytest.fixture
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


@pytest.fixture
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
