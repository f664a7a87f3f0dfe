"""One thing done to many cases of the list. The dialog says which cases these are; exactly those are changed, and only
where they still are as they were when it was opened. What is left as it is, is named with the reason."""

import time
from abc import abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied
from wagtail.admin.views.bulk_action import BulkAction

from forms import actions
from forms.inbox import saving
from forms.inbox.filters import InboxFilterSet
from forms.inbox.listing import find_listed, put_on_record
from forms.models import Submission
from forms.rights import Right, read_grants

MOST = 1000  # in one dialog
# Seconds, after which a request stops and offers to go on: far below what web servers and proxies cut off.
LONGEST = 10.0

SAME = gettext_lazy("Nothing to change: this is so already.")
CHANGED = gettext_lazy("Somebody has changed it since you opened this page: look at it again.")
NOT_NOW = gettext_lazy("This cannot be done with it as it is now.")
NO_RIGHT = gettext_lazy("You may see it, and not change it.")

Left = dict[str, list[Submission]]  # {why: the cases that are left as they are}


@dataclass
class Result:
    """`rest`: what the time did not suffice for. `gone`: how many of those shown this person does not see any more."""

    done: int = 0
    gone: int = 0
    left: Left = field(default_factory=dict)
    rest: list[Submission] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return not (self.gone or self.left or self.rest)

    def leave(self, case: Submission, why: Any) -> None:
        self.left.setdefault(str(why), []).append(case)


class ChoiceForm(forms.Form):
    """What to do with all of them; `choices` are given by the action."""

    chosen = forms.ChoiceField(
        label="", required=True, error_messages={"required": gettext_lazy("Nothing is chosen yet: choose one.")}
    )


