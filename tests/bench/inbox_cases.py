"""What a million people wrote: words, names, days and states that look like a city's, the same in every run.

The terms are put together from those of the single words, since `forms.terms.collect` would need minutes for a million
cases; `check` holds a few against it.
"""

import json
import random
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Any

from forms import terms
from forms.models.keys import ALPHABET
from tests.bench.prepare import KINDS, NEWS, PLACES

VOCABULARY, SIGNS, FAMILIES = 4000, 1500, 400
WORDS_EACH, SIGNS_EACH = 30, 60  # in a text of about 200 signs, and in one of a script without spaces
SPAN, END = timedelta(days=3 * 365), datetime(2026, 11, 20, tzinfo=UTC)
RECENT = 0.05  # share of the cases that are two months old or younger: most of those that are not closed
STATES = ["new", "in_progress", "waiting", "closed", "spam"]
OLD_SHARES, RECENT_SHARES = [5, 20, 15, 930, 30], [300, 350, 100, 200, 50]
LOCALES = ["en", "es", "pt-BR", "vi", "zh-Hans", "zh-Hant", "ko", "km", "tl", "ar"]
LOCALE_SHARES = [58, 20, 5, 4, 5, 2, 2, 1, 2, 1]
GIVEN = ["Ana", "Bo", "Carla", "Dinh", "Eva", "Farid", "Grace", "Hugo", "Ines", "Jun", "Kim", "Luz", "Minh", "Nora"]

COLUMNS = [
    "reference",
    "receipt_key",
    "form_id",
    "version_id",
    "purpose",
    "locale",
    "answers",
    "state",
    "queue_id",
    "nonce",
    "received_at",
    "verdict",
    "doubts",
    "place",
    "slot",
    "person",
    "sealed",
    "is_late",
    "name",
    "email",
    "channel",
    "is_sensitive",
    "assignee_id",
    "due_on",
    "stage",
    "revision",
    "changed_at",
    "terms",
]

chance = random.Random(20261122)
ENDS = [first + second for first in "bdfgklmnprstvz" for second in "aeiou"]
TRIPLES = [first + second + third for first in ALPHABET for second in ALPHABET for third in ALPHABET]


def invent(number: int, parts: tuple[int, ...]) -> list[str]:
    """So many different words, each of as many syllables as one of `parts` says."""
    words: dict[str, None] = {}
    while len(words) < number:
        words["".join(chance.choices(ENDS, k=chance.choice(parts)))] = None
    return list(words)


def weigh(number: int) -> list[float]:
    """Zipf: the second is half as frequent as the first, the third a third."""
    return list(accumulate(1 / (rank + 1) for rank in range(number)))


WORDS, WORD_WEIGHTS = invent(VOCABULARY, (2, 3, 3, 4)), weigh(VOCABULARY)
IDEOGRAPHS, SIGN_WEIGHTS = [chr(0x4E00 + 7 * number) for number in range(SIGNS)], weigh(SIGNS)
NAMES = chance.choices([word.capitalize() for word in invent(FAMILIES, (3, 4))], weigh(FAMILIES), k=1 << 16)
# Where in the list of words by frequency those stand that are searched for. The rarest is in a case of 1,200.
FREQUENT, FREQUENT_TOO, MIDDLING, RARE = WORDS[3], WORDS[7], WORDS[299], WORDS[-1]
SOUGHT = {
    "a rare word": RARE,
    "a word in every hundredth": MIDDLING,
    "a frequent word": FREQUENT,
    "two frequent words": f"{FREQUENT} {FREQUENT_TOO}",
    "a rare and a frequent word": f"{RARE} {FREQUENT}",
    "a name": f"Ana {NAMES[1]}",
    "two Chinese signs": "".join(IDEOGRAPHS[40:42]),
}


