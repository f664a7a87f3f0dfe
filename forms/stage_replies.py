"""The approved reply that tells applicants of the stage they have reached, for many of them at once. Templates, words
and names are read once for each queue and language, not once for each case."""

from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any
from uuid import uuid4

from django.utils.translation import gettext as _

from forms import replies, slots
from forms.actions import Refused, Reply
from forms.models import FormIdentity, ReplyTemplate, Submission
from forms.replies import Filled, Names, Offer
from forms.slots import Own
from forms.stages import Stage, find_review_end
from localization import naming
from localization.languages import BY_TAG, Language


@dataclass(frozen=True)
class Words:
    """In one language, for one queue. `offer`: None where the template is not published, or for another queue."""

    offer: Offer | None
    shared: dict[Own, Any]


class StageReply:
    """Of one form. `day`: the city's, on which the applications get there."""

    def __init__(self, form: FormIdentity, stage: Stage, day: date) -> None:
        self.form, self.stage = form, stage
        self.review_until = find_review_end(stage, day)
        self.known: dict[tuple[int, str], Words] = {}

    @cached_property
    def template(self) -> ReplyTemplate | None:
        return ReplyTemplate.objects.filter(pk=self.stage.reply).first() if self.stage.reply else None

    @property
    def title(self) -> str:
        return self.template.title if self.template else ""

    @cached_property
    def has_gaps(self) -> bool:
        """Some that a person fills in, each time anew."""
        return self.template is not None and any(slots.list_typed(self.template.list_slots()))

    @cached_property
    def city(self) -> Any:
        return replies.find_city()

    def find_source(self, case: Submission) -> Language:
        return BY_TAG.get(self.form.source_locale, case.language)

    def move(self, case: Submission) -> Submission:
        """As the case will be, in the new stage."""
        moved = copy(case)
        moved.form, moved.stage, moved.review_until = self.form, self.stage.id, self.review_until
        return moved

    def read(self, case: Submission, language: Language) -> Words:
        key = (case.queue_id, language.code)
        if key not in self.known:
            moved = self.move(case)
            offer = replies.find_offer(moved, self.stage.reply, language)
            self.known[key] = Words(offer, replies.find_shared(moved, language))
        return self.known[key]

    def offer(self, case: Submission, language: Language) -> tuple[Offer | None, Names]:
        """For a case that is in the new stage."""
        words = self.read(case, language)
        names = replies.find_names(case, language, words.shared)
        if words.offer is None:
            return None, names
        return replace(words.offer, unnamed=replies.list_unnamed(words.offer.template, names)), names

    def say_obstacle(self, case: Submission) -> str:
        """Why this applicant cannot be told by it; empty where they can."""
        if self.template is None:
            return _("The form has no reply for this stage.")
        if self.has_gaps:
            return _("“%(title)s” has gaps that are filled in by hand.") % {"title": self.title}
        if not case.recipient:
            return _("No email address was given, so nobody would be told.")
        language = case.language
        offer, _names = self.offer(self.move(case), language)
        about = {"title": self.title, "language": naming.name(language)}
        if offer is None:
            return _("“%(title)s” is not published, or is meant for another queue.") % about
        if offer.is_missing:
            return _("There is no %(language)s translation of “%(title)s”.") % about
        if not offer.is_worded:
            return _("The %(language)s translation of “%(title)s” is not up to date.") % about
        if offer.unnamed:
            about["names"] = ", ".join(offer.unnamed)
            return _("“%(title)s” cannot be filled in for it in %(language)s: %(names)s.") % about
        return ""

    def write(self, case: Submission) -> Reply:
        """For a case that is in the new stage. Raises Refused where the applicant cannot be told by it."""
        language, source = case.language, self.find_source(case)
        offer, names = self.offer(case, language)
        if offer is None or offer.wording is None or not offer.is_ready or self.has_gaps or not case.recipient:
            raise Refused("cannot be told")
        said = replies.fill(offer.wording, language, names, {}, self.city)
        body_source = ""
        if source != language:
            same, names = self.offer(case, source)
            if same and same.wording and same.is_ready:
                body_source = replies.fill(same.wording, source, names, {}, self.city).body
        return Reply(said.title, said.body, language, uuid4(), body_source=body_source, template=offer.template)

    def preview(self, case: Submission, language: Language) -> Filled | None:
        """What all read in this language, with the gaps that are each applicant's own."""
        words = self.read(case, language)
        if words.offer is None or words.offer.wording is None or not words.offer.is_worded:
            return None
        names = Names({**words.shared, Own.REVIEW: self.review_until})
        return replies.fill(words.offer.wording, language, names, {}, self.city)
