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


class Purpose(models.TextChoices):
    APPLICATION = "application", _("Application")
    SIGN_UP = "sign_up", _("Sign-up")
    FEEDBACK = "feedback", _("Feedback")
    INQUIRY = "inquiry", _("Inquiry or complaint")
    SURVEY = "survey", _("Survey")


# What somebody may want an answer to.
ANSWERABLE = [purpose.value for purpose in Purpose if purpose != Purpose.SURVEY]

Moves = dict[CaseState, tuple[CaseState, ...]]

# Somebody may be answered.
CASEWORK: Moves = {
    CaseState.NEW: (CaseState.IN_PROGRESS, CaseState.WAITING, CaseState.CLOSED, CaseState.SPAM),
    CaseState.IN_PROGRESS: (CaseState.WAITING, CaseState.CLOSED, CaseState.SPAM),
    CaseState.WAITING: (CaseState.IN_PROGRESS, CaseState.CLOSED),
    CaseState.CLOSED: (CaseState.IN_PROGRESS,),
    CaseState.SPAM: (CaseState.NEW,),
}
# Answers are counted; nobody is answered. The last two lines lead out of states from before the purpose was changed.
COUNTING: Moves = {
    CaseState.NEW: (CaseState.CLOSED, CaseState.SPAM),
    CaseState.CLOSED: (CaseState.NEW,),
    CaseState.SPAM: (CaseState.NEW,),
    CaseState.IN_PROGRESS: (CaseState.CLOSED, CaseState.SPAM),
    CaseState.WAITING: (CaseState.CLOSED,),
}
# An application of a form with stages is closed by reaching a stage that ends it: see `forms.stages`.
MOVES: dict[str, Moves] = {
    Purpose.FEEDBACK: CASEWORK,
    Purpose.INQUIRY: CASEWORK,
    Purpose.SIGN_UP: CASEWORK,
    Purpose.APPLICATION: CASEWORK,
    Purpose.SURVEY: COUNTING,
}

OPEN = (CaseState.NEW, CaseState.IN_PROGRESS, CaseState.WAITING)
# The city's turn: only these can be overdue.
RUNNING = (CaseState.NEW, CaseState.IN_PROGRESS)
# Somebody has looked, and it was no spam.
TRIAGED = (CaseState.IN_PROGRESS, CaseState.WAITING, CaseState.CLOSED)


# What the resident reads on the page of the receipt.
PUBLIC_STATES = {
    CaseState.NEW: _("We have it, and nobody has read it yet"),
    CaseState.IN_PROGRESS: _("Somebody is dealing with it"),
    CaseState.WAITING: _("We have asked you something and wait for your answer"),
    CaseState.CLOSED: _("Closed"),
    CaseState.SPAM: _("We have it, and nobody has read it yet"),
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
    CAPTCHA = "captcha", _("reCAPTCHA thinks that this may be a robot")
    NO_CAPTCHA = "no_captcha", _("Sent without the answer of reCAPTCHA, for example without JavaScript")
    CAPTCHA_DOWN = "captcha_down", _("reCAPTCHA could not be asked")


class Verdict(models.TextChoices):
    CLEAN = "clean", _("No sign of a robot")
    DOUBTFUL = "doubtful", _("Could be from a robot")


class Late(models.TextChoices):
    """What happens to answers that arrive after closing from somebody who had the form open before."""

    REFUSE = "refuse", _("Refuse them, and show them to be copied")
    KEEP = "keep", _("Keep them as late, for a person to decide")


class Channel(models.TextChoices):
    """How it reached the city. Everything but the first is entered by staff."""

    WEB = "web", pgettext_lazy("received", "Online")
    PAPER = "paper", pgettext_lazy("received", "On paper")
    PHONE = "phone", pgettext_lazy("received", "By phone")
    EMAIL = "email", pgettext_lazy("received", "By email")
    PERSON = "person", pgettext_lazy("received", "In person")


class Place(models.TextChoices):
    """Whether a submission has one of the places of a form that has a limited number of them."""

    TAKEN = "taken", pgettext_lazy("place", "Has a place")
    WAITING = "waiting", pgettext_lazy("place", "On the waiting list")
    REPEATED = "repeated", pgettext_lazy("place", "The same person is signed up already")
    WITHDRAWN = "withdrawn", pgettext_lazy("place", "Withdrawn by the resident")
    LAPSED = "lapsed", pgettext_lazy("place", "The email address was never confirmed")
    FREED = "freed", pgettext_lazy("place", "Taken back: spam")


class Decision(models.TextChoices):
    """What staff have decided about a comment that may be published."""

    UNDECIDED = "undecided", pgettext_lazy("comment", "Not decided")
    APPROVED = "approved", pgettext_lazy("comment", "Published with the name")
    WITHOUT_NAME = "without_name", pgettext_lazy("comment", "Published without the name")
    REJECTED = "rejected", pgettext_lazy("comment", "Not published")


PUBLISHED = (Decision.APPROVED, Decision.WITHOUT_NAME)


class Reason(models.TextChoices):
    """Why a comment is not published. The person who sent it reads this too."""

    OFF_TOPIC = "off_topic", pgettext_lazy("reason", "It is about something else")
    PERSONAL = "personal", pgettext_lazy("reason", "It has personal data of other people")
    INSULT = "insult", pgettext_lazy("reason", "It insults or threatens somebody")
    ADVERTISING = "advertising", pgettext_lazy("reason", "It is advertising")
    REPEATED = "repeated", pgettext_lazy("reason", "The same person has said the same before")
    OTHER = "other", pgettext_lazy("reason", "Another reason")


HOLDING = (Place.TAKEN, Place.WAITING)
GIVEN_UP = (Place.WITHDRAWN, Place.LAPSED, Place.FREED)
