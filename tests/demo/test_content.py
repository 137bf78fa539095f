"""The demo's micro-courses: same shape in both languages, sound questions, honest minutes, plain words."""

import re
import tomllib
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from academy.demo.courses import COURSES

CONTENT = Path(__file__).resolve().parents[2] / "academy" / "demo" / "content"
FILES = sorted(CONTENT.glob("*.toml"))
KEYS = sorted({path.name.split(".")[0] for path in FILES})
TEXTS = {"key", "title", "slug", "summary", "outcomes", "at_work", "sources", "steps"}
COURSE_FIELDS = TEXTS | {"minutes", "capabilities", "goals"}
BLOCK_FIELDS = {
    "text": {"type", "html"},
    "scenario": {"type", "title", "html"},
    "fold": {"type", "title", "html"},
    "image": {"type", "file", "alt", "caption", "credit"},
    "question": {"type", "id", "text", "choices"},
    "reflection": {"type", "id", "text"},
}
ALLOWED_TAGS = {"p", "ul", "ol", "li", "strong", "em", "a", "h3"}
# Swedish writes in one word what English writes in two or three: the same text takes as long with fewer words.
WORDS_PER_MINUTE = {"sv": 130, "en": 150}
MINUTES_TO_THINK = 0.5
TOLERANCE = 0.1
STEP_TOLERANCE = 0.75
IDENTIFIER = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

Course = dict[str, Any]
Block = dict[str, Any]


def load(path: Path) -> Course:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def blocks(course: Course) -> list[Block]:
    return [block for step in course["steps"] for block in step["blocks"]]


def questions(course: Course) -> list[Block]:
    return [block for block in blocks(course) if block["type"] == "question"]


def shape(course: Course) -> list[Any]:
    """What must not differ between languages: ids, order, minutes, files and which choice is right."""
    whole = [course[name] for name in ("key", "minutes", "capabilities", "goals")]
    return [*whole, len(course["outcomes"]), len(course["sources"])] + [
        (step["id"], step["minutes"], [block_shape(block) for block in step["blocks"]]) for step in course["steps"]
    ]


def block_shape(block: Block) -> tuple[Any, ...]:
    choices = [(choice["id"], choice["correct"]) for choice in block.get("choices", [])]
    tags = [tag for tag, _ in Markup(block.get("html", "")).opened]
    return block["type"], block.get("id"), block.get("file"), choices, tags


