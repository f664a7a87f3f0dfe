from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from localization.languages import LANGUAGES


@require_safe
def choose_language(request: HttpRequest) -> HttpResponse:
    """`/`: to the choice made in the menu, else what the browser asks for, else the city's first language."""
    wanted = translation.get_language()
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    homes = set(
        Page.objects.live()
        .filter(translation_key=site.root_page.translation_key)
        .values_list("locale__language_code", flat=True)
    )
    for code in (wanted, *(language.code for language in LANGUAGES)):
        if code in homes:
            response = HttpResponseRedirect(f"/{code}/")
            response.headers["Cache-Control"] = "private, no-cache"
            return response
    raise Http404
