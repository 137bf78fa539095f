"""Whose address a request comes from, however many proxies stand in front and whatever the client claims."""

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from academy.addresses import client_address


@pytest.mark.parametrize(
    ("proxies", "remote", "forwarded", "expected"),
    [
        (0, "192.0.2.7", None, "192.0.2.7"),
        (0, "192.0.2.7", "198.51.100.1", "192.0.2.7"),
        (1, "10.0.0.1", "198.51.100.1", "198.51.100.1"),
        (1, "10.0.0.1", "203.0.113.9, 198.51.100.1", "198.51.100.1"),
        (2, "10.0.0.1", "203.0.113.9, 198.51.100.1 , 10.0.0.2", "198.51.100.1"),
        (2, "192.0.2.7", "198.51.100.1", "192.0.2.7"),
        (1, "10.0.0.1", "", "10.0.0.1"),
        (1, "10.0.0.1", "unknown", ""),
        (0, "", None, ""),
        (0, "2001:db8:1:2:3:4:5:6", None, "2001:db8:1:2::/64"),
        (1, "10.0.0.1", "[2001:db8:1:2::9]", "2001:db8:1:2::/64"),
        (0, "::ffff:192.0.2.7", None, "192.0.2.7"),
    ],
)
def test_the_address_is_the_one_that_the_outermost_trusted_proxy_has_seen(
    settings: Settings, proxies: int, remote: str, forwarded: str | None, expected: str
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    assert client_address(RequestFactory().get("/", REMOTE_ADDR=remote, headers=headers)) == expected
