"""`academy health`, `academy backup --to …`: manage.py of the release in use, as its user and with its settings."""

import os
import pwd
import sys
from typing import NoReturn

from deploy import settings_file
from deploy.layout import USER, Layout
from deploy.machine import StepFailed


def main(arguments: list[str]) -> NoReturn:
    """Become the academy's user and run manage.py in place of this program; exit with a sentence when that cannot be."""
    layout = Layout()
    release = layout.in_use()
    if release is None:
        sys.exit("Nothing is installed here.")
    if os.geteuid():
        sys.exit("The settings hold the secret key and are root's alone: sudo academy …")
    try:
        chosen = settings_file.read(layout.environment)
    except (OSError, StepFailed) as fault:
        sys.exit(str(fault))
    user = pwd.getpwnam(USER)
    os.chdir(release)
    os.umask(0o027)
    os.setgroups([])
    os.setgid(user.pw_gid)
    os.setuid(user.pw_uid)
    kept = {name: os.environ[name] for name in ("PATH", "TERM", "LANG") if name in os.environ}
    python = str(release / ".venv/bin/python")
    os.execve(python, [python, "manage.py", *arguments], kept | {"HOME": str(layout.data)} | chosen)  # noqa: S606 - ours


if __name__ == "__main__":
    main(sys.argv[1:])
