"""Rows of the learners room. {attempt} and {finished} belong to the learner of Eksjö: to everyone else they are 404."""

from tests.tenancy.table import Row

SIGNED_IN_ALONE = "sign-in 200 200 200 200 200 200 200"
OWN_ALONE = "sign-in 200 404 404 404 404 404 404"
OWN_MOVED = OWN_ALONE.replace("200", "302")

ROWS = [
    Row("", "/", SIGNED_IN_ALONE),
    # The cast reads Swedish: the start page opens in the person's language.
    Row("", "/en/", SIGNED_IN_ALONE.replace("200", "302")),
    Row("hjalp/", "/hjalp/", "200"),
    Row("hjalp/", "/en/hjalp/", "200"),
    Row("dina-uppgifter/", "/dina-uppgifter/", "200"),
    # By GET, as after signing in again, it leads to the course.
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
]
