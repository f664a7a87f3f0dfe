"""Which approved replies can go out in a resident's language, and what they say there."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F, Q
from django.utils import timezone
from wagtail.models import Locale, Site
from wagtail.permissions import policy_registry
from wagtail_localize.models import StringSegment, Translation, TranslationSource

from forms import slots
from forms.definition import read_words
from forms.models import FormIdentity, FormPage, ReplyTemplate, Submission, TranslationRequest
from forms.rights import Right, read_grants
from forms.slots import Own, Slot
from forms.stages import find_stage, read_stages
from localization.languages import Language
from localization.models import PublishedText
from localization.rights import list_worded
from localization.state import Standing, TranslationState, compare, find_standing
from localization.wording import Wording
from pages.models import CitySettings

WORDING = ("add", "change", "publish")


@dataclass(frozen=True)
class Offer:
    """A template for one case in one language. `wording`: the live row of that language; `unnamed`: what it names and
    what has no name there, like a stage; `request`: somebody has asked for the translation already."""

    template: ReplyTemplate
    wording: ReplyTemplate | None
    standing: Standing
    unnamed: tuple[str, ...] = ()
    request: TranslationRequest | None = None

    @property
    def is_worded(self) -> bool:
        return self.wording is not None and self.standing.state == TranslationState.UP_TO_DATE

    @property
    def is_ready(self) -> bool:
        return self.is_worded and not self.unnamed

    @property
    def is_missing(self) -> bool:
        return self.wording is None

    @property
    def stale_since(self) -> datetime | None:
        return self.standing.stale_since

    def list_slots(self) -> list[Slot]:
        return self.template.list_slots()


@dataclass(frozen=True)
class Names:
    """What a case fills in by itself, in one language; `lacking` are those without a name in it."""

    values: dict[Own, Any] = field(default_factory=dict)
    lacking: frozenset[Own] = frozenset()


def list_templates(case: Submission) -> Any:
    """The live sources that are meant for its queue, by name."""
    live = ReplyTemplate.objects.filter(live=True).filter(Q(source_locale=None) | Q(source_locale=F("locale")))
    return live.filter(Q(queue=None) | Q(queue=case.queue_id)).select_related("locale").order_by("title")


def list_usable(user: Any) -> Any:
    """Those that this person words, in their own languages, or may send from one of their queues."""
    every, grants = ReplyTemplate.objects.all(), read_grants(user)
    if user.is_superuser:
        return every
    usable = Q(pk__in=[])
    if grants.has_somewhere(Right.ANSWER):
        usable |= Q(queue=None) | Q(queue__in=sorted(grants.of(Right.ANSWER)))
    if policy_registry.get_by_type(ReplyTemplate).user_has_any_permission(user, WORDING):
        usable |= Q(locale__in=list_worded(user))
    return every.filter(usable)


def list_offers(case: Submission, language: Language) -> list[Offer]:
    """Of all templates, first those that are ready. A fixed number of queries."""
    templates = list(list_templates(case))
    keys = [template.translation_key for template in templates]
    worded = ReplyTemplate.objects.filter(translation_key__in=keys, live=True, locale__language_code=language.code)
    wordings = {each.translation_key: each for each in worded}
    texts = {
        (text.translation_key, text.locale_id): text for text in PublishedText.objects.filter(translation_key__in=keys)
    }
    requests = {
        request.template_id: request
        for request in TranslationRequest.objects.filter(
            template__in=templates, locale__language_code=language.code, done_at=None
        )
    }
    names = find_names(case, language)
    offers = []
    for template in templates:
        wording = wordings.get(template.translation_key)
        if wording is not None and wording.pk == template.pk:
            standing = Standing(TranslationState.UP_TO_DATE)
        elif wording is None:
            standing = Standing(TranslationState.MISSING)
        else:
            said = texts.get((template.translation_key, wording.locale_id))
            standing = compare(said, texts.get((template.translation_key, template.locale_id)))
        unnamed = list_unnamed(template, names)
        offers.append(Offer(template, wording, standing, unnamed, requests.get(template.pk)))
    return sorted(offers, key=lambda offer: not offer.is_ready)


def find_offer(case: Submission, template: Any, language: Language) -> Offer | None:
    return next((each for each in list_offers(case, language) if str(each.template.pk) == str(template)), None)


def list_unnamed(template: ReplyTemplate, names: Names) -> tuple[str, ...]:
    return tuple(slot.label for slot in template.list_slots() if slot.type in names.lacking)


def find_shared(case: Submission, language: Language) -> dict[Own, Any]:
    """What all cases of a form that are in one stage fill in alike."""
    return {
        Own.CITY: find_city().city_name,
        Own.FORM: name_form(case.form, language),
        Own.STAGE: name_stage(case, language),
    }


def find_names(case: Submission, language: Language, shared: dict[Own, Any] | None = None) -> Names:
    """A case that lacks one (no stage, no name given) has no gap for it to fill. `shared`: what is known already."""
    values: dict[Own, Any] = {
        Own.REFERENCE: case.reference,
        Own.NAME: case.name,
        Own.REVIEW: case.review_until,
        **(find_shared(case, language) if shared is None else shared),
    }
    lacking = {own for own, value in values.items() if not value or is_foreign(value, language)}
    return Names(values, frozenset(lacking))


def is_foreign(value: Any, language: Language) -> bool:
    return isinstance(value, Wording) and value.code != language.code


def name_form(form: FormIdentity, language: Language) -> Wording:
    """The title of its live page in that language; as staff know it where there is none."""
    pages = FormPage.objects.live().filter(translation_key=form.key, alias_of=None)
    page = pages.filter(locale__language_code=language.code).first()
    if page is None or "title" in find_standing(page).untranslated:
        return Wording(form.title, form.source_code)
    if not page.is_source and is_untranslated(form, "title", language):
        return Wording(form.title, form.source_code)
    return Wording(page.title, language.code)


def name_stage(case: Submission, language: Language) -> Wording | None:
    from forms.intake.drafts import find_page

    page = find_page(case.form, language.code)
    stages = (read_stages(page.source) if page else ()) or case.form.list_stages()
    stage = find_stage(stages, case.stage) if case.stage else None
    if stage is None or page is None:
        return None
    word = stage.word(read_words(page, language.code))
    is_stale = stage.path and not page.is_source and is_untranslated(case.form, stage.path, language)
    return Wording(str(stage.name), case.form.source_code) if is_stale else word


def find_city() -> CitySettings:
    return CitySettings.for_site(Site.objects.get(is_default_site=True))


def find_zone() -> ZoneInfo:
    """By whose clock a reply names an hour."""
    return ZoneInfo(find_city().time_zone)


def is_untranslated(form: FormIdentity, path: str, language: Language) -> bool:
    """Whether what stands at this place of the source now has no translation."""
    segments = StringSegment.objects.filter(source__object_id=form.key, context__path=path)
    locale = Locale.objects.filter(language_code=language.code).first()
    return locale is not None and segments.annotate_translation(locale).filter(translation__isnull=True).exists()


@dataclass(frozen=True)
class Filled:
    title: str
    body: str


def fill(
    wording: ReplyTemplate, language: Language, names: Names, typed: dict[str, Any], city: CitySettings | None = None
) -> Filled:
    """`typed`: values by the text of the gap; what is not there yet stays visible as its name in square brackets."""
    city = city or find_city()

    def say(slot: Slot) -> str:
        value = names.values.get(slot.type) if isinstance(slot.type, Own) else typed.get(slot.text)
        if value is None or value == "":
            return f"[{slot.label}]"
        return slots.say(value, slot, language.code, zone=city.time_zone, currency=city.currency)

    said = {slot.text: say(slot) for slot in wording.list_slots()}

    def put(text: str) -> str:
        return slots.GAP.sub(lambda match: said[match.group(1)], text.replace("\r\n", "\n"))

    return Filled(" ".join(put(wording.subject).split()), put(wording.text).strip())


def request_translation(template: ReplyTemplate, locale: Locale, *, by: Any) -> TranslationRequest:
    """Prepares the draft that translators open. Asking again changes nothing."""
    request, is_new = TranslationRequest.objects.get_or_create(
        template=template, locale=locale, done_at=None, defaults={"requested_by": by}
    )
    if is_new:
        source, _created = TranslationSource.get_or_create_from_instance(template)
        translation, is_first = Translation.objects.get_or_create(source=source, target_locale=locale)
        if is_first:
            translation.save_target(user=by, publish=False)
    return request


def settle_requests(template: ReplyTemplate) -> None:
    """Of a translation that was just published and says what its source says."""
    if template.source is template or find_standing(template).state != TranslationState.UP_TO_DATE:
        return
    waiting = TranslationRequest.objects.filter(template=template.source, locale=template.locale, done_at=None)
    waiting.update(done_at=timezone.now())


def list_requests(locales: Iterable[Locale]) -> Any:
    """What translators of these languages are asked for, the oldest first."""
    open_ones = TranslationRequest.objects.filter(locale__in=list(locales), done_at=None)
    return open_ones.select_related("template", "locale", "requested_by")
