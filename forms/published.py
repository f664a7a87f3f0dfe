"""What the public reads of what came in by a form: approved comments, and figures of small print."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Page as Pages
from django.core.paginator import Paginator
from django.db.models import Count
from django.utils.translation import get_language as get_active
from wagtail.models import Page

from forms.models import FormIdentity, FormPage, Publication
from forms.questions.party import INDIVIDUAL, ORGANISATION
from forms.results.publishing import read_part
from forms.results.suppression import SMALLEST
from localization.languages import get_language

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
    """What came in by the form and counts, as it was last published. None for a sensitive form. Two queries."""
    form = FormIdentity.objects.filter(key=key, is_sensitive=False).first()
    if form is None:
        return None
    kept = read_part(form)
    if not kept:
        return Figures(None, {}, {})
    parties = {party: kept["parties"][party] for party in PARTIES if party in kept["parties"]}
    return Figures(**{**kept, "parties": parties, "languages": dict(kept["languages"])})
