"""Addresses that exist in the demo alone."""

from django.urls import path

from academy.demo import guide, mailbox

urlpatterns = [
    path("", guide.guide, name="demo-accounts"),
    path("mail/", mailbox.mailbox, name="demo-mail"),
]
