"""What each mail says where editors have not written their own (`MailText`): it exists in every language."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forms.models import Kind


@dataclass(frozen=True)
class Standard:
    """`text`: paragraphs with an empty line between. Slots: {form}, {reference}, {city}, {day}."""

    subject: Promise
    heading: Promise
    text: Promise
    link: Promise


STANDARD: dict[Kind, Standard] = {
    Kind.RECEIPT: Standard(
        subject=_("We have received your form: {reference}"),
        heading=_("We have received it"),
        text=_("Keep this number. With it we find what you sent."),
        link=_("What you sent, and what happens next"),
    ),
    Kind.CONFIRM: Standard(
        subject=_("Please confirm your email address: {reference}"),
        heading=_("One more step"),
        text=_(
            "We have received “{form}”. Confirm that this is your address: open the link and press the button. Do it "
            "within three days.\n\nIf you did not send it, you need not do anything."
        ),
        link=_("Confirm my email address"),
    ),
    Kind.REPEATED: Standard(
        subject=_("You are signed up already"),
        heading=_("You are signed up already"),
        text=_(
            "“{form}” was sent again with this address. It can be sent once per person, so the first one counts and "
            "the second one takes no place.\n\nTo change something, withdraw the first one and send a new one."
        ),
        link=_("What you sent, and what happens next"),
    ),
    Kind.MOVED_UP: Standard(
        subject=_("You have a place now: {form}"),
        heading=_("You have a place now"),
        text=_(
            "A place has become free, and you were next on the waiting list: it is yours.\n\nIf you cannot come, "
            "withdraw, so that the next person can have it."
        ),
        link=_("What you sent, and what happens next"),
    ),
    Kind.WITHDRAWN: Standard(
        subject=_("You have withdrawn: {reference}"),
        heading=_("You have withdrawn"),
        text=_("You have withdrawn what you sent. If you did not do this, call or write to us."),
        link=_("I cannot come or have changed my mind: withdraw"),
    ),
    Kind.RESUME: Standard(
        subject=_("Your link to go on: {form}"),
        heading=_("Go on with your form"),
        text=_(
            "What you have answered so far is kept until {day}. Nothing is sent to the City before you send the form "
            "yourself."
        ),
        link=_("Go on with the form"),
    ),
    Kind.REMINDER: Standard(
        subject=_("It closes soon: {form}"),
        heading=_("A form you began closes soon"),
        text=_("You began “{form}” and have not sent it yet. After it has closed it cannot be sent any more."),
        link=_("Go on with the form"),
    ),
    Kind.WATCH: Standard(
        subject=_("Do you want to be told? {form}"),
        heading=_("Tell me when it opens again"),
        text=_(
            "Somebody asked us to write to this address when “{form}” opens again. If it was you, open the link and "
            "press the button. If not, you need not do anything."
        ),
        link=_("I want this mail"),
    ),
    Kind.OPENED: Standard(
        subject=_("It is open: {form}"),
        heading=_("The form is open again"),
        text=_("You asked us to tell you. This was the only mail about it."),
        link=_("Go to the form"),
    ),
    Kind.REPLY: Standard(
        subject=_("The City has written to you: {reference}"),
        heading=_("The City has written to you"),
        text=_("Open your page to read it. You can answer there, too."),
        link=_("Read and answer on your page"),
    ),
    Kind.NEW_LINK: Standard(
        subject=_("Your new link: {reference}"),
        heading=_("Your page has a new address"),
        text=_("The address that you had does not work any more. Use this one from now on."),
        link=_("What you sent, and what happens next"),
    ),
}
