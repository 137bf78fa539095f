"""How long a soak lasts; all of it from the environment, so that it can be tried in a minute and left for a night."""

import os

# Of each test that goes on until it is told to stop.
SECONDS = float(os.environ.get("ACADEMY_SOAK_SECONDS", "900"))
# Of the test with many statements.
ROWS = int(os.environ.get("ACADEMY_SOAK_ROWS", "1000000"))
