from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet

from forms.models import MailText


class MailTextViewSet(SnippetViewSet):
    """Editors' own words for mails. What they have not written, `forms.standard_mails` says."""

    model = MailText
    icon = "mail"
    menu_label = _("Mail texts")
    add_to_settings_menu = True
    list_display = ["kind", "subject", "locale"]
    list_filter = ["kind", "locale"]
    copy_view_enabled = False