def make_cases(number: int, made: dict[str, Any]) -> Iterator[tuple[str | None, ...]]:
    """In the order of `COLUMNS`, as texts that both databases take. `made`: what `inbox_prepare` printed."""
    draw = random.Random(number)
    forms, versions, queues = made["forms"], made["versions"], made["queues"]
    form_weights = weigh(len(forms))
    kind_key, place_key, more, name_key, email_key, phone_key, news_key, agreed = made["questions"]
    kinds, places, news = (made["choices"][position] for position in (0, 1, 6))
    step = SPAN / number
    for count in range(number):
        kind, place, chosen = draw.randrange(3), draw.randrange(3), draw.randrange(3)
        (position,) = draw.choices(range(len(forms)), cum_weights=form_weights)
        (locale,) = draw.choices(LOCALES, LOCALE_SHARES)
        (state,) = draw.choices(STATES, RECENT_SHARES if count >= number * (1 - RECENT) else OLD_SHARES)
        person = draw.randrange(number // 3 + 1)
        given, family = GIVEN[person % len(GIVEN)], NAMES[person * 7919 & 0xFFFF]
        name, email = f"{given} {family}", f"{given}.{family}{person}@example.com".lower()
        phone = f"+1555{person:07}"
        text, words = write_text(draw, locale)
        rest, last = divmod((count + 1) * 0x2545F491 % len(TRIPLES) ** 3, len(TRIPLES))
        parts = [TRIPLES[rest // len(TRIPLES)], TRIPLES[rest % len(TRIPLES)], TRIPLES[last]]
        received = END - SPAN + (count + 1) * step
        answers = (
            f'{{"{kind_key}": "{kinds[kind]}", "{place_key}": "{places[place]}", "{more}": "{text}", '
            f'"{name_key}": "{name}", "{email_key}": "{email}", "{phone_key}": "{phone}", '
            f'"{news_key}": ["{news[chosen]}"], "{agreed}": true}}'
        )
        found = dict.fromkeys((
            *"-".join((*parts, "".join(parts))).lower().split("-"),
            given.lower(), family.lower(), f"{family.lower()}{person}", "example", "com", phone[1:],
            KINDS[kind].lower(), PLACES[place].lower(), *NEWS[chosen].lower().split(), *words,
        ))  # fmt: skip
        is_given = state != "new" and draw.random() < 0.6
        yield (
            "-".join(parts), f"{draw.getrandbits(88):022x}", str(forms[position]), str(versions[position]),
            "application" if position % 5 == 4 else "inquiry", locale, answers, state,
            str(queues[position % len(queues)]), f"{draw.getrandbits(128):032x}", f"{received:%Y-%m-%d %H:%M:%S.%f}",
            "doubtful" if draw.random() < 0.03 else "clean", "[]", "", "", "", "{}", "0", name, email,
            "web" if draw.random() < 0.92 else "paper", "0",
            str(draw.choice(made["colleagues"])) if is_given else None,
            f"{received + timedelta(days=14):%Y-%m-%d}" if draw.random() < 0.6 else None,
            "", "0", f"{received:%Y-%m-%d %H:%M:%S.%f}", " ".join(found),
        )  # fmt: skip


def write_text(draw: random.Random, locale: str) -> tuple[str, list[str]]:
    """A text and its terms."""
    if locale.startswith("zh"):
        text = "".join(draw.choices(IDEOGRAPHS, cum_weights=SIGN_WEIGHTS, k=SIGNS_EACH))
        return text, list(terms.list_terms(text))
    words = draw.choices(WORDS, cum_weights=WORD_WEIGHTS, k=WORDS_EACH)
    return " ".join(words), words


def check(cases: Iterable[tuple[str | None, ...]], definition: dict[str, Any]) -> None:
    """Their terms are those that the product would have kept."""
    from forms.models import FormVersion, Submission

    version = FormVersion(definition=definition)
    for values in cases:
        said = dict(zip(COLUMNS, values, strict=True))
        case = Submission(
            reference=said["reference"],
            name=said["name"],
            email=said["email"],
            answers=json.loads(said["answers"] or ""),
            version=version,
        )
        assert set((said["terms"] or "").split()) == set(terms.collect(case).split()), said
