"""The signed token in every form that is shown: which form it was, and a nonce that makes sending it twice harmless."""

from uuid import UUID, uuid4

from django.core import signing

SALT = "forms.intake.token"


def issue(form_key: UUID) -> str:
    return signing.dumps([form_key.hex, uuid4().hex], salt=SALT)


def read(token: str, form_key: UUID) -> UUID | None:
    """The nonce; None for a token that is missing, altered or another form's."""
    try:
        key, nonce = signing.loads(token, salt=SALT)
        return UUID(nonce) if key == form_key.hex else None
    except (signing.BadSignature, ValueError, TypeError):
        return None
