"""Addresses that exist in the demo alone."""

from django.urls import path

from academy.demo import mailbox

urlpatterns = [
    path("", mailbox.accounts, name="demo-accounts"),
    path("mail/", mailbox.mailbox, name="demo-mail"),
]
