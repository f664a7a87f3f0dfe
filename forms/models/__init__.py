from forms.models.form_page import FormPage
from forms.models.form_version import FormIdentity, FormVersion
from forms.models.submission import Submission

__all__ = ["FormIdentity", "FormPage", "FormVersion", "Submission"]
