"""The files of frameworks: what is shipped is whole, and what is broken is named with its place."""

from pathlib import Path

import pytest

from courses.competences.reading import DATA, BrokenFramework, frameworks
from courses.competences.values import FrameworkData, Words
from tests.courses.competences.samples import AREA, HEAD, write


@pytest.fixture(scope="module")
def shipped() -> dict[str, FrameworkData]:
    """What is shipped, by key."""
    return {framework.key: framework for framework in frameworks()}


def test_the_study_has_55_capabilities_in_13_groups_and_3_areas(shipped: dict[str, FrameworkData]) -> None:
    study = shipped["digital-motor"]
    assert [
        (area.key, len(area.groups), sum(len(group.capabilities) for group in area.groups)) for area in study.areas
    ] == [
        ("att-leda", 5, 21),
        ("att-skapa-varde", 4, 19),
        ("att-stodja", 4, 15),
    ]
    assert [len(group.capabilities) for group in study.groups] == [5, 4, 4, 3, 5, 3, 5, 5, 6, 4, 4, 4, 3]
    assert len(study.capabilities) == 55
    assert [level.number for level in study.levels] == [0, 1, 2, 3, 4]
    assert shipped["digital-strategi"].goals[0].name == Words("Digital kompetens", "Digital skills")
    assert len(shipped["digital-strategi"].goals) == 5


def test_every_text_is_its_own(shipped: dict[str, FrameworkData]) -> None:
    study, strategy = shipped["digital-motor"], shipped["digital-strategi"]
    said = [(one.name, one.text) for one in study.capabilities]
    said += [(level.name, level.text) for level in study.levels] + [(goal.name, goal.text) for goal in strategy.goals]
    texts = [text for _, words in said for text in (words.sv, words.en)]
    assert len(set(texts)) == len(texts) == 2 * (55 + 5 + 5)
    names = [name.sv for name, _ in said]
    assert len(set(names)) == len(names)
    assert not [text for text in texts if not text.endswith((".", "?"))]


def test_every_capability_says_where_the_study_has_it_and_what_it_serves(shipped: dict[str, FrameworkData]) -> None:
    for capability in shipped["digital-motor"].capabilities:
        assert capability.lines, capability.key
        assert 1 <= len(capability.goals) <= 2, capability.key


def test_the_same_content_has_the_same_digest_whatever_its_layout(tmp_path: Path) -> None:
    (first,) = frameworks(write(tmp_path, "plan", "act"))
    (second,) = frameworks(write(tmp_path, "plan", "act", head=HEAD + "\n# a remark\n"))
    (third,) = frameworks(write(tmp_path, "act", "plan"))
    assert first.digest == second.digest != third.digest
    assert first.shape == third.shape


BROKEN: dict[str, tuple[dict[str, str], str]] = {
    "not TOML": ({"head": "key ="}, "small/framework.toml: this is not TOML in UTF-8: "),
    "a wrong key": (
        {"head": HEAD.replace('"better"', '"Bättre"')},
        "small/framework.toml, small, goals 1: key must be small letters a to z, digits and single hyphens.",
    ),
    "no version": (
        {"head": HEAD.replace("version =", "versions =")},
        "small/framework.toml, small: version must be a whole number from 1.",
    ),
    "a version that is none": (
        {"head": HEAD.replace("{version}", "true")},
        "small/framework.toml, small: version must be a whole number from 1.",
    ),
    "another folder's key": (
        {"head": HEAD.replace('"small"', '"large"')},
        "small/framework.toml, large: the folder and the key large differ.",
    ),
    "one language": (
        {"area": AREA.replace('name.en = "Daily"', "")},
        "small/area-1-work.toml, work, groups 1, daily: name must have sv and en, and nothing else.",
    ),
    "an empty text": (
        {"area": AREA.replace("What is done.", " ")},
        "small/area-1-work.toml, work: text.en must be text of 1 to 400 signs.",
    ),
    "a long text": (
        {"area": AREA.replace("What is done.", "x" * 401)},
        "small/area-1-work.toml, work: text.en must be text of 1 to 400 signs.",
    ),
    "a misspelt field": (
        {"area": AREA.replace('text.sv = "Det', 'colour = 1\ntext.sv = "Det')},
        "small/area-1-work.toml, work: colour means nothing here.",
    ),
    "levels that begin at one": (
        {"head": HEAD.replace("number = 0", "number = 1")},
        "small/framework.toml, small: the levels are not numbered from 0 and up.",
    ),
    "a goal that is nowhere": (
        {"head": HEAD.replace('"better"', '"worse"')},
        "small: plan names the goal better, which is nowhere.",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_named_with_the_place(tmp_path: Path, name: str) -> None:
    changes, sentence = BROKEN[name]
    with pytest.raises(BrokenFramework) as refused:
        frameworks(write(tmp_path, "plan", **changes))  # type: ignore[arg-type]
    assert str(refused.value).startswith(sentence)


def test_keys_are_there_once(tmp_path: Path) -> None:
    with pytest.raises(BrokenFramework, match="The key plan is there twice"):
        frameworks(write(tmp_path, "plan", "plan"))


def test_a_framework_without_its_head_and_a_folder_without_frameworks_are_named(tmp_path: Path) -> None:
    with pytest.raises(BrokenFramework, match="there is no framework here"):
        frameworks(tmp_path)
    write(tmp_path, "plan")
    (tmp_path / "small" / "framework.toml").unlink()
    with pytest.raises(BrokenFramework, match=r"small/framework\.toml: the file is missing"):
        frameworks(tmp_path)


def test_the_data_are_beside_the_code() -> None:
    assert sorted(path.name for path in DATA.iterdir()) == ["digital-motor", "digital-strategi"]
