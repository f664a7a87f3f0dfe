"""The stages of an application: named by the author of its form, in the order in which they follow each other.

A stage that ends the application belongs to the one above it. From a stage one moves to the next that does not end it,
or to one of its own ends; from an end back to where it belongs (after a review). Nowhere else.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from forms.questions import Words
from localization.wording import Wording

REVIEW_DAYS = 14
OWN, BODY = "stage", "advisory_body"
REPLY = "forms.ReplyTemplate"
# {field of the ready-made block: identity of the stage that it tells}
TOLD = {
    "told_not_qualified": "body-not-qualified",
    "told_eligible": "body-eligible",
    "told_not_selected": "body-not-selected",
    "told_offer": "body-offer",
}


@dataclass(frozen=True)
class Criterion:
    id: str
    label: str


@dataclass(frozen=True)
class Stage:
    """`review_days`: how many days after reaching it the applicant may ask for a review. `is_listed`: who is here makes
    the eligible list. `is_told`: the applicant reads its name on the page of the receipt. `path`: where a translation
    has the name, empty where it is a word of the interface. `reply`: primary key of the template that tells the
    applicant."""

    id: str
    name: str | Promise
    is_end: bool = False
    review_days: int | None = None
    opens_sealed: bool = False
    is_listed: bool = False
    is_told: bool = True
    criteria: tuple[Criterion, ...] = ()
    path: str = ""
    reply: int | None = None

    def word(self, words: Words) -> Wording:
        return words.get(self.path, self.name)


class CriterionBlock(blocks.CharBlock):
    """Read by staff alone, so translators are not asked for it."""

    def get_translatable_segments(self, value: Any) -> list[Any]:
        return []

    def restore_translated_segments(self, value: Any, segments: Any) -> Any:
        return value

    class Meta:
        label = gettext_lazy("Criterion")


class ReplyChooserBlock(SnippetChooserBlock):
    """Of the source: which translation goes out is decided by the applicant's language."""

    def get_translatable_segments(self, value: Any) -> list[Any]:
        return []

    def restore_translated_segments(self, value: Any, segments: Any) -> Any:
        return value


class StageBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=gettext_lazy("Name"), max_length=120)
    is_end = blocks.BooleanBlock(
        label=gettext_lazy("Ends the application"),
        required=False,
        help_text=gettext_lazy("Belongs to the stage above it, like “not qualified” to a check of qualifications."),
    )
    review_days = blocks.IntegerBlock(
        label=gettext_lazy("Days to ask for a review"),
        required=False,
        min_value=1,
        max_value=365,
        help_text=gettext_lazy("Counted from the day on which an application gets here. Empty: no review."),
    )
    criteria = blocks.ListBlock(
        CriterionBlock(max_length=250),
        label=gettext_lazy("Criteria"),
        min_num=0,
        default=[],
        help_text=gettext_lazy("Each is found met or not met. They cannot change any more once the form has opened."),
    )
    opens_sealed = blocks.BooleanBlock(
        label=gettext_lazy("From here on sealed answers may be opened"),
        required=False,
        help_text=gettext_lazy("By those who have the right, each time with a reason that is on record."),
    )
    reply = ReplyChooserBlock(
        REPLY,
        label=gettext_lazy("Reply that tells the applicant"),
        required=False,
        help_text=gettext_lazy("Offered to whoever moves an application here, in the applicant’s language."),
    )
    is_listed = blocks.BooleanBlock(label=gettext_lazy("Who is here is on the eligible list"), required=False)
    is_told = blocks.BooleanBlock(
        label=gettext_lazy("The applicant sees this stage"),
        required=False,
        default=True,
        help_text=gettext_lazy("On the page with the receipt, in their language."),
    )

    class Meta:
        icon = "order"
        label = gettext_lazy("Stage")
        label_format = "{name}"


class BodyBlock(blocks.StructBlock):
    """Ready-made; its words belong to the interface, so they exist in every language."""

    criteria = StageBlock.base_blocks["criteria"]
    review_days = blocks.IntegerBlock(
        label=gettext_lazy("Days to ask for a review"), default=REVIEW_DAYS, min_value=1, max_value=365
    )
    told_not_qualified = ReplyChooserBlock(REPLY, label=gettext_lazy("Reply: not qualified"), required=False)
    told_eligible = ReplyChooserBlock(REPLY, label=gettext_lazy("Reply: on the eligible list"), required=False)
    told_not_selected = ReplyChooserBlock(REPLY, label=gettext_lazy("Reply: not selected"), required=False)
    told_offer = ReplyChooserBlock(REPLY, label=gettext_lazy("Reply: offer"), required=False)

    class Meta:
        icon = "group"
        label = gettext_lazy("Ready-made: selection for an advisory body")


