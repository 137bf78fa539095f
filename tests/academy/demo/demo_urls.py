"""All addresses, with those of the demo before them: in tests the academy is no demo."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from academy import urls

handler404 = urls.handler404
handler500 = urls.handler500
urlpatterns = [
    *i18n_patterns(path("demo/", include("academy.demo.urls")), prefix_default_language=False),
    *urls.urlpatterns,
]
