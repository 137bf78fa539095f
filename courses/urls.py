"""Addresses of what is not a page of the CMS: browsing by capability."""

from django.urls import path

from courses.views import competences

app_name = "courses"
urlpatterns = [
    path("formagor/", competences.index, name="capabilities"),
    path("formagor/<slug:key>/", competences.one, name="capability"),
]