class StagesBlock(blocks.StreamBlock):
    stage = StageBlock()
    advisory_body = BodyBlock()

    class Meta:
        required = False
        block_counts = {BODY: {"max_num": 1}}


def read_stages(source: Any) -> tuple[Stage, ...]:
    """From the form's source page."""
    return tuple(stage for block in source.stages.get_prep_value() for stage in read_block(block))


def read_block(block: dict[str, Any]) -> Iterator[Stage]:
    value = block["value"]
    criteria = tuple(
        Criterion(item["id"], item["value"]) for item in value.get("criteria") or [] if isinstance(item, dict)
    )
    if block["type"] == BODY:
        told = {key: value.get(name) for name, key in TOLD.items() if value.get(name)}
        for stage in list_body_stages(criteria, value.get("review_days") or REVIEW_DAYS):
            yield replace(stage, reply=told.get(stage.id))
    elif block["type"] == OWN:
        yield Stage(
            id=block["id"],
            name=value.get("name") or "",
            is_end=bool(value.get("is_end")),
            review_days=value.get("review_days") or None,
            opens_sealed=bool(value.get("opens_sealed")),
            is_listed=bool(value.get("is_listed")),
            is_told=bool(value.get("is_told", True)),
            criteria=criteria,
            reply=value.get("reply") or None,
            path=f"stages.{block['id']}.name",
        )


def list_body_stages(criteria: tuple[Criterion, ...], review_days: int) -> Iterator[Stage]:
    """The steps of Portland's advisory bodies. Their identities are the same in every form."""
    yield Stage("body-received", pgettext_lazy("stage", "Application received"))
    yield Stage("body-qualification", pgettext_lazy("stage", "Check of the minimum qualifications"), criteria=criteria)
    yield Stage(
        "body-not-qualified",
        pgettext_lazy("stage", "Minimum qualifications not met"),
        is_end=True,
        review_days=review_days,
    )
    yield Stage("body-eligible", pgettext_lazy("stage", "On the eligible list"), is_listed=True)
    yield Stage("body-selection", pgettext_lazy("stage", "Interview and selection"), opens_sealed=True)
    yield Stage("body-not-selected", pgettext_lazy("stage", "Not selected"), is_end=True)
    yield Stage("body-offer", pgettext_lazy("stage", "Offer"))
    yield Stage("body-declined", pgettext_lazy("stage", "Offer declined"), is_end=True)
    yield Stage("body-appointed", pgettext_lazy("stage", "Appointed"), is_end=True)


def keep_stages(stages: tuple[Stage, ...], words: Words) -> list[dict[str, Any]]:
    """As a FormIdentity keeps them: JSON, in the words of the source."""
    return [{**asdict(each), "name": words.get_source(each.name)} for each in stages]


def load_stages(kept: list[dict[str, Any]]) -> tuple[Stage, ...]:
    return tuple(Stage(**{**each, "criteria": tuple(Criterion(**one) for one in each["criteria"])}) for each in kept)


def find_stage(stages: tuple[Stage, ...], identity: str) -> Stage | None:
    """Of an application that has none yet (it is older than the stages of its form): the first."""
    if not identity:
        return next(iter(stages), None)
    return next((stage for stage in stages if stage.id == identity), None)


def list_moves(stages: tuple[Stage, ...], identity: str) -> list[Stage]:
    """Where an application in this stage can go. From a stage that is gone: to any."""
    current = find_stage(stages, identity)
    if current is None:
        return list(stages)
    position = stages.index(current)
    if current.is_end:
        return [stage for stage in stages[:position] if not stage.is_end][-1:]
    moves = []
    for stage in stages[position + 1 :]:
        moves.append(stage)
        if not stage.is_end:
            break
    return moves


def has_opened(stages: tuple[Stage, ...], identity: str) -> bool:
    """Whether an application has come to a stage that opens sealed answers, or one behind it."""
    current = find_stage(stages, identity)
    if current is None:
        return False
    behind = stages[: stages.index(current) + 1]
    path = [stage for stage in behind if not stage.is_end or stage is current]
    return any(stage.opens_sealed for stage in path)


def find_review_end(stage: Stage, day: date) -> date | None:
    """The last day to ask for a review of what was decided on `day`."""
    return day + timedelta(days=stage.review_days) if stage.review_days else None
