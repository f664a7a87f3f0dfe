"""What a resident types into the form that is asked twice, ours and Wagtail's."""

import secrets
import time
from typing import Any
from uuid import UUID, uuid4

from django.core import signing

from forms.intake.token import SALT

CSRF = "c" * 32  # of Wagtail's form: the cookie and the field say the same


def fill_in(form: dict[str, Any]) -> dict[str, Any]:
    """Different each time. Ours was shown a minute ago: who needs but a second may be a robot, and gets no mail."""
    word = secrets.token_hex(4)
    kind, place, more, name, email, phone, news, agreed = form["fields"]
    choices = form["choices"]
    answers = {
        kind: choices[0][1],
        place: choices[1][2],
        more: f"The lamp at the corner does not burn any more, for some days now. ({word})",
        name: f"Ana {word}",
        email: f"ana-{word}@example.com",
        phone: "(555) 010-0311",
        news: choices[6][:2],
        agreed: "on",
    }
    if "key" in form:
        shown = [UUID(form["key"]).hex, uuid4().hex, int(time.time()) - 60]
        return {"token": signing.dumps(shown, salt=SALT), **answers}
    return {"csrfmiddlewaretoken": CSRF, **answers}
