from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.http import HttpResponse
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from django.views.static import serve as serve_file
from wagtail import views as wagtail_views
from wagtail.admin import urls as admin_urls
from wagtail.documents import urls as document_urls
from wagtail.urls import serve_pattern

from forms.intake import urls as intake_urls
from forms.intake.views import serve
from forms.results import urls as results_urls
from localization.views import choose_language
from pages.sitemaps import sitemap
from pages.views import robots

urlpatterns = [
    path("", choose_language),
    path("admin/", include(admin_urls)),
    path("documents/", include(document_urls)),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("robots.txt", robots),
    path("healthz", lambda request: HttpResponse("ok", content_type="text/plain")),
    path(
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
        wagtail_views.authenticate_with_password,
        name="wagtailcore_authenticate_with_password",
    ),
]

# Only staff have accounts: a page for those who are logged in asks for theirs.
urlpatterns.append(
    path(
        "_util/login/",
        RedirectView.as_view(pattern_name="wagtailadmin_login", query_string=True),
        name="wagtailcore_login",
    )
)

if settings.SERVE_MEDIA:
    urlpatterns.append(path("media/<path:path>", serve_file, {"document_root": settings.MEDIA_ROOT}))

urlpatterns += i18n_patterns(
    path("", include(intake_urls)),
    path("", include(results_urls)),
    re_path(serve_pattern, serve, name="wagtail_serve"),
)

handler400 = "pages.views.bad_request"
handler403 = "pages.views.forbidden"
handler404 = "pages.views.not_found"
