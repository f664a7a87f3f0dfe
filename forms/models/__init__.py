from forms.models.attachment import Attachment, Scan
from forms.models.draft import Draft
from forms.models.evaluation import Evaluation
from forms.models.event import Act, Event
from forms.models.form_page import FormPage
from forms.models.form_version import FormIdentity, FormVersion
from forms.models.mail_text import MailText
from forms.models.message import Delivery, Kind, Message
from forms.models.note import Note
from forms.models.publication import Publication
from forms.models.response_target import ResponseTarget
from forms.models.saved_view import SavedView
from forms.models.submission import Submission
from forms.models.watch import Watch

__all__ = [
    "Act",
    "Attachment",
    "Delivery",
    "Draft",
    "Evaluation",
    "Event",
    "FormIdentity",
    "FormPage",
    "FormVersion",
    "Kind",
    "MailText",
    "Message",
    "Note",
    "Publication",
    "ResponseTarget",
    "SavedView",
    "Scan",
    "Submission",
    "Watch",
]
