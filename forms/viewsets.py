from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views import chooser
from wagtail.snippets.views.snippets import SnippetViewSet

from forms import replies
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


class ChooseReply(chooser.ChooseView):
    """Wagtail's chooser lists every row to everybody in the admin; a queue's replies are not for all of them."""

    def get_object_list(self) -> Any:
        return replies.list_usable(self.request.user)


class ChooseReplyResults(chooser.ChooseResultsView):
    def get_object_list(self) -> Any:
        return replies.list_usable(self.request.user)


class ReplyChosen(chooser.SnippetChosenView):
    def get_object(self, pk: Any) -> ReplyTemplate:
        return replies.list_usable(self.request.user).get(pk=pk)


class RepliesChosen(chooser.SnippetChosenMultipleView):
    def get_objects(self, pks: Any) -> Any:
        return replies.list_usable(self.request.user).filter(pk__in=pks)


class ReplyChooserViewSet(chooser.SnippetChooserViewSet):
    choose_view_class = ChooseReply
    choose_results_view_class = ChooseReplyResults
    chosen_view_class = ReplyChosen
    chosen_multiple_view_class = RepliesChosen


class ReplyTemplateViewSet(SnippetViewSet):
    """Replies that were approved, for staff to fill in and send."""

    model = ReplyTemplate
    icon = "mail"
    menu_label = _("Reply templates")
    add_to_settings_menu = True
    list_display = ["title", "subject", "queue", "locale"]
    list_filter = ["queue", "locale"]
    search_fields = ["title", "subject"]
    chooser_viewset_class = ReplyChooserViewSet
    copy_view_enabled = False
