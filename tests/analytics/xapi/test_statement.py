import copy

import pytest

from analytics.xapi.errors import Path
from analytics.xapi.statement import validate, validate_batch
from analytics.xapi.versions import Version
from tests.analytics.xapi.examples import (
    ATTACHMENT,
    BOTH,
    CONTEXT_AGENTS,
    INTENTION,
    LONG,
    OAUTH_PAIR,
    SIMPLEST,
    VOIDING,
    Json,
    accepted,
    changed,
    place_refused,
    refusal,
    without,
)

AGENT = {"objectType": "Agent", "mbox": "mailto:andrew@example.co.uk", "name": "Andrew Downes"}
GROUP = {"objectType": "Group", "member": [{"mbox": "mailto:andrew@example.com"}]}
REFERENCE = {"objectType": "StatementRef", "id": "8f87ccde-bb56-4c2e-ab83-44982ef22df0"}
SUB_STATEMENT = INTENTION["object"]


@BOTH
@pytest.mark.parametrize("statement", [SIMPLEST, LONG, VOIDING, INTENTION], ids=["simple", "long", "voiding", "intent"])
def test_the_specifications_statements_are_accepted(statement: Json, version: Version) -> None:
    before = copy.deepcopy(statement)
    assert accepted(validate, statement, version)
    assert statement == before


@BOTH
@pytest.mark.parametrize("about", [AGENT, GROUP, REFERENCE, SUB_STATEMENT, {"id": "http://a.example/"}])
def test_a_statement_may_be_about(about: Json, version: Version) -> None:
    assert accepted(validate, changed(SIMPLEST, ("object",), about), version)


@BOTH
@pytest.mark.parametrize("about", [AGENT, GROUP, REFERENCE, {"id": "http://a.example/"}])
def test_a_sub_statement_may_be_about(about: Json, version: Version) -> None:
    assert accepted(validate, changed(INTENTION, ("object", "object"), about), version)


@BOTH
@pytest.mark.parametrize("name", ["actor", "verb", "object"])
def test_actor_verb_and_object_are_required(name: str, version: Version) -> None:
    assert place_refused(without(SIMPLEST, (name,)), version) == (name,)
    assert place_refused(without(INTENTION, ("object", name)), version) == ("object", name)


@BOTH
@pytest.mark.parametrize(
    ("place", "value", "path"),
    [
        (("id",), 12345, ("id",)),
        (("id",), "AA97B177-9383-4934-8543-0F91A7A028368", ("id",)),
        (("id",), None, ("id",)),
        (("stored",), "should fail", ("stored",)),
        (("authority",), {**OAUTH_PAIR, "mbox": "mailto:bob@example.com"}, ("authority",)),
        (("attachments",), ATTACHMENT, ("attachments",)),
        (("verb", "id"), "ab=c://should.fail.com", ("verb", "id")),
        (("verb", "display"), {"a12345": "attended"}, ("verb", "display", "a12345")),
        (("verb", "name"), "attended", ("verb", "name")),
        (("verb",), "http://example.com/visited", ("verb",)),
        (("object", "id"), "ab=c://should.fail.com", ("object", "id")),
        (("object", "objectType"), "activity", ("object", "objectType")),
        (("object",), without(AGENT, ("objectType",)), ("object", "mbox")),
        (("object",), without(GROUP, ("objectType",)), ("object", "member")),
        (("object",), {**REFERENCE, "definition": {}}, ("object", "definition")),
        (("object",), without(REFERENCE, ("id",)), ("object", "id")),
        (("object",), [], ("object",)),
        (("iD",), "fd41c918-b88b-4b20-a0a5-a4c32391aaa0", ("iD",)),
        (("Actor",), AGENT, ("Actor",)),
        (("veRb",), {}, ("veRb",)),
        (("oBject",), {}, ("oBject",)),
        (("RESULT",), {}, ("RESULT",)),
        (("conText",), {}, ("conText",)),
        (("timeStamp",), "2013-05-18T05:32:34Z", ("timeStamp",)),
        (("STOred",), "2013-05-18T05:32:34Z", ("STOred",)),
        (("auTHORity",), AGENT, ("auTHORity",)),
        (("Version",), "1.0.3", ("Version",)),
        (("attachmentS",), [ATTACHMENT], ("attachmentS",)),
        (("inProgress",), True, ("inProgress",)),
    ],
)
def test_a_malformed_statement_is_refused_at_the_place_at_fault(
    place: Path, value: object, path: Path, version: Version
) -> None:
    assert place_refused(changed(SIMPLEST, place, value), version) == path


@pytest.mark.parametrize("value", [None, [], "statement", 1])
def test_a_statement_is_an_object(value: object) -> None:
    assert refusal(validate, value, Version.V2_0).path == ()


