"""Typed readers for the environment: a wrong or missing value stops the start with one sentence."""

import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}


def text(name: str, default: str | None = None) -> str:
    """Return a text variable; raise ImproperlyConfigured when it is missing and has no default."""
    value = os.environ.get(name, default)
    if value is None or value == "":
        raise ImproperlyConfigured(f"Set {name}: it is needed in this environment and has no default.")
    return value


def choice(name: str, allowed: tuple[str, ...], default: str) -> str:
    """Return one of the allowed words; raise ImproperlyConfigured for any other."""
    value = text(name, default)
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} is {value!r}. Use one of: {', '.join(allowed)}.")
    return value


def flag(name: str, default: bool) -> bool:
    """Return a yes/no variable; raise ImproperlyConfigured for any other word."""
    value = text(name, "yes" if default else "no").lower()
    if value not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name} is {value!r}. Use yes or no.")
    return value in TRUE


def whole_number(name: str, default: int, least: int = 0) -> int:
    """Return a whole number of at least `least`; raise ImproperlyConfigured otherwise."""
    value = text(name, str(default))
    if not value.isdecimal() or int(value) < least:
        raise ImproperlyConfigured(f"{name} is {value!r}. Use a whole number of at least {least}.")
    return int(value)


def folder(name: str, default: Path) -> Path:
    """Return a folder as an absolute path, created when it does not exist."""
    path = Path(text(name, str(default))).expanduser().resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"{name} is {path}, which cannot be created: {error.strerror}.") from error
    return path


def words(name: str, default: str | None) -> list[str]:
    """Return a list written with commas between; raise ImproperlyConfigured when it is missing and has no default."""
    value = os.environ.get(name) or default
    if value is None:
        value = text(name)
    return [part.strip() for part in value.split(",") if part.strip()]


def address(name: str, default: str | None = None) -> str:
    """Return an http(s) address without a closing slash; raise ImproperlyConfigured otherwise."""
    value = text(name, default).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ImproperlyConfigured(f"{name} is {value!r}. Use an address such as https://akademin.example.")
    return value


def internal_prefix(name: str) -> str:
    """Return the path of an internal address, such as /_media/, or nothing; raise ImproperlyConfigured otherwise."""
    value = os.environ.get(name) or ""
    if value and not re.fullmatch(r"(/[A-Za-z0-9_-]+)+/", value):
        raise ImproperlyConfigured(f"{name} is {value!r}. Use a path with a slash at both ends, such as /_media/.")
    return value


def database(name: str, default: str | None) -> dict[str, Any]:
    """Return Django's settings for one database URL: sqlite:///path or postgres://user:password@host:port/name."""
    value = text(name, default)
    if urlsplit(value).scheme not in {"sqlite", "postgres", "postgresql"}:
        raise ImproperlyConfigured(f"{name} must begin with sqlite:/// or postgres://. Other databases are not tested.")
    return dict(environ.Env.db_url_config(value))


def mail(name: str, default: str | None) -> dict[str, Any]:
    """Return Django's settings for one mail URL, such as smtp+tls://user:password@host:587 or filemail:///folder."""
    try:
        return dict(environ.Env.email_url_config(text(name, default)))
    except (KeyError, ImproperlyConfigured) as error:
        raise ImproperlyConfigured(
            f"{name} is not a mail address such as smtp+tls://user:password@host:587."
        ) from error


def cache(name: str, default: str | None) -> dict[str, Any]:
    """Return Django's settings for one cache URL, such as redis://host:6379/1 or locmemcache://."""
    value = text(name, default)
    if urlsplit(value).scheme not in {"redis", "rediss", "locmemcache"}:
        raise ImproperlyConfigured(f"{name} must begin with redis://, rediss:// or locmemcache://.")
    if urlsplit(value).scheme == "locmemcache":
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": value}
