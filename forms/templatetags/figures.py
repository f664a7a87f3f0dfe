from typing import Any

from django import template

from forms.results.reading import Publication, read_publication

register = template.Library()


@register.simple_tag
def publication(page: Any, block_id: str) -> Publication:
    """What a block of figures shows to this reader."""
    return read_publication(page, block_id)