@pytest.mark.parametrize(
    ("text", "in_1_0_3", "in_2_0"),
    [
        ("1.0", False, False),
        ("2.0", False, False),
        ("1.0.0", True, True),
        ("1.0.9", True, True),
        ("2.0.0", False, True),
        ("2.0.1", False, True),
        ("0.9.9", False, False),
        ("1.1.0", False, False),
        ("2.1.0", False, False),
        ("should fail", False, False),
        ("", False, False),
        (1, False, False),
    ],
)
def test_a_statement_may_name_a_version_that_its_request_knows(text: object, in_1_0_3: bool, in_2_0: bool) -> None:
    for version, known in ((Version.V1_0_3, in_1_0_3), (Version.V2_0, in_2_0)):
        statement = changed(SIMPLEST, ("version",), text)
        if known:
            assert accepted(validate, statement, version)
        else:
            assert place_refused(statement, version) == ("version",)


@BOTH
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("id", "fd41c918-b88b-4b20-a0a5-a4c32391aaa0"),
        ("stored", "2013-05-18T05:32:34.804Z"),
        ("version", "1.0.0"),
        ("authority", AGENT),
    ],
)
def test_a_sub_statement_has_nothing_that_an_lrs_assigns(name: str, value: object, version: Version) -> None:
    assert place_refused(changed(INTENTION, ("object", name), value), version) == ("object", name)


@BOTH
def test_a_sub_statement_holds_no_other(version: Version) -> None:
    nested = changed(INTENTION, ("object", "object"), SUB_STATEMENT)
    assert place_refused(nested, version) == ("object", "object", "objectType")
    assert place_refused(changed(INTENTION, ("object", "objectType"), "substatement"), version) == (
        "object",
        "objectType",
    )


def test_a_sub_statement_follows_the_version_of_its_statement() -> None:
    statement = changed(INTENTION, ("object", "context"), {"contextAgents": CONTEXT_AGENTS})
    assert accepted(validate, statement, Version.V2_0)
    assert place_refused(statement, Version.V1_0_3) == ("object", "context", "contextAgents")


@BOTH
@pytest.mark.parametrize("name", ["revision", "platform"])
@pytest.mark.parametrize("about", [AGENT, GROUP, REFERENCE, SUB_STATEMENT], ids=lambda about: about["objectType"])
def test_revision_and_platform_need_an_activity(name: str, about: Json, version: Version) -> None:
    statement = changed(SIMPLEST, ("context", name), "3")
    assert accepted(validate, statement, version)
    assert place_refused(changed(statement, ("object",), about), version) == ("context", name)
    if about is not SUB_STATEMENT:
        inner = changed(changed(INTENTION, ("object", "object"), about), ("object", "context"), {name: "3"})
        assert place_refused(inner, version) == ("object", "context", name)


@BOTH
@pytest.mark.parametrize("about", [SIMPLEST["object"], AGENT, GROUP, SUB_STATEMENT])
def test_a_voiding_statement_refers_to_a_statement(about: Json, version: Version) -> None:
    error = refusal(validate, changed(VOIDING, ("object",), about), version)
    assert (error.path, error.requirement) == (("object", "objectType"), "xAPI-Data 2.3.2")
    assert error.message == 'a statement that voids another must have a "StatementRef" as its object'


def test_the_path_begins_where_the_caller_says() -> None:
    error = refusal(validate, changed(SIMPLEST, ("actor", "mbox"), "kim"), Version.V2_0, (3,))
    assert error.path == (3, "actor", "mbox")
    assert str(error).startswith("statements[3].actor.mbox: must be a mailto IRI")


@BOTH
def test_a_batch_of_valid_statements_is_accepted(version: Version) -> None:
    assert accepted(validate_batch, [], version)
    assert accepted(validate_batch, [SIMPLEST, LONG, VOIDING, VOIDING, INTENTION], version)


@BOTH
def test_one_bad_statement_refuses_its_batch(version: Version) -> None:
    bad = changed(LONG, ("result", "success"), "true")
    assert refusal(validate_batch, [SIMPLEST, bad, None], version).path == (1, "result", "success")
    assert refusal(validate_batch, [SIMPLEST, "x"], version).path == (1,)


@BOTH
def test_an_id_occurs_once_in_a_batch_in_whatever_case(version: Version) -> None:
    again = changed(SIMPLEST, ("id",), LONG["id"].upper())
    error = refusal(validate_batch, [LONG, VOIDING, again], version)
    assert (error.path, error.message) == (
        (2, "id"),
        "occurs twice in this batch; every statement needs an id of its own",
    )
