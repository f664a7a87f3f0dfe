"""What an editor may not change any more once people apply: by which criteria they are judged."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from forms.stages import Stage, read_stages

WILL_OPEN = gettext_lazy("This version is to be published on a day on which the form will have opened.")
CRITERIA = gettext_lazy("The form has opened, so the criteria of “%(name)s” cannot change any more.")
END = gettext_lazy("The form has opened, so whether “%(name)s” ends the application cannot change any more.")
REVIEW = gettext_lazy("The form has opened, so the days to ask for a review at “%(name)s” cannot change any more.")
LISTED = gettext_lazy("The form has opened, so whether “%(name)s” is on the eligible list cannot change any more.")
SEALED = gettext_lazy("The form has opened, so “%(name)s” cannot open sealed answers earlier than was said.")
# Translators: %(order)s is the stages in their order, with arrows between them.
MOVED = gettext_lazy("The form has opened, so “%(name)s” cannot be moved. The stages stay in this order: %(order)s")
NEW_CRITERIA = gettext_lazy("The form has opened, so the new stage “%(name)s” cannot have criteria.")
NEW_BETWEEN = gettext_lazy("The form has opened, so the new stage “%(name)s” can only stand behind all others.")
NEW_POWERS = gettext_lazy(
    "The form has opened, so the new stage “%(name)s” cannot put people on the eligible list or open sealed answers."
)


class Frozen(ValidationError):
    """All faults at once. Wagtail shows one error of a field of blocks; what this one says there is up to it."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults

    def as_json_data(self) -> dict[str, list[str]]:
        return {"messages": self.faults}


def is_uncovered(page: Any) -> bool:
    """Names that were kept from reviewers would be shown to them: who applied was told otherwise."""
    from forms.models import FormIdentity, Submission

    was_blind = FormIdentity.objects.filter(key=page.translation_key, is_blind=True).exists()
    return was_blind and not page.is_blind and Submission.objects.filter(form__key=page.translation_key).exists()


def list_frozen(page: Any) -> list[str]:
    """Faults of a form page that is about to be saved, compared with what was published last. A version with a day on
    which to be published has to be right then."""
    from forms.intake.window import find_window  # which knows the model that asks here
    from forms.models import FormIdentity, FormPage, Submission

    live = FormPage.objects.filter(pk=page.pk, live=True).first() if page.pk else None
    identity = FormIdentity.objects.filter(key=page.translation_key).first()
    held = set(Submission.objects.filter(form=identity).order_by().values_list("stage", flat=True).distinct())
    now = timezone.now()
    window = find_window(live) if live else None
    is_open = bool(held) or (window is not None and not window.is_before(now))
    will_open = window is not None and not window.is_before(max(now, page.go_live_at or now))
    if not (is_open or will_open):
        return []
    before = read_stages(live) if live else identity.list_stages() if identity else ()
    faults = list_frozen_faults(before, read_stages(page), held)
    return [str(WILL_OPEN), *faults] if faults and not is_open else faults


def keep_back(revision: Any, faults: list[str]) -> None:
    """What was scheduled stays a draft; the page's history says why."""
    page = revision.content_object
    page.revisions.update(approved_go_live_at=None)
    log(page, "plaza.keep_back", data={"faults": faults}, revision=revision)


def list_frozen_faults(before: tuple[Stage, ...], after: tuple[Stage, ...], held: set[str]) -> list[str]:
    """What may not be changed once the form has opened. `held`: stages in which there are applications."""
    if "" in held:  # applications from before the form had stages stand in the first
        held = held | {stage.id for stage in before[:1]}
    return [
        *find_gone(before, after, held),
        *find_changed(before, after),
        *find_moved(before, after),
        *find_new(before, after),
    ]


def find_gone(before: tuple[Stage, ...], after: tuple[Stage, ...], held: set[str]) -> Iterator[str]:
    kept = {stage.id for stage in after}
    for place, stage in enumerate(before):
        ends = [each for each in before[place + 1 : place + 2] if each.is_end and each.id in kept]
        if stage.id in kept:
            continue
        if stage.id in held or stage.criteria:
            yield (
                _("The stage “%(name)s” cannot go any more: it has criteria, or there are applications in it.")
                % {"name": stage.name}
            )
        # An end that is left behind would belong to another stage.
        elif stage.review_days or stage.is_listed or (ends and not stage.is_end):
            yield _("The form has opened, so the stage “%(name)s” cannot go any more.") % {"name": stage.name}


def find_changed(before: tuple[Stage, ...], after: tuple[Stage, ...]) -> Iterator[str]:
    kept = {stage.id: stage for stage in after}
    for stage in before:
        now = kept.get(stage.id)
        if now is None:
            continue
        for is_changed, said in (
            (now.criteria != stage.criteria, CRITERIA),
            (now.is_end != stage.is_end, END),
            (now.review_days != stage.review_days, REVIEW),
            (now.is_listed != stage.is_listed, LISTED),
            (now.opens_sealed and not stage.opens_sealed, SEALED),
        ):
            if is_changed:
                yield said % {"name": stage.name}


def find_moved(before: tuple[Stage, ...], after: tuple[Stage, ...]) -> Iterator[str]:
    """The fewest stages that stand elsewhere, and the order as it was: what an editor has to put right."""
    old, new = ([stage.id for stage in stages] for stages in (before, after))
    names = {stage.id: str(stage.name) for stage in before}
    old, new = [each for each in old if each in new], [each for each in new if each in names]
    if old == new:
        return
    matching = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    still = {old[place] for block in matching for place in range(block.a, block.a + block.size)}
    order = " → ".join(names[each] for each in old)
    for each in old:
        if each not in still:
            yield MOVED % {"name": names[each], "order": order}


def find_new(before: tuple[Stage, ...], after: tuple[Stage, ...]) -> Iterator[str]:
    """One may still be added behind all others, where nobody is and nothing was said: by it nobody is judged, let onto
    the eligible list, or read from a sealed answer. A form without stages promised none of that but criteria."""
    known = {stage.id for stage in before}
    last = max((place for place, stage in enumerate(after) if stage.id in known), default=-1)
    for place, stage in enumerate(after):
        if stage.id in known:
            continue
        if stage.criteria:
            yield NEW_CRITERIA % {"name": stage.name}
        elif place < last:
            yield NEW_BETWEEN % {"name": stage.name}
        elif before and (stage.is_listed or stage.opens_sealed):
            yield NEW_POWERS % {"name": stage.name}
