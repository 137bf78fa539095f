"""All addresses. People's pages are Swedish without a prefix and English under /en/; machines' have no language."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from academy.media import media, no_documents
from academy.views import health, offline, operations
from analytics.feeds.api import api
from courses.cms_account import own_settings
from learners.views import components
from learners.views.language import language
from learners.views.pages import help_page, privacy
from learners.views.start import start

handler400 = "academy.faults.bad_request"
handler404 = "academy.faults.not_found"
handler500 = "academy.faults.server_error"

# Wagtail's own sign-in forms would go around allauth and its limit on wrong passwords.
to_sign_in = RedirectView.as_view(pattern_name="account_login", query_string=True)

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/login/", to_sign_in),
    # Nothing in a course shows Wagtail's documents, so nobody uploads any, whatever the groups say.
    path("admin/documents/", no_documents),
    path("admin/documents/<path:rest>", no_documents),
    path("admin/account/", own_settings),
    path("admin/", include(wagtailadmin_urls)),
    path("api/v1/", api.urls),
    path("health/live/", health.live, name="health_live"),
    path("health/ready/", health.ready, name="health_ready"),
    path("service-worker.js", offline.service_worker, name="service_worker"),
    path("komponenter/scheman.css", components.scheme, name="scheme_sheet"),
    path("sprak/", language, name="language"),
    re_path(r"^media/(?P<path>.+)$", media, name="media"),
]
urlpatterns += i18n_patterns(
    path("", start, name="start"),
    path("konto/", include("academy.account_urls")),
    path("hjalp/", help_page, name="help"),
    path("dina-uppgifter/", privacy, name="privacy"),
    path("komponenter/", components.components, name="components"),
    path("utan-anslutning/", offline.offline, name="offline"),
    path("drift/", operations.overview, name="operations"),
    path("drift/leveranser/igen/", operations.replay, name="operations_replay"),
    path("drift/leveranser/<uuid:delivery>/kasta/", operations.discard, name="operations_discard"),
    path("", include("analytics.urls")),
    *([path("demo/", include("academy.demo.urls"))] if settings.IS_DEMO else []),
    path("", include("courses.urls")),
    path("", include("learners.urls")),
    path("_util/login/", to_sign_in),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
