"""What messages say, in the language of the person they go to."""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from forms import places
from forms.models import Draft, FormIdentity, FormPage, Kind, MailText, Message, Submission, Watch
from forms.standard_mails import STANDARD
from localization.formats import format_day
from localization.languages import BY_TAG, Language, get_language
from localization.wording import Wording
from pages.models import CitySettings


@dataclass(frozen=True)
class Letter:
    """`stop`: an address that ends such mail; empty where there is nothing to end."""

    subject: str
    text: str
    html: str
    stop: str = ""


def compose(message: Message) -> Letter:
    """A letter names the form and the reference and links to the rest: no answer travels by mail."""
    language = BY_TAG.get(message.locale, get_language(message.locale))
    case = message.case
    with translation.override(language.code):
        city = CitySettings.for_site(Site.objects.get(is_default_site=True))
        # Whoever reads over a shoulder learns that the city has written, not about what.
        title = Wording(city.city_name, language.code) if is_hidden(case) else find_title(case.form, language)
        standard = STANDARD[Kind(message.kind)]
        slots = {
            "city": city.city_name,
            "form": str(title),
            "reference": message.submission.reference if message.submission else "",
            "day": say_end(message.draft, city, language) if message.draft else "",
        }
        own = MailText.find(message.kind, language)
        subject = fill(own.subject if own else str(standard.subject), slots)
        paragraphs = fill(own.text if own else str(standard.text), slots).split("\n\n")
        if message.kind == Kind.REPLY and not is_hidden(case):
            subject, paragraphs = message.title, message.body.split("\n\n")
        context = {
            "language": language,
            "city": city,
            "subject": subject,
            "heading": standard.heading,
            "paragraphs": paragraphs,
            "title": title,
            "reference": slots["reference"],
            "links": list_links(message, language),
        }
        return Letter(
            subject=" ".join(subject.split()),
            text=render_to_string("mail/letter.txt", context).strip() + "\n",
            html=render_to_string("mail/letter.html", context),
            stop=context["links"][-1].url if message.watch else "",
        )


def is_hidden(case: Submission | Draft | Watch) -> bool:
    """Whether no letter may say what this is about."""
    return case.form.is_sensitive or getattr(case, "is_sensitive", False)


def say_end(draft: Draft, city: CitySettings, language: Language) -> str:
    """The day on which a draft ends, by the city's clock."""
    return format_day(draft.expires_at.astimezone(ZoneInfo(city.time_zone)).date(), language.code)


def fill(text: str, slots: dict[str, str]) -> str:
    """Names in curly brackets; any other bracket stays as it is."""
    for name, value in slots.items():
        text = text.replace("{" + name + "}", value)
    return text


def find_title(form: FormIdentity, language: Language) -> Wording:
    """The form's title as its live page in that language has it, else as staff know it."""
    pages = FormPage.objects.live().filter(translation_key=form.key, alias_of=None)
    page = pages.filter(locale__language_code=language.code).first()
    return Wording(page.title, language.code) if page else Wording(form.title, form.source_code)


@dataclass(frozen=True)
class Link:
    label: Any
    url: str


def list_links(message: Message, language: Language) -> list[Link]:
    """The first one is what the letter is for."""
    if message.draft:
        page = None if is_hidden(message.draft) else message.draft.page
        url = locate(page, language, f"draft/{message.draft.key}/")
        return [Link(STANDARD[Kind(message.kind)].link, url)]
    if message.watch:
        page = None if is_hidden(message.watch) else message.watch.page
        label = STANDARD[Kind.WATCH].link if message.kind == Kind.WATCH else _("Do not write to me")
        stop = Link(label, locate(page, language, f"watch/{message.watch.key}/"))
        form = Link(STANDARD[Kind.OPENED].link, locate(page, language, ""))
        return [stop] if message.kind == Kind.WATCH else [form, stop]
    case = message.case
    if message.kind == Kind.REPEATED:
        person = places.identify_person(message.recipient)
        case = Submission.objects.filter(form=case.form_id, person=person).select_related("page").first() or case
    own = f"receipt/{case.receipt_key}/"
    receipt = Link(STANDARD[Kind.RECEIPT].link, locate(case.page, language, own))
    if is_hidden(case):
        return [Link(receipt.label, locate(None, language, own))]
    links = [receipt]
    if case.awaits_confirmation:
        confirm = locate(case.page, language, f"{own}confirm/{case.confirm_key}/")
        links.insert(0, Link(STANDARD[Kind.CONFIRM].link, confirm))
    if case.may_be_withdrawn and message.kind != Kind.WITHDRAWN:
        links.append(Link(STANDARD[Kind.WITHDRAWN].link, locate(case.page, language, f"{own}withdraw/")))
    return links


def locate(page: Page | None, language: Language, tail: str) -> str:
    """An address below the form's page; it is answered also where that page is gone."""
    url: Any = page.specific.get_url() if page else None
    path = url.removeprefix(settings.SITE_URL).split("/", 2)[2] if url else ""
    return f"{settings.SITE_URL}/{language.code}/{path}{tail}"
