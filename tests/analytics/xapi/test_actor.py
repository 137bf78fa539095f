import pytest

from analytics.xapi.actor import actor, agent, authority, group
from analytics.xapi.errors import Path
from tests.analytics.xapi.examples import LONG, OAUTH_PAIR, Json, accepted, refusal

IDENTIFIERS = [
    {"mbox": "mailto:xapi@adlnet.gov"},
    {"mbox_sha1sum": "cd9b00a5611f94eaa7b1661edab976068e364975"},
    {"openid": "http://openid.example.org/12345"},
    {"account": {"homePage": "http://www.example.com", "name": "xAPI account name"}},
]
PAIRS = [(one, other) for i, one in enumerate(IDENTIFIERS) for other in IDENTIFIERS[i + 1 :]]
MEMBERS = [{"mbox": "mailto:a@example.com"}, {"objectType": "Agent", "mbox": "mailto:b@example.com"}]


@pytest.mark.parametrize("identifier", IDENTIFIERS)
def test_an_agent_is_known_by_any_one_identifier(identifier: Json) -> None:
    assert accepted(actor, identifier)
    assert accepted(actor, {"objectType": "Agent", "name": "Kim", **identifier})


@pytest.mark.parametrize("identifier", IDENTIFIERS)
def test_a_group_is_known_by_any_one_identifier(identifier: Json) -> None:
    assert accepted(actor, {"objectType": "Group", **identifier})
    assert accepted(actor, {"objectType": "Group", "name": "Team", "member": MEMBERS, **identifier})
    assert accepted(actor, {"objectType": "Group", "member": [], **identifier})


def test_a_group_may_be_known_by_its_members_alone() -> None:
    assert accepted(actor, {"objectType": "Group", "member": MEMBERS})


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_two_identifiers_are_one_too_many(one: Json, other: Json) -> None:
    assert refusal(agent, {**one, **other}).requirement == "xAPI-Data 2.4.2.1"
    assert refusal(group, {"objectType": "Group", "member": MEMBERS, **one, **other}).requirement == "xAPI-Data 2.4.2.2"


@pytest.mark.parametrize(
    ("value", "path", "message"),
    [
        (
            {"name": "Kim"},
            (),
            "an agent must be identified by exactly one of mbox, mbox_sha1sum, openid and account",
        ),
        (
            {"objectType": "Group", "name": "Team"},
            ("member",),
            "a group without an identifier must list at least one agent as its member",
        ),
        (
            {"objectType": "Group", "member": []},
            ("member",),
            "a group without an identifier must list at least one agent as its member",
        ),
        ({"objectType": "Group", "member": MEMBERS[0]}, ("member",), "must be an array of agents, but is an object"),
        (
            {"objectType": "Group", "member": [*MEMBERS, {"objectType": "Group", "member": MEMBERS}]},
            ("member", 2, "objectType"),
            'must be "Agent", exactly so',
        ),
        (
            {"mbox": "mailto:a@example.com", "member": MEMBERS},
            ("member",),
            "an agent has no such property; it may have objectType, name, mbox, mbox_sha1sum, openid, account",
        ),
        (
            {"account": {"homePage": "http://a.example"}},
            ("account", "name"),
            'an account must have the property "name"',
        ),
        ({"account": {"name": "a"}}, ("account", "homePage"), 'an account must have the property "homePage"'),
        ({"account": {"homepage": "http://a.example"}}, ("account", "homepage"), 'is spelled "homePage"; case matters'),
        (
            {"objectType": "Person", "mbox": "mailto:a@example.com"},
            ("objectType",),
            "an actor must be one of Agent, Group, in exactly that spelling",
        ),
        ({"objectType": "Agent", "mbox": None}, ("mbox",), None),
        ({"name": None, "mbox": "mailto:a@example.com"}, ("name",), "must be text, but is null"),
        (None, (), "must be an object (an actor), but is null"),
        ([], (), "must be an object (an actor), but is an array"),
    ],
)
def test_a_malformed_actor_is_refused_at_the_place_at_fault(value: object, path: Path, message: str | None) -> None:
    error = refusal(actor, value)
    assert error.path == path
    assert message is None or error.message == message


def test_a_team_must_say_that_it_is_a_group() -> None:
    assert refusal(group, {"mbox": "mailto:team@example.com"}).path == ("objectType",)
    assert refusal(group, {"objectType": "Agent", "mbox": "mailto:team@example.com"}).path == ("objectType",)


@pytest.mark.parametrize("value", [LONG["authority"], OAUTH_PAIR, {"mbox": "mailto:bob@example.com"}])
def test_an_agent_or_the_oauth_pair_may_vouch(value: Json) -> None:
    assert accepted(authority, value)


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ({**OAUTH_PAIR, "mbox": "mailto:bob@example.com"}, ()),
        ({"objectType": "Group", "openid": "http://openid.example.org/12345"}, ()),
        ({"objectType": "Group", "member": OAUTH_PAIR["member"][:1]}, ()),
        ({"objectType": "Group", "member": [*OAUTH_PAIR["member"], {"mbox": "mailto:james@example.com"}]}, ()),
        ({"objectType": "Group", "member": MEMBERS}, ("member",)),
        ({"objectType": "Group", "member": []}, ("member",)),
        ({"objectType": "Group"}, ("member",)),
        ("bob", ()),
    ],
)
def test_nobody_else_may_vouch(value: object, path: Path) -> None:
    assert refusal(authority, value).path == path
