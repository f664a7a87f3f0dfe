"""Who took part in a consultation: how many, for whom they speak, in which languages, as the public is told."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.db.models import Count

from forms.models import FormIdentity, Submission
from forms.results.suppression import cover
from forms.states import GIVEN_UP, CaseState, Place
from localization.languages import BY_TAG


def count_part(form: FormIdentity) -> tuple[int, dict[str, Any]]:
    """What came in by the form and counts: no spam, nothing given up or not confirmed. (how many, what is told of it).

    One query.
    """
    cases = Submission.objects.filter(form=form, is_sensitive=False).exclude(state=CaseState.SPAM)
    cases = cases.exclude(place__in=[*GIVEN_UP, Place.REPEATED]).exclude(
        confirm_key__isnull=False, confirmed_at__isnull=True
    )
    parties: Counter[str] = Counter()
    languages: Counter[str] = Counter()
    for party, locale, count in cases.order_by().values_list("party", "locale").annotate(Count("pk")):
        parties[party] += count
        languages[locale] += count
    return languages.total(), tell(parties, languages)


def tell(parties: Mapping[str, int], languages: Mapping[str, int]) -> dict[str, Any]:
    """As `forms.published.Figures` has it; languages as pairs, because no database keeps the order of keys."""
    told_parties, told_languages = withhold(parties), withhold(languages)
    named = [(name_code(tag), count) for tag, count in sorted(told_languages.items(), key=rank) if count is not None]
    total = sum(languages.values())
    return {
        "total": total,
        "parties": {party: count for party, count in told_parties.items() if party and count is not None},
        "languages": named,
        "elsewhere": total - sum(count for _code, count in named) if named else 0,
        "has_withheld": None in (*told_parties.values(), *told_languages.values()),
    }


def withhold(counts: Mapping[str, int]) -> dict[str, int | None]:
    """None in the place of each number that is not told, beside a total that is."""
    covered = cover({key: [count] for key, count in counts.items()})
    return {key: None if covered.whole or key in covered.rows else count for key, count in counts.items()}


def rank(told: tuple[str, int | None]) -> tuple[int, str]:
    return -(told[1] or 0), told[0]


def name_code(tag: str) -> str:
    return BY_TAG[tag].code if tag in BY_TAG else tag
