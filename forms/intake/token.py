"""The signed token in every form that is shown: which form it was, when it was shown, and a nonce that makes sending it
twice harmless."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

from django.core import signing

SALT = "forms.intake.token"


@dataclass(frozen=True)
class Shown:
    """A form as it was once shown to somebody."""

    nonce: UUID
    at: datetime


def issue(form_key: UUID) -> str:
    return signing.dumps([form_key.hex, uuid4().hex, int(time.time())], salt=SALT)


def read(token: str, form_key: UUID) -> Shown | None:
    """None for a token that is missing, altered or another form's."""
    try:
        key, nonce, seconds = signing.loads(token, salt=SALT)
        return Shown(UUID(nonce), datetime.fromtimestamp(seconds, UTC)) if key == form_key.hex else None
    except (signing.BadSignature, ValueError, TypeError):
        return None


def peek(token: str) -> UUID | None:
    """The form of which it is, not looking at which form it was sent to."""
    try:
        return UUID(signing.loads(token, salt=SALT)[0])
    except (signing.BadSignature, ValueError, TypeError, LookupError):
        return None
