"""Addresses of the pages of figures, and of what people state for them."""

from django.urls import path

from analytics.dashboards import catalogue, headcounts, key_guide, keys, region_views, sharing, views
from analytics.emit.views import events

app_name = "analytics"
urlpatterns = [
    path("kurs/<uuid:public_id>/handelser/", events, name="events"),
    path("organisation/anstallda/", headcounts.headcounts, name="headcounts"),
    path("organisation/anstallda/<int:unit_id>/", headcounts.unit, name="headcounts-unit"),
    path("organisation/anstallda/<int:unit_id>/<str:day>/ta-bort/", headcounts.remove, name="headcounts-remove"),
    path("organisation/nycklar/", keys.keys, name="keys"),
    path("organisation/nycklar/ny/", keys.issue, name="key-issue"),
    path("organisation/nycklar/anvand/", key_guide.guide, name="key-guide"),
    path("organisation/nycklar/<slug:key>/byt/", keys.rotate, name="key-rotate"),
    path("organisation/nycklar/<slug:key>/avsluta/", keys.revoke, name="key-revoke"),
    path("nyckeltal/", views.own, name="own"),
    # Before the organisations: these two words are none of theirs.
    path("nyckeltal/om/", catalogue.catalogue, name="catalogue"),
    path("nyckeltal/region/", region_views.region_page, name="region"),
    path("nyckeltal/region/csv/", region_views.region_csv, name="region-csv"),
    path("nyckeltal/<slug:slug>/", views.figures, name="figures"),
    path("nyckeltal/<slug:slug>/delning/", sharing.sharing, name="sharing"),
    path("nyckeltal/<slug:slug>/delning/sluta/", sharing.leave, name="sharing-leave"),
    path("nyckeltal/<slug:slug>/csv/", views.figures_csv, name="figures-csv"),
    path("nyckeltal/<slug:slug>/tabell/", views.figures_table, name="figures-table"),
    path("nyckeltal/<slug:slug>/<slug:kpi>/<slug:unit>/<slug:period>/", views.figure, name="figure"),
]
