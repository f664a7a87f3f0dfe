from forms.models.attachment import Attachment, Scan
from forms.models.draft import Draft
from forms.models.form_page import FormPage
from forms.models.form_version import FormIdentity, FormVersion
from forms.models.mail_text import MailText
from forms.models.message import Delivery, Kind, Message
from forms.models.submission import Submission
from forms.models.watch import Watch

__all__ = [
    "Attachment",
    "Delivery",
    "Draft",
    "FormIdentity",
    "FormPage",
    "FormVersion",
    "Kind",
    "MailText",
    "Message",
    "Scan",
    "Submission",
    "Watch",
]
