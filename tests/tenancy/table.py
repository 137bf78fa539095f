"""What a row of the table is: one URL pattern, one way to ask it, and what each role is answered.

The columns of `expected`, in this order:
    anonymous   nobody is signed in
    learner     staff of Eksjö
    leader      leader of Eksjö's care unit
    hr          HR of Eksjö
    editor      academy admin, a member of Eksjö
    neighbour   leader of Nässjö, another municipality of the same federation
    elsewhere   HR of Mölndal, in another federation
    stranger    can sign in, belongs to no organisation
"""

from dataclasses import dataclass, field
from typing import Any

ROLES = ("anonymous", "learner", "leader", "hr", "editor", "neighbour", "elsewhere", "stranger")
# A redirect to the sign-in page, which must be told from a redirect onward.
SIGN_IN = "sign-in"


@dataclass(frozen=True)
class Row:
    """One question to one pattern. `path` and `data` may name parts of the world: {module}, {attempt} …"""

    pattern: str
    path: str
    expected: str
    method: str = "GET"
    data: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    # The page is made of the names of the federation's organisations; nothing else of another tenant may stand on it.
    names_organisations: bool = False

    def answer_to(self, role: str) -> int | str:
        """Return the status expected, or SIGN_IN; a single word holds for all roles."""
        words = self.expected.split()
        word = words[0] if len(words) == 1 else words[ROLES.index(role)]
        return SIGN_IN if word == SIGN_IN else int(word)

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def status_of(response: Any) -> int | str:
    """Return the status of an answer, or SIGN_IN for a redirect to the sign-in page."""
    if response.status_code == 302 and response.headers["Location"].removeprefix("/en").startswith("/konto/login/"):
        return SIGN_IN
    return int(response.status_code)


def body_of(response: Any) -> str:
    """Return all that an answer says: status line aside, its headers and its body, streamed or not."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    headers = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    return f"{headers}\n\n{body.decode(errors='replace')}"
