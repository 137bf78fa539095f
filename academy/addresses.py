"""Where a request comes from: the address of the client, behind as many proxies as the settings say."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

_A_SITE_IN_IPV6 = 64


def client_address(request: HttpRequest) -> str:
    """Return the address that a client cannot choose: the one that the outermost trusted proxy has seen.

    Each proxy appends to X-Forwarded-For whom it was asked by, so the entries to the left are the client's own word. An
    address of IPv6 stands for its /64, of which every machine has as many as it likes. Empty when nothing is known, as
    behind a socket.
    """
    proxies: int = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    told = [each.strip() for each in request.headers.get("X-Forwarded-For", "").split(",") if each.strip()]
    # Fewer entries than proxies: this one has come past them, and may have written the entries itself.
    found = told[-proxies] if 0 < proxies <= len(told) else request.META.get("REMOTE_ADDR", "")
    return _site(str(found))


def _site(text: str) -> str:
    try:
        address = ip_address(text.strip("[]"))
    except ValueError:
        return ""
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ip_network((address, _A_SITE_IN_IPV6), strict=False))
