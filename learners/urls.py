"""Addresses of taking a module."""

from django.urls import path

from learners.views import take

app_name = "learners"
urlpatterns = [
    path("kurs/<uuid:module_key>/borja/", take.begin, name="begin"),
    path("kurs/<uuid:public_id>/", take.resume, name="resume"),
    path("kurs/<uuid:public_id>/<int:number>/", take.step, name="step"),
    path("kurs/<uuid:public_id>/klart/", take.result, name="result"),
]
