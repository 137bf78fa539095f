"""A person who can sign in, and the one row that ties the person to an opaque account name."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """Reads and makes users for authentication alone; everyone else goes through learners.queries."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a person who can sign in; without a password they sign in by a code sent by e-mail."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make an operator's account, as `manage.py createsuperuser` asks."""
        return self.create_user(email, password, is_superuser=True, is_staff=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find by e-mail address, whatever its case."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person, with an e-mail address to sign in by. Personal data stays here, out of every statement."""

    unscoped_because: ClassVar[str] = (
        "authentication reads it before any scope exists; people are read through learners.queries"
    )

    email = models.EmailField(_("email address"), unique=True)
    first_name = models.CharField(_("first name"), max_length=80)
    last_name = models.CharField(_("last name"), max_length=80)
    language = models.CharField(
        _("language"), max_length=2, choices=[("sv", _("Swedish")), ("en", _("English"))], default="sv"
    )
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("operator"), default=False)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)
    # The membership last chosen to act through, so that the choice outlives the session.
    last_acted = models.ForeignKey(
        "learners.Membership", on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    # Second factors shown before this moment count no more, in whatever session: one has been taken away.
    second_factor_void_before = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["first_name", "last_name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_any_case")]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def __repr__(self) -> str:
        """What an error and its traceback in the log call the person: never by name or address."""
        return f"<User {self.pk}>"

    def get_full_name(self) -> str:
        """The whole name, as written on a certificate."""
        return f"{self.first_name} {self.last_name}".strip()

    def get_short_name(self) -> str:
        """The name to greet by."""
        return self.first_name


class Account(models.Model):
    """The opaque account name that a person's statements carry, in one deletable row."""

    unscoped_because: ClassVar[str] = "one deletable row a person, read by learners.identity alone"

    person = models.OneToOneField(User, on_delete=models.CASCADE, related_name="account")
    name = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    def __str__(self) -> str:
        return str(self.name)
