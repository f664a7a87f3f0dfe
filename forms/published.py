"""What the public reads of what came in by a form: approved comments, and figures of small print."""

from collections import Counter
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
from forms.states import GIVEN_UP, CaseState, Place
from forms.withholding import LEAST, withhold
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
    """What is counted, None where it is not told. `total` is None where fewer than `LEAST` took part."""

    total: int | None
    parties: dict[str, int | None]
    languages: list[tuple[str, int | None]]

    @property
    def organisations(self) -> int | None:
        return self.parties[ORGANISATION]

    @property
    def individuals(self) -> int | None:
        return self.parties[INDIVIDUAL]

    @property
    def least(self) -> int:
        return LEAST

    @property
    def has_withheld(self) -> bool:
        return None in (self.total, *self.parties.values(), *(count for _code, count in self.languages))


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
    parties: Counter[str] = Counter(dict.fromkeys(PARTIES, 0))
    languages: Counter[str] = Counter()
    for party, locale, count in cases.order_by().values_list("party", "locale").annotate(Count("pk")):
        parties[party] += count
        languages[locale] += count
    total = languages.total()
    if total == 0:
        return None
    if total < LEAST:
        return Figures(None, {}, [])
    told = withhold(languages)
    order = sorted(told, key=lambda tag: (-(told[tag] or 0), tag))
    named = [(BY_TAG[tag].code if tag in BY_TAG else tag, told[tag]) for tag in order]
    is_asked = any(parties[party] for party in PARTIES)
    return Figures(total, withhold(parties) if is_asked else {}, named)
