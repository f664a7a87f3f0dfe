"""By what a submission is found: by its reference on paper, by its key on the web."""

import secrets

# Told apart on the phone and on paper, in capitals: no vowels (no words), no 0 O 1 I L, no 2 Z, no 5 S, no 8 B.
ALPHABET = "CDFGHJKMNPQRTVWXY34679"


def make_reference() -> str:
    """Like `K7M-QW4-XTP`: 40 bits, found again by its unique index, not a secret."""
    letters = "".join(secrets.choice(ALPHABET) for _position in range(9))
    return f"{letters[:3]}-{letters[3:6]}-{letters[6:]}"


def make_receipt_key() -> str:
    """128 bits: whoever has it may read the receipt."""
    return secrets.token_urlsafe(16)
