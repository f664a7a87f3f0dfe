"""A proof of work: a calculation that one sender does not notice and a flood cannot afford. Asked for only when many
forms come in, of a browser that runs scripts; `static/js/proof.js` does the work."""

import hashlib
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.core import signing

SALT = "forms.intake.proof"
BITS = 17  # 131,072 attempts on average
LIFE = timedelta(hours=1)
LONGEST = 20


@dataclass(frozen=True)
class Challenge:
    challenge: str
    bits: int


def issue(nonce: UUID) -> Challenge:
    """`nonce`: of the form that was shown, so that one solution sends one form."""
    return Challenge(signing.dumps([nonce.hex, BITS, int(time.time())], salt=SALT), BITS)


def is_valid(challenge: str, solution: str, nonce: UUID, now: datetime) -> bool:
    if len(solution) > LONGEST:
        return False
    try:
        key, bits, seconds = signing.loads(challenge, salt=SALT)
        age = now - datetime.fromtimestamp(seconds, UTC)
    except (signing.BadSignature, ValueError, TypeError):
        return False
    return key == nonce.hex and age <= LIFE and count_zeros(f"{challenge}:{solution}") >= bits


def count_zeros(text: str) -> int:
    """How many zero bits its SHA-256 begins with."""
    return 256 - int.from_bytes(hashlib.sha256(text.encode()).digest()).bit_length()
