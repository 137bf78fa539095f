"""Installing and upgrading the academy on one machine: Debian 12 with systemd, nginx, PostgreSQL and Redis.

`deploy/install`, `deploy/upgrade` and `deploy/academy` start what is here. Standard library only: it runs before anything
is installed, with the system's own Python.
"""
