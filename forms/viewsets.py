from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet

from forms.models import MailText, ReplyTemplate


class MailTextViewSet(SnippetViewSet):
    """Editors' own words for mails. What they have not written, `forms.standard_mails` says."""

    model = MailText
    icon = "mail"
    menu_label = _("Mail texts")
    add_to_settings_menu = True
    list_display = ["kind", "subject", "locale"]
    list_filter = ["kind", "locale"]
    copy_view_enabled = False


class ReplyTemplateViewSet(SnippetViewSet):
    """Replies that were approved, for staff to fill in and send."""

    model = ReplyTemplate
    icon = "mail"
    menu_label = _("Reply templates")
    add_to_settings_menu = True
    list_display = ["title", "subject", "queue", "locale"]
    list_filter = ["queue", "locale"]
    search_fields = ["title", "subject"]
    copy_view_enabled = False
