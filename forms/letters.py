"""What messages say, in the language of the person they go to."""

from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Site

from forms.models import FormPage, Message, Submission
from localization.languages import BY_TAG, Language, get_language
from localization.wording import Wording
from pages.models import CitySettings


@dataclass(frozen=True)
class Letter:
    subject: str
    text: str
    html: str


def compose(message: Message) -> Letter:
    """A receipt names the form and the reference and links to the rest: no answer travels by mail."""
    language = BY_TAG.get(message.locale, get_language(message.locale))
    submission = message.submission
    with translation.override(language.code):
        city = CitySettings.for_site(Site.objects.get(is_default_site=True))
        context = {
            "language": language,
            "city": city,
            "reference": submission.reference,
            "title": find_title(submission, language),
            "address": find_receipt(submission, language),
        }
        subject = _("We have received your form: {reference}").format(reference=submission.reference)
        return Letter(
            subject=subject,
            text=render_to_string("mail/receipt.txt", context).strip() + "\n",
            html=render_to_string("mail/receipt.html", {**context, "subject": subject}),
        )


def find_title(submission: Submission, language: Language) -> Wording:
    """The form's title as its live page in that language has it, else as staff know it."""
    pages = FormPage.objects.live().filter(translation_key=submission.form.key, alias_of=None)
    page = pages.filter(locale__language_code=language.code).first()
    return Wording(page.title, language.code) if page else Wording(submission.form.title, submission.form.source_code)


def find_receipt(submission: Submission, language: Language) -> str:
    """Where the receipt is; empty where the form's page is gone."""
    url = submission.page.specific.get_url() if submission.page else None
    if not url:
        return ""
    path = url.removeprefix(settings.SITE_URL).split("/", 2)[2]
    return f"{settings.SITE_URL}/{language.code}/{path}receipt/{submission.receipt_key}/"
