"""The states of a case and the moves between them. The only table of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CaseState(models.TextChoices):
    NEW = "new", pgettext_lazy("case", "New")
    IN_PROGRESS = "in_progress", pgettext_lazy("case", "In progress")
    WAITING = "waiting", _("Waiting for the resident")
    CLOSED = "closed", pgettext_lazy("case", "Closed")
    SPAM = "spam", _("Spam")


MOVES: dict[CaseState, tuple[CaseState, ...]] = {
    CaseState.NEW: (CaseState.IN_PROGRESS, CaseState.WAITING, CaseState.CLOSED, CaseState.SPAM),
    CaseState.IN_PROGRESS: (CaseState.WAITING, CaseState.CLOSED, CaseState.SPAM),
    CaseState.WAITING: (CaseState.IN_PROGRESS, CaseState.CLOSED),
    CaseState.CLOSED: (CaseState.IN_PROGRESS,),
    CaseState.SPAM: (CaseState.NEW,),
}


class Doubt(models.TextChoices):
    """Why a person should look whether a submission came from a robot."""

    TRAP = "trap", _("A field that people do not see was filled in")
    QUICK = "quick", _("Sent within seconds of opening the form")
    OLD = "old", _("The form had been open for more than a day")
    LINKS = "links", _("It contains many links")
    REPEATED = "repeated", _("The same text was sent several times")
    NETWORK = "network", _("Many came from the same network within an hour")
    FORM = "form", _("Unusually many came in by this form within an hour")


class Verdict(models.TextChoices):
    CLEAN = "clean", _("No sign of a robot")
    DOUBTFUL = "doubtful", _("Could be from a robot")


class Late(models.TextChoices):
    """What happens to answers that arrive after closing from somebody who had the form open before."""

    REFUSE = "refuse", _("Refuse them, and show them to be copied")
    KEEP = "keep", _("Keep them as late, for a person to decide")


class Purpose(models.TextChoices):
    APPLICATION = "application", _("Application")
    SIGN_UP = "sign_up", _("Sign-up")
    FEEDBACK = "feedback", _("Feedback")
    INQUIRY = "inquiry", _("Inquiry or complaint")
    SURVEY = "survey", _("Survey")
