"""The size report names what has grown and fails only over the hard limits."""

from sizes import FUNCTION_LIMIT, FUNCTION_SMELL, file_size, function_sizes, report


def _function_of(lines: int) -> str:
    return "def long() -> None:\n" + "    pass\n" * (lines - 1)


def test_functions_are_measured_from_def_to_end_methods_too() -> None:
    source = "class A:\n    def two(self):\n        return 2\n\n\nasync def three():\n    a = 1\n    return a\n"
    assert list(function_sizes("a.py", source)) == [(3, "a.py:6 three"), (2, "a.py:2 two")]


def test_a_file_is_measured_in_lines() -> None:
    assert file_size("a.css", "one\ntwo\n") == (2, "a.css")


def test_at_the_smell_nothing_is_said() -> None:
    sizes = list(function_sizes("a.py", _function_of(FUNCTION_SMELL)))
    assert report("function", sizes, FUNCTION_SMELL, FUNCTION_LIMIT) == ([], False)


def test_over_the_smell_it_is_said_and_passes() -> None:
    sizes = list(function_sizes("a.py", _function_of(FUNCTION_LIMIT)))
    [line], fails = report("function", sizes, FUNCTION_SMELL, FUNCTION_LIMIT)
    assert line.startswith(f"large function: {FUNCTION_LIMIT} lines, a.py:1 long")
    assert fails is False


def test_over_the_limit_it_fails_and_the_largest_comes_first() -> None:
    sizes = [(41, "small"), (81, "huge"), (60, "large")]
    lines, fails = report("function", sizes, FUNCTION_SMELL, FUNCTION_LIMIT)
    assert [line.split(", ")[1].split(" ")[0] for line in lines] == ["huge", "large", "small"]
    assert fails is True
