"""Look for secrets in the repository with detect-secrets, without asking any network.

    python .ci/secrets_check.py SCRATCH_FOLDER

Product files are held against .secrets.baseline; a finding that is none goes there after a second pair of eyes
(`.venv/bin/detect-secrets audit .secrets.baseline`) or is marked on its line with `pragma: allowlist secret`.
Tests are full of made-up passwords and ids: there only the detectors look that know a real key by its shape.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from tree import ROOT, repository_files

BASELINE = ".secrets.baseline"
# Hashes, translations and pictures look random and are public.
LEFT_OUT = {".lock", ".po", ".svg", ".png", ".jpg", ".webp", ".woff2", ".ico"}
GUESSING_DETECTORS = ("KeywordDetector", "BasicAuthDetector", "HexHighEntropyString", "Base64HighEntropyString")
BASELINE_MOVED = 3  # the hook's own code for: nothing new, but known findings are on other lines now


def hook(*arguments: str) -> int:
    """Run detect-secrets over files; return 0 when it finds nothing new."""
    command = [str(Path(sys.executable).with_name("detect-secrets-hook")), "--no-verify", *arguments]
    code = subprocess.run(command, cwd=ROOT, check=False).returncode
    return 0 if code == BASELINE_MOVED else code


def main(scratch: Path) -> int:
    """Look through all files; return the exit code."""
    files = [path for path in repository_files() if path.suffix not in LEFT_OUT and path.name != BASELINE]
    tests = [str(path) for path in files if path.parts[0] == "tests"]
    product = [str(path) for path in files if path.parts[0] != "tests"]
    # The hook rewrites the baseline it is given: a check gets a copy.
    baseline = shutil.copy(ROOT / BASELINE, scratch / "baseline.json")
    disabled = [part for name in GUESSING_DETECTORS for part in ("--disable-plugin", name)]
    return hook("--baseline", str(baseline), *product) or hook(*disabled, *tests)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
