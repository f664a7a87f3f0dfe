from wagtail.models import Locale

from config.demo.content.replies import REPLIES
from config.demo.translate import Phrasebook, translate_page
from forms.models import FormPage, ReplyTemplate
from forms.stages import BODY

LANGUAGES = ["es", "pt-br", "ar"]


def create_replies(queues: dict[str, int], phrases: dict[str, Phrasebook]) -> None:
    """In a few languages, so that what is missing can be seen as well; one was changed after it was translated."""
    told = {}
    for each in REPLIES:
        template = ReplyTemplate(
            title=each["title"],
            queue_id=queues[each["queue"]] if "queue" in each else None,
            subject=each["subject"],
            text=each["text"],
            locale=Locale.get_default(),
        )
        template.save()
        template.save_revision().publish()
        for code in LANGUAGES:
            translate_page(template, code, phrases[code])
        if "later" in each:
            template.refresh_from_db()
            template.text = each["later"]
            template.save_revision().publish()
        if "stage" in each:
            told[each["stage"]] = template.pk
    tell_stages(told)


def tell_stages(told: dict[str, int]) -> None:
    """Each stage of the ready-made set that has a reply offers it to whoever moves an application there."""
    for page in FormPage.objects.filter(
        queue__name="Parks Commission applications", source_locale=Locale.get_default()
    ):
        if not page.is_source:
            continue
        raw = page.stages.get_prep_value()
        for block in raw:
            if block["type"] == BODY:
                block["value"].update(told)
        page.stages = page._meta.get_field("stages").to_python(raw)
        page.save_revision().publish()
