"""`python -m deploy.alive`: exit code 0 when the web process answers pages. What a container's health check asks."""

import os
import sys
from pathlib import Path

from deploy import settings_file
from deploy.web import status_of


def main() -> int:
    """Ask the socket that the web process was told to listen on."""
    path = Path(os.environ["ACADEMY_WEB_BIND"].removeprefix("unix:"))
    return 0 if status_of(path, settings_file.host_of(os.environ), "/health/ready/") == 200 else 1


if __name__ == "__main__":
    sys.exit(main())
