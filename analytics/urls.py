"""Addresses of the pages of figures; academy.urls puts them under /nyckeltal/."""

from django.urls import path

from analytics.dashboards import views

app_name = "analytics"
urlpatterns = [
    path("", views.own, name="own"),
    path("<slug:slug>/", views.figures, name="figures"),
    path("<slug:slug>/csv/", views.figures_csv, name="figures-csv"),
    path("<slug:slug>/tabell/", views.figures_table, name="figures-table"),
    path("<slug:slug>/<slug:kpi>/<slug:unit>/<slug:period>/", views.figure, name="figure"),
]
