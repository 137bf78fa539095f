"""Addresses of taking a module."""

from django.urls import path

from learners import organisation_urls, people_file_urls
from learners.views import acting, messages, own, take
from learners.views.organisation import correction, invite, membership, people, person, roles, second_factor
from learners.views.organisation import messages as written

app_name = "learners"
urlpatterns = [
    path("kurs/<uuid:module_key>/borja/", take.begin, name="begin"),
    path("kurs/<uuid:public_id>/", take.resume, name="resume"),
    path("kurs/<uuid:public_id>/<int:number>/", take.step, name="step"),
    path("kurs/<uuid:public_id>/klart/", take.result, name="result"),
    path("dina-uppgifter/meddelanden/", messages.mine, name="my_messages"),
    path("meddelanden/avsta/<str:token>/", messages.unsubscribe, name="unsubscribe"),
    path("akademin/meddelanden/", written.catalogue, name="message_catalogue"),
    path("akademin/meddelanden/<slug:key>/", written.preview, name="message_preview"),
    path("akademin/meddelanden/<slug:key>/<slug:language>/", written.as_mail, name="message_as_mail"),
    path("dina-uppgifter/lasningar/", own.reads, name="own-reads"),
    path("dina-uppgifter/uppdrag/", own.places, name="own-places"),
    path("dina-uppgifter/uppdrag/<int:membership_id>/valj/", acting.choose, name="act"),
    path("organisation/personer/", people.index, name="people"),
    path("organisation/personer/ny/", invite.new, name="invite"),
    path("organisation/personer/<int:person_id>/", person.show, name="person"),
    path("organisation/personer/<int:person_id>/uppgifter/", person.change, name="person-change"),
    path("organisation/personer/<int:person_id>/inbjudan/", invite.again, name="invite-again"),
    path("organisation/personer/<int:person_id>/uppdrag/", membership.add, name="membership-add"),
    path("organisation/uppdrag/<int:membership_id>/avsluta/", membership.end, name="membership-end"),
    path("organisation/uppdrag/<int:membership_id>/ratta/", correction.correct, name="membership-correct"),
    path("organisation/uppdrag/<int:membership_id>/ta-bort/", membership.remove, name="membership-remove"),
    path("organisation/uppdrag/<int:membership_id>/roller/", roles.give, name="role-give"),
    path("organisation/roller/<int:assignment_id>/ta-tillbaka/", roles.take_back, name="role-take-back"),
    path("organisation/personer/<int:person_id>/tva-steg/", second_factor.reset, name="reset-second-factor"),
    *organisation_urls.urlpatterns,
    *people_file_urls.urlpatterns,
]
