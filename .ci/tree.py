"""Which files belong to the repository: what every check that reads text goes through."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOT_OURS = {".git", ".venv", "var", "staticfiles", "node_modules", "__pycache__", "test-results"}


def repository_files(*suffixes: str) -> list[Path]:
    """Return the repository's files, relative to its root and sorted, new ones included, ignored ones left out.

    With suffixes (".py", ".html") only files that end so. Without git, or in a folder that git refuses because
    another user owns it, the tree is walked instead.
    """
    names = _listed_by_git() or _found_by_walking()
    wanted = (name for name in names if (ROOT / name).is_file())
    return sorted(Path(name) for name in wanted if not suffixes or name.endswith(suffixes))


def _listed_by_git() -> set[str]:
    command = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listing = subprocess.run(command, capture_output=True, check=True, text=True)
    except (OSError, subprocess.CalledProcessError):
        return set()
    return set(filter(None, listing.stdout.split("\0")))


def _found_by_walking() -> set[str]:
    def ours(path: Path) -> bool:
        parts = path.relative_to(ROOT).parts
        return not NOT_OURS.intersection(parts) and not any(part.endswith("_cache") for part in parts)

    return {str(path.relative_to(ROOT)) for path in ROOT.rglob("*") if path.is_file() and ours(path)}
