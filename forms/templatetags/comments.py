"""Published comments and figures, for whatever page shows them."""

from typing import Any

from django import template

from forms import published
from forms.models import FormPage

register = template.Library()


def keep_fresh(context: template.Context) -> None:
    """What is taken down is down at once: no cache may keep this page. Read by `forms.intake.views.serve`."""
    context["request"].shows_published = True


@register.simple_tag(takes_context=True)
def publishing(context: template.Context, page: Any) -> FormPage | None:
    """The form that an editor has chosen, for this reader; None where its comments are not public."""
    keep_fresh(context)
    return published.find_publishing(page)


@register.simple_tag(takes_context=True)
def newest_comments(context: template.Context, form: FormPage) -> published.Comments | None:
    """The first page of the comments; None where the form does not publish any."""
    keep_fresh(context)
    return published.list_comments(form.translation_key, {}) if form.source.publishes_comments else None


@register.simple_tag(takes_context=True)
def figures(context: template.Context, page: Any) -> published.Figures | None:
    """Of the form of this page, in all languages; None for what is no form that everybody may see."""
    keep_fresh(context)
    if getattr(page, "specific_class", None) is not FormPage:
        return None
    is_seen = FormPage.objects.live().public().filter(translation_key=page.translation_key).exists()
    return published.count_received(page.translation_key) if is_seen else None
