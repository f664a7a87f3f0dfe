"""A closed form offers to tell when it opens again: one mail to a confirmed address, ended by one click."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language as get_active
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from forms import actions, outbox
from forms.intake.answering import respond
from forms.intake.drafts import find_page
from forms.models import FormPage, Watch
from forms.questions import Words
from localization.languages import get_language

TELL = "tell"  # the query of the form's own address
STOP = "stop"


def watch(request: HttpRequest, page: FormPage, words: Words) -> HttpResponse:
    """The answer says the same whether the address was known before: nobody learns who watches."""
    if request.method != "POST":
        return respond(request, page, "forms/watch.html", {"is_sent": "sent" in request.GET})
    address = request.POST.get("email", "").strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        problem = _("Enter an email address in the right form, like name@example.com")
        context = {"problem": problem, "email": request.POST.get("email", "")}
        return respond(request, page, "forms/watch.html", context)
    outbox.offer_watch(actions.identify_form(page, words), page, address, get_language(get_active()).tag)
    return HttpResponseRedirect(f"{request.path}?{TELL}&sent", status=303)


# See `pages.views.serve`: no account, no cookie; the key stands in the address. RFC 8058: mail programs post here.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, path: str, key: str) -> HttpResponse:
    """A button to confirm, and one to stop."""
    found = Watch.objects.select_related("form").filter(key=key).first()
    page = find_page(found.form, get_language(get_active()).code) if found else None
    if found is None or page is None:
        raise Http404
    if request.method == "POST":
        if request.POST.get("go") == STOP or "List-Unsubscribe" in request.POST:
            found.delete()
            return respond(request, page, "forms/watch.html", {"is_stopped": True})
        actions.confirm_watch(found)
    return respond(request, page, "forms/watch.html", {"watch": found})
