"""A learner's browser over plain HTTP: it keeps cookies, sends forms, and remembers what the server acknowledged."""

import re
import time
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from http.client import HTTPResponse
from http.cookiejar import CookieJar
from typing import Any

from tests.courses.samples import QUESTION, RIGHT, STEPS, WRONG

PASSWORD = "tallskog-och-granris-26"  # pragma: allowlist secret
SECONDS = 40


class _AsItIs(urllib.request.HTTPErrorProcessor):
    """Neither follows redirects nor raises for refusals: tests look at the answer itself."""

    def http_response(self, request: urllib.request.Request, response: HTTPResponse) -> Any:
        return response


@dataclass(frozen=True)
class Answer:
    """What the server answered, and how long it took in seconds."""

    status: int
    location: str
    body: str
    headers: dict[str, str]
    seconds: float


@dataclass
class Visitor:
    """One browser. `acknowledged` lists what the server has said yes to: (registration, step number, action)."""

    address: str
    acknowledged: list[tuple[str, int, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.cookies = CookieJar()
        self._opener = urllib.request.build_opener(_AsItIs, urllib.request.HTTPCookieProcessor(self.cookies))

    def get(self, path: str) -> Answer:
        """Ask for a page; raise OSError when nobody answers."""
        return self._send(urllib.request.Request(self.address + path))

    def post(self, path: str, **fields: str) -> Answer:
        """Send a form with its protection; raise OSError when nobody answers."""
        token = next((cookie.value for cookie in self.cookies if cookie.name == "csrftoken"), "") or ""
        data = urllib.parse.urlencode({"csrfmiddlewaretoken": token, **fields}).encode()
        return self._send(urllib.request.Request(self.address + path, data=data))

    def _send(self, request: urllib.request.Request) -> Answer:
        begun = time.monotonic()
        with self._opener.open(request, timeout=SECONDS) as response:
            body = response.read().decode()
            headers = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status, headers.get("location", ""), body, headers, time.monotonic() - begun)

    def sign_in(self, email: str) -> "Visitor":
        """Sign in with the password."""
        self.get("/konto/login/")
        answer = self.post("/konto/login/", login=email, password=PASSWORD)
        assert (answer.status, answer.location) == (302, "/"), answer.body[:2000]
        return self

    def ask_for_code(self, email: str) -> None:
        """Ask for a sign-in code by mail, as one who is not signed in."""
        self.get("/konto/login/code/")
        answer = self.post("/konto/login/code/", email=email)
        assert (answer.status, answer.location) == (302, "/konto/login/code/confirm/"), answer.body[:2000]

    def begin(self, module_key: str) -> str:
        """Begin the course or go on with it; return the registration."""
        answer = self.post(f"/kurs/{module_key}/borja/")
        found = re.fullmatch(r"/kurs/([0-9a-f-]{36})/", answer.location)
        assert found, (answer.status, answer.location, answer.body[:2000])
        self.acknowledged.append((found[1], 0, "begin"))
        return found[1]

    def click(self, registration: str, step: int, action: str) -> Answer:
        """Press one button of a step: next, wrong or right. A redirect is the server's yes."""
        fields = {"action": "next"}
        if action != "next":
            choice = RIGHT if action == "right" else WRONG
            fields = {"action": "answer", "question": QUESTION, "choice": choice}
        answer = self.post(f"/kurs/{registration}/{step}/", **fields)
        if answer.status == 302:
            self.acknowledged.append((registration, step, action))
        return answer

    def take(self, module_key: str) -> str:
        """Take the sample course from beginning to end; fail at the first click that is refused."""
        registration = self.begin(module_key)
        for step, action in CLICKS:
            answer = self.click(registration, step, action)
            assert answer.status == 302, (step, action, answer.status, answer.body[:2000])
        return registration


CLICKS = [(1, "next"), (2, "wrong"), (2, "right"), (2, "next"), (3, "next")]
STEP_IDS = dict(enumerate(STEPS, start=1))
