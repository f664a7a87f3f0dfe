from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.admin import messages

from forms import record
from forms.inbox.reading import list_files
from forms.models import Act, Submission

# What a browser must not do with a stranger's file: guess its kind, run it, keep it.
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "private, no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@require_safe
def download(request: HttpRequest, pk: int, identity: UUID) -> HttpResponse | FileResponse:
    """Only with the right to see the case, only as a download, and on record before the first byte goes out."""
    case = get_object_or_404(Submission.objects.visible_to(request.user).select_related("form"), pk=pk)
    attachment = next((each for each in list_files(case, request.user) if each.identity == identity), None)
    if attachment is None:
        raise Http404
    if not attachment.may_be_opened:
        messages.error(request, _("This file is locked until the virus scanner has found it clean."))
        return redirect("inbox:edit", case.pk)
    try:
        file = attachment.file.open("rb")
    except OSError:
        messages.error(request, _("This file is not where it was stored. Tell who runs the site."))
        return redirect("inbox:edit", case.pk)
    record.write(Act.OPENED_FILE, by=request.user, case=case, file=str(attachment.identity))
    response = FileResponse(file, as_attachment=True, filename=attachment.shown_as, content_type=attachment.media_type)
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response
