from forms.models.form_page import FormPage
from forms.models.form_version import FormIdentity, FormVersion
from forms.models.message import Delivery, Kind, Message
from forms.models.submission import Submission

__all__ = ["Delivery", "FormIdentity", "FormPage", "FormVersion", "Kind", "Message", "Submission"]
