"""What the public reads of what came in by a form: approved comments, and figures of small print."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Page as Pages
from django.core.paginator import Paginator
from django.db.models import Count
from django.utils.translation import get_language as get_active
from wagtail.models import Page

from forms.models import FormIdentity, FormPage, Publication, Submission
from forms.questions.party import INDIVIDUAL, ORGANISATION
from forms.results.suppression import SMALLEST, cover
from forms.states import GIVEN_UP, CaseState, Place
from localization.languages import BY_TAG, get_language

AT_ONCE = 20
OLDEST = "oldest"
PARTIES = (ORGANISATION, INDIVIDUAL)


def find_publishing(page: Page | None) -> FormPage | None:
    """The form as its reader sees it, if anybody may see it, and if its comments are published. Two queries."""
    if page is None:
        return None
    versions = FormPage.objects.live().public().filter(translation_key=page.translation_key, alias_of=None)
    known = {each.locale.language_code: each for each in versions.select_related("locale")}
    source = next((each for each in known.values() if each.is_source), None)
    if source is None or not source.publishes_comments:
        return None
    found = known.get(get_language(get_active()).code, source)
    found.source = source
    return found


def find_public(key: UUID) -> Any:
    """`key`: of the form's pages. One list for all languages."""
    return Publication.objects.public().filter(form__key=key)


@dataclass(frozen=True)
class Comments:
    """`counts`: by who speaks (`forms.questions.party`), of all that are public, not only of those that are listed."""

    counts: dict[str, int]
    listed: Pages
    party: str = ""
    is_oldest_first: bool = False

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def organisations(self) -> int:
        return self.counts.get(ORGANISATION, 0)

    @property
    def individuals(self) -> int:
        return self.counts.get(INDIVIDUAL, 0)

    @property
    def has_parties(self) -> bool:
        return bool(self.organisations or self.individuals)

    @property
    def kept(self) -> str:
        """What the addresses of the other pages of this list begin with."""
        party = f"party={self.party}&" if self.party else ""
        return f"{party}order={OLDEST}&" if self.is_oldest_first else party


def list_comments(key: UUID, parameters: Any) -> Comments:
    """Two queries, however many there are. What the parameters of the address do not say right, they do not say."""
    public = find_public(key)
    counts = dict(public.order_by().values_list("party").annotate(Count("pk")))
    party = parameters.get("party", "")
    party = party if party in PARTIES else ""
    is_oldest_first = parameters.get("order") == OLDEST
    ordering = ("sent_at", "pk") if is_oldest_first else ("-sent_at", "-pk")
    wanted = public.filter(party=party) if party else public
    paginator = Paginator(wanted.order_by(*ordering), AT_ONCE)
    paginator.count = counts.get(party, 0) if party else sum(counts.values())  # type: ignore[misc]
    return Comments(counts, paginator.get_page(parameters.get("page")), party, is_oldest_first)


@dataclass(frozen=True)
class Figures:
    """What is told of who took part. `total`: None where fewer than `SMALLEST` did. `parties` and `languages` have only
    numbers that are told; `elsewhere`: how many wrote in a language that is not named."""

    total: int | None
    parties: dict[str, int]
    languages: dict[str, int]
    elsewhere: int = 0
    has_withheld: bool = True

    @property
    def least(self) -> int:
        return SMALLEST


def count_received(key: UUID) -> Figures | None:
    """What came in by the form and counts: no spam, nothing given up or not confirmed. None for a sensitive form.

    Two queries.
    """
    form = FormIdentity.objects.filter(key=key, is_sensitive=False).first()
    if form is None:
        return None
    cases = Submission.objects.filter(form=form, is_sensitive=False).exclude(state=CaseState.SPAM)
    cases = cases.exclude(place__in=[*GIVEN_UP, Place.REPEATED]).exclude(
        confirm_key__isnull=False, confirmed_at__isnull=True
    )
    parties: Counter[str] = Counter()
    languages: Counter[str] = Counter()
    for party, locale, count in cases.order_by().values_list("party", "locale").annotate(Count("pk")):
        parties[party] += count
        languages[locale] += count
    total = languages.total()
    if total < SMALLEST:
        return Figures(None, {}, {}) if total else None
    told_parties, told_languages = withhold(parties), withhold(languages)
    named = {name_code(tag): count for tag, count in sorted(told_languages.items(), key=rank) if count is not None}
    return Figures(
        total,
        {party: count for party in PARTIES if (count := told_parties.get(party)) is not None},
        named,
        total - sum(named.values()) if named else 0,
        None in (*told_parties.values(), *told_languages.values()),
    )


def withhold(counts: Mapping[str, int]) -> dict[str, int | None]:
    """None in the place of each number that is not told, beside a total that is."""
    covered = cover({key: [count] for key, count in counts.items()})
    return {key: None if covered.whole or key in covered.rows else count for key, count in counts.items()}


def rank(told: tuple[str, int | None]) -> tuple[int, str]:
    return -(told[1] or 0), told[0]


def name_code(tag: str) -> str:
    return BY_TAG[tag].code if tag in BY_TAG else tag
