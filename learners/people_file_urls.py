"""Addresses of files of people."""

from django.urls import path

from learners.views.organisation import people_file

urlpatterns = [
    path("organisation/personer/fil/", people_file.files, name="people-files"),
    path("organisation/personer/fil/mall/", people_file.template, name="people-file-template"),
    path("organisation/personer/fil/<uuid:public_id>/", people_file.one, name="people-file"),
    path("organisation/personer/fil/<uuid:public_id>/fel/", people_file.errors, name="people-file-errors"),
    path("organisation/personer/fil/<uuid:public_id>/for-in/", people_file.enter, name="people-file-enter"),
    path("organisation/personer/fil/<uuid:public_id>/kasta/", people_file.discard, name="people-file-discard"),
    path("organisation/personer/fil/<uuid:public_id>/ta-tillbaka/", people_file.undo, name="people-file-undo"),
]
