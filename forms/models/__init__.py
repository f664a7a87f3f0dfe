from forms.models.attachment import Attachment, Scan
from forms.models.disposal import BatchState, DisposalBatch, Disposition, Ground, Redaction, ScheduleCheck, Tombstone
from forms.models.draft import Draft
from forms.models.evaluation import Evaluation
from forms.models.event import Act, Event
from forms.models.form_page import FormPage
from forms.models.form_version import FormIdentity, FormVersion
from forms.models.hold import Hold, Scope
from forms.models.mail_text import MailText
from forms.models.message import TALK, Delivery, Kind, Message
from forms.models.note import Note
from forms.models.publication import Publication
from forms.models.published_figures import PublishedFigures
from forms.models.reckoning import Reckoning
from forms.models.record_series import RecordSeries, Trigger
from forms.models.reply_template import ReplyTemplate, TranslationRequest
from forms.models.report_subscription import ReportMail, ReportSubscription
from forms.models.response_target import ResponseTarget
from forms.models.saved_view import SavedView
from forms.models.staff_mail import Rhythm, StaffMail
from forms.models.submission import Submission
from forms.models.watch import Watch

__all__ = [
    "TALK",
    "Act",
    "Attachment",
    "BatchState",
    "Delivery",
    "DisposalBatch",
    "Disposition",
    "Draft",
    "Evaluation",
    "Event",
    "FormIdentity",
    "FormPage",
    "FormVersion",
    "Ground",
    "Hold",
    "Kind",
    "MailText",
    "Message",
    "Note",
    "Publication",
    "PublishedFigures",
    "Reckoning",
    "RecordSeries",
    "Redaction",
    "ReplyTemplate",
    "ReportMail",
    "ReportSubscription",
    "ResponseTarget",
    "Rhythm",
    "SavedView",
    "Scan",
    "ScheduleCheck",
    "Scope",
    "StaffMail",
    "Submission",
    "Tombstone",
    "TranslationRequest",
    "Trigger",
    "Watch",
]
