"""The stream of questions that an editor composes, and what must be true of it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.blocks.stream_block import StreamBlockValidationError

from forms.questions import EXPLANATION, PRESETS, SECTION, TYPES
from forms.questions.base import ExplanationBlock
from forms.questions.chooser import PRESENTED
from forms.questions.section import SectionBlock

# Files are not answers; an address must be found to write to it; the others say nothing that could be kept apart.
NEVER_SEALED = {"file", "email", "source", "consent"}


class QuestionsBlock(blocks.StreamBlock):
    def __init__(self, **kwargs: Any) -> None:
        types = [(name, each.block()) for name, each in TYPES.items()]
        presets = [(name, each.block()) for name, each in PRESETS.items()]
        layout = [(SECTION, SectionBlock()), (EXPLANATION, ExplanationBlock())]
        super().__init__([*layout, *presets, *types], **kwargs)
        for name, block in self.child_blocks.items():
            block.meta.group = PRESENTED[name][0]

    def clean(self, value: Any, **kwargs: Any) -> Any:
        """Every question and every choice must be told apart by its id: answers are stored under it."""
        cleaned = super().clean(value, **kwargs)
        raw = cleaned.get_prep_value()
        errors = {}
        seen: set[str] = set()
        for position, block in enumerate(raw):
            ids = [block["id"], *(item["id"] for item in block["value"].get("choices", []))]
            if len(set(ids)) < len(ids) or seen & set(ids):
                errors[position] = ValidationError(
                    _(
                        "This question, or one of its choices, has the same identity as another. "
                        "Delete it and add it anew."
                    )
                )
            seen |= set(ids)
            if block["type"] in NEVER_SEALED and block["value"].get("sealed"):
                errors[position] = ValidationError(
                    _("The answer to a question of this kind cannot be sealed. Ask for it in words instead.")
                )
        if errors:
            raise StreamBlockValidationError(block_errors=errors)
        return cleaned
