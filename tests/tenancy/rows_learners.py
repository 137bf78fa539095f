"""Rows of the learners room. {attempt} and {finished} belong to the learner of Eksjö: to everyone else they are 404."""

from tests.tenancy.table import Row

SIGNED_IN_ALONE = "sign-in 200 200 200 200 200 200 200"
OWN_ALONE = "sign-in 200 404 404 404 404 404 404"
OWN_MOVED = OWN_ALONE.replace("200", "302")
HR_ALONE = "sign-in 404 404 200 200 404 404 404"
CHOOSE = "dina-uppgifter/uppdrag/<int:membership_id>/valj/"
RESET = "organisation/personer/<int:person_id>/tva-steg/"

ROWS = [
    Row("", "/", SIGNED_IN_ALONE),
    # The cast reads Swedish: the start page opens in the person's language.
    Row("", "/en/", SIGNED_IN_ALONE.replace("200", "302")),
    Row("hjalp/", "/hjalp/", "200"),
    Row("hjalp/", "/en/hjalp/", "200"),
    Row("dina-uppgifter/", "/dina-uppgifter/", "200"),
    # By GET, as after signing in again, it leads to the course.
    Row("dina-uppgifter/meddelanden/", "/dina-uppgifter/meddelanden/", SIGNED_IN_ALONE),
    Row("dina-uppgifter/meddelanden/", "/dina-uppgifter/meddelanden/", SIGNED_IN_ALONE, "POST", {"rhythm": "never"}),
    Row("meddelanden/avsta/<str:token>/", "/meddelanden/avsta/{nothing}/", "404"),
    Row("akademin/meddelanden/", "/akademin/meddelanden/", "sign-in 404 404 404 200 404 404 404"),
    Row("akademin/meddelanden/<slug:key>/", "/akademin/meddelanden/invitation/", "sign-in 404 404 404 200 404 404 404"),
    Row(
        "akademin/meddelanden/<slug:key>/<slug:language>/",
        "/akademin/meddelanden/invitation/sv/",
        "sign-in 404 404 404 200 404 404 404",
    ),
    Row("akademin/meddelanden/<slug:key>/", "/akademin/meddelanden/{nothing}/", "sign-in 404 404 404 404 404 404 404"),
    Row("kurs/<uuid:module_key>/borja/", "/kurs/{module}/borja/", SIGNED_IN_ALONE.replace("200", "302")),
    # Anyone with a workplace may begin; a stranger has no membership to begin through.
    Row("kurs/<uuid:module_key>/borja/", "/kurs/{module}/borja/", "sign-in 302 302 302 302 302 302 404", "POST"),
    Row("kurs/<uuid:module_key>/borja/", "/kurs/{attempt}/borja/", "sign-in 404 404 404 404 404 404 404", "POST"),
    Row("kurs/<uuid:public_id>/", "/kurs/{attempt}/", OWN_MOVED),
    Row("kurs/<uuid:public_id>/", "/kurs/{nothing}/", "sign-in 404 404 404 404 404 404 404"),
    Row("kurs/<uuid:public_id>/<int:number>/", "/kurs/{attempt}/1/", OWN_ALONE),
    Row("kurs/<uuid:public_id>/<int:number>/", "/kurs/{nothing}/1/", "sign-in 404 404 404 404 404 404 404"),
    Row("kurs/<uuid:public_id>/<int:number>/", "/kurs/{attempt}/1/", OWN_MOVED, "POST", {"action": "next"}),
    Row("kurs/<uuid:public_id>/<int:number>/", "/kurs/{finished}/1/", OWN_MOVED, "POST", {"action": "next"}),
    Row("kurs/<uuid:public_id>/klart/", "/kurs/{finished}/klart/", OWN_ALONE),
    Row("kurs/<uuid:public_id>/klart/", "/kurs/{attempt}/klart/", OWN_MOVED),
    # One's own pages: each reads their own alone, whatever they may do elsewhere.
    Row("dina-uppgifter/lasningar/", "/dina-uppgifter/lasningar/", SIGNED_IN_ALONE),
    Row("dina-uppgifter/uppdrag/", "/dina-uppgifter/uppdrag/", SIGNED_IN_ALONE),
    Row(CHOOSE, "/dina-uppgifter/uppdrag/{membership}/valj/", OWN_MOVED, "POST"),
    Row(CHOOSE, "/dina-uppgifter/uppdrag/{membership}/valj/", SIGNED_IN_ALONE.replace("200", "302")),
    Row(RESET, "/organisation/personer/{leader}/tva-steg/", HR_ALONE),
    Row(RESET, "/organisation/personer/{leader}/tva-steg/", HR_ALONE.replace("200", "302"), "POST"),
]