class Markup(HTMLParser):
    """Collects the tags and the words of an HTML fragment; `balanced` tells if every tag was closed in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.opened: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.balanced = True
        self._stack: list[str] = []
        self.feed(html)
        self.close()
        self.balanced = self.balanced and not self._stack

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.opened.append((tag, dict(attrs)))
        self._stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.balanced = self.balanced and bool(self._stack) and self._stack.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data.split()


def fragments(course: Course) -> list[str]:
    return [course["at_work"]] + [block["html"] for block in blocks(course) if "html" in block]


def step_minutes(step: dict[str, Any], language: str) -> float:
    """Time for title, text, choices and captions. Folds stay closed; feedback and thinking are in the 30 seconds."""
    texts = [step["title"]]
    for block in step["blocks"]:
        fields = ("title",) if block["type"] == "fold" else ("title", "html", "text", "caption")
        texts += [block.get(field, "") for field in fields]
        texts += [choice["text"] for choice in block.get("choices", [])]
    words = sum(len(Markup(text).words) for text in texts)
    asked = sum(block["type"] in {"question", "reflection"} for block in step["blocks"])
    return words / WORDS_PER_MINUTE[language] + MINUTES_TO_THINK * asked


def strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for item in value.values() for text in strings(item)]
    if isinstance(value, list):
        return [text for item in value for text in strings(item)]
    return []


def test_the_courses_are_there_in_both_languages() -> None:
    assert {path.name for path in FILES} == {f"{key}.{lang}.toml" for key in KEYS for lang in ("sv", "en")}
    assert sorted(COURSES) == KEYS == ["ai-act", "gdpr", "kotter", "needs", "procurement", "security"]


@pytest.mark.parametrize("key", KEYS)
def test_languages_have_the_same_structure(key: str) -> None:
    swedish, english = (load(CONTENT / f"{key}.{lang}.toml") for lang in ("sv", "en"))
    assert swedish["key"] == key
    assert shape(swedish) == shape(english)
    assert swedish["slug"] != english["slug"]


@pytest.fixture(params=FILES, ids=lambda path: path.name)
def course(request: pytest.FixtureRequest) -> Course:
    return load(request.param)


@pytest.fixture
def language(request: pytest.FixtureRequest) -> str:
    """The language of the course, from the name of its file."""
    return str(request.node.callspec.params["course"].name.split(".")[1])


def test_fields_are_the_agreed_ones(course: Course) -> None:
    assert set(course) == COURSE_FIELDS
    assert 3 <= len(course["outcomes"]) <= 4
    assert 2 <= len(course["capabilities"]) <= 4
    assert 1 <= len(course["goals"]) <= 2
    assert all(set(source) == {"label", "url"} for source in course["sources"])
    assert all(source["url"] == "" or source["url"].startswith("https://") for source in course["sources"])
    for block in blocks(course):
        assert set(block) == BLOCK_FIELDS[block["type"]]
        assert all(str(value).strip() for value in block.values())


def test_identifiers_are_ascii_and_unique(course: Course) -> None:
    step_ids = [step["id"] for step in course["steps"]]
    question_ids = [block["id"] for block in blocks(course) if "id" in block]
    for ids in (step_ids, question_ids):
        assert len(ids) == len(set(ids))
    assert all(IDENTIFIER.fullmatch(name) for name in [*step_ids, *question_ids, course["key"], course["slug"]])


def test_each_question_has_one_right_answer_and_feedback_for_all(course: Course) -> None:
    assert 3 <= len(questions(course)) <= 4
    for question in questions(course):
        choices = question["choices"]
        assert 3 <= len(choices) <= 4
        assert [choice["correct"] for choice in choices].count(True) == 1
        assert len({choice["id"] for choice in choices}) == len(choices)
        assert all(set(choice) == {"id", "text", "correct", "feedback"} for choice in choices)
        assert all(choice["feedback"].strip() for choice in choices)


def test_right_answer_moves_about(course: Course) -> None:
    places = {[choice["correct"] for choice in question["choices"]].index(True) for question in questions(course)}
    assert len(places) > 1


def test_the_right_answer_is_not_told_by_its_length(course: Course) -> None:
    longest = [
        max(question["choices"], key=lambda choice: len(choice["text"]))["correct"] for question in questions(course)
    ]
    assert sum(longest) <= len(longest) / 2


def test_a_situation_runs_through_and_there_is_one_thing_to_think_about(course: Course) -> None:
    kinds = [{block["type"] for block in step["blocks"]} for step in course["steps"]]
    assert "scenario" in kinds[0]
    assert sum("scenario" in kind for kind in kinds) >= 3
    assert [block["type"] for block in blocks(course)].count("reflection") == 1
    assert not [kind for kind in kinds if {"question", "reflection"} <= kind]


def test_texts_fit_the_fields_of_the_editor(course: Course) -> None:
    assert len(course["summary"]) <= 300
    assert all(len(text) <= 160 for text in course["outcomes"])
    assert all(len(source["label"]) <= 200 for source in course["sources"])
    for block in blocks(course):
        texts = [block.get("text", ""), *(choice["text"] for choice in block.get("choices", []))]
        assert all(len(text) <= 240 for text in texts)
        assert len(block.get("title", "")) <= 80


def test_a_step_opens_with_a_short_lead(course: Course) -> None:
    for step in course["steps"]:
        first, *others = step["blocks"][0].get("html", "").split("</p>\n<p>")
        if step["blocks"][0]["type"] == "text" and others and "<ul>" not in first and "<ol>" not in first:
            assert len(Markup(first).words) <= 36, first


def test_question_comes_last_and_alone_in_its_step(course: Course) -> None:
    for step in course["steps"]:
        kinds = [block["type"] for block in step["blocks"]]
        assert "question" not in kinds[:-1]


def test_images_exist_are_small_and_described(course: Course) -> None:
    images = [block for block in blocks(course) if block["type"] == "image"]
    assert images
    for image in images:
        data = (CONTENT / image["file"]).read_bytes()
        assert data.startswith(b"\x89PNG\r\n\x1a\n")
        assert len(data) <= 64 * 1024
        assert len(image["alt"].split()) >= 8


def test_only_allowed_markup(course: Course) -> None:
    for fragment in fragments(course):
        markup = Markup(fragment)
        assert markup.balanced, fragment
        for tag, attributes in markup.opened:
            assert tag in ALLOWED_TAGS
            assert set(attributes) <= ({"href"} if tag == "a" else set())


def test_stated_minutes_are_honest(course: Course, language: str) -> None:
    counted = [step_minutes(step, language) for step in course["steps"]]
    task = len(Markup(course["at_work"]).words) / WORDS_PER_MINUTE[language]
    assert sum(counted) + task == pytest.approx(course["minutes"], rel=TOLERANCE)
    assert sum(step["minutes"] for step in course["steps"]) == course["minutes"]
    for step, minutes in zip(course["steps"], counted, strict=True):
        assert minutes == pytest.approx(step["minutes"], abs=STEP_TOLERANCE), step["id"]


def test_house_style(course: Course) -> None:
    for text in strings(course):
        assert "  " not in text, text
        assert "!" not in text, text
        assert "vänligen" not in text.lower(), text
        assert not re.search(r"""[a-zåäö]['"]|['"][a-zåäö]""", text, re.IGNORECASE), text
