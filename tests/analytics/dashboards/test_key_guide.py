"""/organisation/nycklar/anvand/: how a key is used. The lines are run as they stand, with a key made on the page."""

import base64
import re
import shlex
from html import unescape
from typing import Any

import pytest
from django.test import Client

from tests.conftest import Cast, signed_in

pytestmark = pytest.mark.django_db

PAGE = "/organisation/nycklar/anvand/"
LINES = re.compile(r'<code class="secret">([^<]+)</code>')
SCOPES = ["figures/read", "statements/write", "statements/read"]


def run(line: str, key: str, secret: str) -> Any:
    """Send what curl would send."""
    words = shlex.split(line.replace("$KEY", key).replace("$SECRET", secret))
    assert words[:2] == ["curl", "-u"]
    assert words[2] == f"{key}:{secret}"
    headers = dict(words[at + 1].split(": ") for at, word in enumerate(words) if word == "-H")
    data = next((words[at + 1] for at, word in enumerate(words) if word == "-d"), None)
    headers["Authorization"] = "Basic " + base64.b64encode(words[2].encode()).decode()
    path = words[-1].removeprefix("http://testserver")
    if data is None:
        return Client().get(path, headers=headers)
    kind = headers.pop("Content-Type")
    return Client().post(path, data, content_type=kind, headers=headers)


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_lines_do_what_they_say(cast: Cast, prefix: str) -> None:
    hr = signed_in(cast.eksjo.hr)
    made = hr.post(
        "/organisation/nycklar/ny/", {"name": "Lagret", "scopes": SCOPES, "actors": "opaque", "last_day": ""}
    )
    key, secret, _header = LINES.findall(made.content.decode())
    page = hr.get(prefix + PAGE).content.decode()
    answers = [run(unescape(line), key, secret) for line in LINES.findall(page)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200]
    (sent,) = answers[2].json()
    assert sent in [each["id"] for each in answers[3].json()["statements"]]
    assert 'href="http://testserver/api/v1/openapi.json"' in page
    assert Client().get("/api/v1/openapi.json").status_code == 200


def test_the_page_of_keys_leads_there(cast: Cast) -> None:
    assert f'href="{PAGE}"' in signed_in(cast.eksjo.hr).get("/organisation/nycklar/").content.decode()
