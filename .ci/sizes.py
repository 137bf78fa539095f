"""Report files and functions that have grown: a smell is printed, a hard limit fails.

Files of about 70 lines are the norm, functions of about 9. Migrations are written by Django, and what lies in a vendor
folder by others; both are left out. So is the stylesheet: one file is one request, and its sections are its order.
"""

import ast
import sys
from collections.abc import Iterator

from tree import ROOT, repository_files

FILE_SMELL, FILE_LIMIT = 300, 500
FUNCTION_SMELL, FUNCTION_LIMIT = 40, 80
LEFT_OUT = {"migrations", "vendor"}
# How many lines, and where
Size = tuple[int, str]


def file_size(path: str, text: str) -> Size:
    """Return how many lines a file has."""
    return len(text.splitlines()), path


def function_sizes(path: str, text: str) -> Iterator[Size]:
    """Give the lines of every function, from its `def` to its end, docstring and comments included."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield (node.end_lineno or node.lineno) - node.lineno + 1, f"{path}:{node.lineno} {node.name}"


def report(kind: str, sizes: list[Size], smell: int, limit: int) -> tuple[list[str], bool]:
    """Return the lines that name everything over the smell, largest first, and whether anything is over the limit."""
    grown = sorted((size for size in sizes if size[0] > smell), reverse=True)
    lines = [
        f"{'TOO LARGE' if lines > limit else 'large'} {kind}: {lines} lines, {where} (smell {smell}, limit {limit})"
        for lines, where in grown
    ]
    return lines, any(lines > limit for lines, _ in grown)


def main() -> int:
    """Report on the repository; return the exit code."""
    files: list[Size] = []
    functions: list[Size] = []
    for path in repository_files(".py", ".html", ".js"):
        if LEFT_OUT.intersection(path.parts):
            continue
        text = (ROOT / path).read_text()
        files.append(file_size(str(path), text))
        if path.suffix == ".py":
            functions += function_sizes(str(path), text)
    file_lines, files_fail = report("file", files, FILE_SMELL, FILE_LIMIT)
    function_lines, functions_fail = report("function", functions, FUNCTION_SMELL, FUNCTION_LIMIT)
    for line in file_lines + function_lines:
        print(line)
    print(f"{len(files)} files of {_median(files)} lines, {len(functions)} functions of {_median(functions)} (medians)")
    return 1 if files_fail or functions_fail else 0


def _median(sizes: list[Size]) -> int:
    return sorted(sizes)[len(sizes) // 2][0] if sizes else 0


if __name__ == "__main__":
    sys.exit(main())
