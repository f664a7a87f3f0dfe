"""The terms under which a case is found: words of every language, also of those that put no spaces between them.

Text in scripts without spaces (Chinese, Khmer, and with them Japanese, Thai, Lao, Burmese) and in Hangul, whose words
carry endings, is cut into pairs of signs. PostgreSQL keeps the terms in a column of the submission with a GIN index,
SQLite in an FTS5 table. Nothing is ranked: a list of cases is in the order in which they came, and on SQLite a rank
would run the match again for every hit.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVectorExact
from django.db import connection
from django.db.models import F, Func, Q
from django.db.models.expressions import RawSQL

# Scripts that are cut into pairs: Thai to Burmese, Hangul Jamo, Khmer, kana, ideographs, Hangul.
PAIRED = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17e9\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
    "\uf900-\ufaff\U00020000-\U0003ffff"
)
RUNS = re.compile(rf"[{PAIRED}]+|[^\W_{PAIRED}]+")
IS_PAIRED = re.compile(f"[{PAIRED}]")
# Accents of Latin, Greek and Cyrillic; vowel signs of Arabic and its line of ornament.
DROPPED = re.compile("[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u0640]")
# Letters that are typed in one way or the other.
ALIKE = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "đ": "d", "ß": "ss", "ø": "o", "ı": "i"}
)
# What Arabic writes as one with a word: "the", alone and with "and", "with", "like", "so", "for" before it.
JOINED = ("وال", "بال", "كال", "فال", "لل", "ال")
LONGEST = 60
MOST = 20_000  # of one case: more than a form can take
RARE, WEIGHED = 5000, 4  # cases that are quickly read; words of which it is asked how many have them


def fold(text: str) -> str:
    """Small letters, compatible forms made one, accents left out: what people type when they look for something."""
    bare = DROPPED.sub("", unicodedata.normalize("NFKD", text.casefold()).translate(ALIKE))
    return unicodedata.normalize("NFC", bare).translate(ALIKE)


def list_terms(text: str) -> Iterator[str]:
    """As they are kept; some twice."""
    for run in RUNS.findall(fold(text)):
        if IS_PAIRED.match(run):
            yield from run
            yield from (run[start : start + 2] for start in range(len(run) - 1))
        else:
            yield run[:LONGEST]
            joined = next((each for each in JOINED if run.startswith(each)), "")
            if joined and len(run) > len(joined) + 2:
                yield run[len(joined) : LONGEST]


def list_sought(query: str) -> list[str]:
    """What must all be there for a case to be found. A word is found by its beginning."""
    sought: list[str] = []
    for run in RUNS.findall(fold(query)):
        if IS_PAIRED.match(run):
            sought += [run] if len(run) == 1 else [run[start : start + 2] for start in range(len(run) - 1)]
        else:
            sought.append(run[:LONGEST])
    return list(dict.fromkeys(sought))


def list_texts(value: Any) -> Iterator[str]:
    """Every text in a canonical value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from list_texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from list_texts(each)


def collect(submission: Any) -> str:
    """Of the reference, the contact, and what was answered: choices in the source's words and in the resident's."""
    texts = [submission.reference, submission.reference.replace("-", ""), submission.name, submission.email]
    for question in submission.version.definition["questions"]:
        answer = submission.answers.get(question["id"])
        if answer is None or question["type"] in ("consent", "file", "source"):
            continue
        chosen = {choice["id"]: choice for choice in question.get("choices", [])}
        for text in list_texts(answer):
            texts += [chosen[text]["source"][0], chosen[text]["shown"][0]] if text in chosen else [text]
        if question["type"] == "phone":
            texts.append("".join(sign for sign in str(answer) if sign.isdigit()))
    return join(texts)


def join(texts: Iterable[str]) -> str:
    terms = dict.fromkeys(term for text in texts for term in list_terms(text))
    return " ".join(list(terms)[:MOST])


def keep(submission: Any) -> None:
    """SQLite only: what `Submission.terms` is on PostgreSQL."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            values = [submission.pk, collect(submission)]
            cursor.execute("INSERT OR REPLACE INTO forms_terms (rowid, terms) VALUES (%s, %s)", values)


def forget(submission_id: int) -> None:
    """SQLite only: on PostgreSQL they go with the row."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM forms_terms WHERE rowid = %s", [submission_id])


def make_vector(submission: Any) -> str | None:
    """The value of `Submission.terms`, in the notation of PostgreSQL's tsvector. Terms have no signs but letters."""
    return collect(submission) if connection.vendor == "postgresql" else None


def match(query: str) -> Q:
    """The condition on submissions; of a query without any letter or digit: none is found."""
    sought = list_sought(query)
    if not sought:
        return Q(pk__in=[])
    if connection.vendor == "postgresql":
        words = [term if IS_PAIRED.match(term) else f"{term}:*" for term in sought]
        rarest = find_rarest(words)
        if rarest is None:
            return Q(terms=ask(words))
        others = [word for word in words if word != rarest]
        return Q(terms=ask([rarest])) & Q(SearchVectorExact(Func(F("terms"), function="strip"), ask(others)))
    raw = " AND ".join(f'"{term}"' if IS_PAIRED.match(term) else f'"{term}"*' for term in sought)
    return Q(pk__in=RawSQL("SELECT rowid FROM forms_terms WHERE forms_terms MATCH %s", [raw]))


def ask(words: list[str]) -> SearchQuery:
    return SearchQuery(" & ".join(words), search_type="raw", config="simple")


def find_rarest(words: list[str]) -> str | None:
    """Of some words the one that so few cases have, as PostgreSQL guesses from its statistics, that it is quicker to
    read these cases than to have the index collect all that have a frequent one. `strip` in `match` is for that: what
    it makes of the column has no index."""
    if not 1 < len(words) <= WEIGHED:
        return None
    guessed = {}
    with connection.cursor() as cursor:
        for word in words:
            cursor.execute(
                "EXPLAIN (FORMAT JSON) SELECT 1 FROM forms_submission WHERE terms @@ to_tsquery('simple', %s)", [word]
            )
            (plans,) = cursor.fetchone()
            guessed[word] = (json.loads(plans) if isinstance(plans, str) else plans)[0]["Plan"]["Plan Rows"]
    rarest = min(guessed, key=lambda word: guessed[word])
    return rarest if guessed[rarest] <= RARE else None