class CaseBulkAction(BulkAction):
    models = [Submission]
    template_name = "forms/inbox/bulk.html"
    done_template_name = "forms/inbox/bulk_done.html"
    form_class: Any = forms.Form
    right: ClassVar[Right] = Right.ANSWER
    # Of each case, what is read in one query for all of them; and what is not read.
    related: ClassVar[tuple[str, ...]] = ("form", "queue")
    unread: ClassVar[tuple[str, ...]] = ("answers", "sealed")
    offers_all: ClassVar[bool] = False  # also what is possible for none: it says why then
    question: Any = ""
    result: Result | None = None

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not read_grants(request.user).has_somewhere(self.right):
            return permission_denied(request)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Without the cases that the dialog had, this is the first look at it."""
        return super().post(request, *args, **kwargs) if self.shown else self.get(request, *args, **kwargs)

    @cached_property
    def shown(self) -> dict[int, int]:
        """{key: revision} of the cases in the dialog that was sent. Rights are asked again: nobody gains by others."""
        pairs = (each.partition("-") for each in self.request.POST.get("cases", "").split(" "))
        numbers = [(key, revision) for key, _dash, revision in pairs if is_number(key) and is_number(revision)]
        return {int(key): int(revision) for key, revision in numbers[:MOST]}

    def get_all_objects_in_listing_query(self, parent_id: Any) -> Any:
        """Of the list as it was filtered and searched: its parameters come with the request."""
        mine = Submission.objects.visible_to(self.request.user, self.right)
        filters = InboxFilterSet(self.request.GET, request=self.request)
        found = find_listed(mine, filters, self.request.GET, self.request.user)
        return found.order_by("-received_at", "-pk").values_list("pk", flat=True)[: MOST + 1]

    @cached_property
    def wanted(self) -> list[int]:
        """Keys of what is asked for: in the dialog that was sent, else by the address."""
        if self.shown:
            return list(self.shown)
        wanted = self.request.GET.getlist("id")
        if "all" in wanted:
            return list(self.get_all_objects_in_listing_query(None))
        return [int(key) for key in wanted if is_number(key)]

    @cached_property
    def cases(self) -> list[Submission]:
        """What cannot be seen is left out without a word; what can be seen and not changed is named."""
        visible = Submission.objects.visible_to(self.request.user).filter(pk__in=self.wanted[:MOST])
        return list(visible.prefetch_related(*self.related).defer("terms", *self.unread))

    @cached_property
    def able(self) -> list[Submission]:
        return [case for case in self.cases if self.may_change(case)]

    def may_change(self, case: Submission) -> bool:
        return read_grants(self.request.user).has(self.right, case)

    def get_actionable_objects(self) -> Any:
        return self.able, {"items_with_no_access": [case for case in self.cases if not self.may_change(case)]}

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        if "chosen" in form.fields:
            form.fields["chosen"].label = self.question
            form.fields["chosen"].choices = [("", _("Choose…")), *self.offered]
        return form

    def list_choices(self) -> Iterable[tuple[str, Any]]:
        return []

    @cached_property
    def offered(self) -> list[tuple[str, Any]]:
        """The choices by which at least one case changes, with how many do where not all. Of a dialog that was sent,
        every choice: what it says of the cases by now is said of each."""
        cases, whole = self.sort_out(None)[0], len(self.able)
        choices = list(self.list_choices())
        counts = {value: sum(not self.find_obstacle(case, value) for case in cases) for value, _label in choices}
        return [
            (value, label if counts[value] == whole else say_part(label, counts[value], whole))
            for value, label in choices
            if counts[value] or self.shown or self.offers_all
        ]

    def find_obstacle(self, case: Submission, chosen: str | None) -> Any:
        """Why this cannot be done with a case, as far as its row says; empty where it can. `chosen`: None as long as
        nothing is chosen. The actions ask once more, of the locked row."""
        return ""

    def sort_out(self, chosen: str | None) -> tuple[list[Submission], Left]:
        """Those that can be changed; and those that cannot, by the reason."""
        sorted_out = Result()
        for case in self.able:
            if why := self.find_obstacle(case, chosen):
                sorted_out.leave(case, why)
            else:
                sorted_out.rest.append(case)
        return sorted_out.rest, sorted_out.left

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        query = saving.read_query(self.request.GET)
        if query and not self.shown and "all" in self.request.GET.getlist("id"):
            put_on_record(self.request.user, query, saving.tidy(self.request.GET), self.cases)
        able, left = self.sort_out(None)
        if refused := context.pop("items_with_no_access"):
            left[str(NO_RIGHT)] = refused
        return {
            **context,
            "action": self,
            "able": able,
            "left": left,
            "is_possible": bool(self.offered if "chosen" in context["form"].fields else able),
            "cases": self.note_shown(self.cases),
            "is_cut": len(self.wanted) > MOST,
            "most": MOST,
        }

    def note_shown(self, cases: Iterable[Submission]) -> str:
        """What `shown` reads: with the revision that was seen first, not the one of now."""
        return " ".join(f"{case.pk}-{self.shown.get(case.pk, case.revision)}" for case in cases)

    def form_valid(self, form: Any) -> HttpResponse:
        self.cleaned_form = form
        result = self.result = self.deal_with_all(form.cleaned_data.get("chosen"))
        if result.is_whole:
            messages.success(self.request, self.say_done(result.done))
            return redirect(self.next_url)
        context = {**self.get_context_data(form=form), "result": result, "rest": self.note_shown(result.rest)}
        context["done_said"] = self.say_done(result.done) if result.done else _("No case was changed.")
        return self.response_class(self.request, [self.done_template_name], context, using=self.template_engine)

    def say_done(self, count: int) -> str:
        said = ngettext("%(count)s case was changed.", "%(count)s cases were changed.", count)
        return said % {"count": count}

    def deal_with_all(self, chosen: str | None) -> Result:
        """Each case in a transaction of its own, in the place of Wagtail's one for all: whoever opens a case meanwhile
        waits for the end of the record, and what is done stays done wherever it ends."""
        value, stops = self.resolve(chosen), time.monotonic() + LONGEST
        result = Result(gone=len(self.shown) - len(self.cases))
        for number, case in enumerate(self.cases):
            if time.monotonic() > stops:
                result.rest = self.cases[number:]
                break
            if why := self.find_change(case, chosen) if self.may_change(case) else NO_RIGHT:
                result.leave(case, why)
                continue
            try:
                is_done = self.deal(case, value, self.request.user)
            except actions.Stale:
                result.leave(case, CHANGED)
            except (actions.Refused, PermissionDenied):
                result.leave(case, NOT_NOW)
            else:
                result.done += is_done
                if not is_done:
                    result.leave(case, SAME)
        return result

    def find_change(self, case: Submission, chosen: str | None) -> Any:
        """Of a case that somebody has changed since: that, unless it is as it should be."""
        why = self.find_obstacle(case, chosen)
        is_changed = case.revision != self.shown.get(case.pk)
        return CHANGED if is_changed and why is not SAME else why

    def resolve(self, chosen: str | None) -> Any:
        """What `deal` gets of what was chosen."""
        return chosen

    @abstractmethod
    def deal(self, case: Submission, chosen: Any, user: Any) -> bool:
        """Whether it changed anything. Raises what `forms.actions` raises."""


def is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19


def say_part(label: Any, count: int, whole: int) -> str:
    # Translators: an entry of a list to choose from: with how many of the chosen cases this can be done.
    return _("%(name)s (with %(count)s of %(whole)s)") % {"name": label, "count": count, "whole": whole}
