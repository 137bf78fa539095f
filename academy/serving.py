"""How gunicorn serves the academy: `gunicorn academy.wsgi --config python:academy.serving`.

Every name below is a setting of gunicorn's. Which were measured, and against what: docs/decisions/0037-serving.md.
"""

import gc
import os
import socket
import struct
from typing import Any

from academy import environment as env

bind = env.text("ACADEMY_WEB_BIND", "127.0.0.1:8000")
# SQLite lets one writer in at a time, and a second process would only wait for its lock.
_IS_ON_POSTGRESQL = os.environ.get("ACADEMY_DATABASE_URL", "").startswith("postgres")
workers = env.whole_number("ACADEMY_WEB_WORKERS", 2 if _IS_ON_POSTGRESQL else 1, least=1)
threads = env.whole_number("ACADEMY_WEB_THREADS", 8 if _IS_ON_POSTGRESQL else 4, least=1)
worker_class = "gthread"

# Imported once and then forked, so that a worker that died is back within milliseconds.
preload_app = True

# A proxy keeps its connections to us for a minute; whoever closes first must be the proxy, or requests are lost.
keepalive = 75
# A deployment waits this long for requests under way, and then for none.
graceful_timeout = 30
# A worker that does not even say that it lives. Requests may take longer: they run in threads.
timeout = 60
# Queries to the record store carry agents as JSON and several IRIs in their first line.
limit_request_line = 8190
backlog = 2048
# Workers are not replaced after so many requests: nothing leaks, and a replaced one cuts off what it has just taken.
max_requests = 0
# Who falls silent in the middle of a request, or stops reading an answer, would keep a thread for ever: gunicorn waits
# without end, and a connection whose other end lost its power is never closed.
_MOST_SILENCE = env.whole_number("ACADEMY_WEB_SILENCE_SECONDS", 20, least=1)
# Python's way of sending files waits for the reader without end, whatever the socket says. nginx reads files by itself.
sendfile = False
# Nothing listens for commands: a service manager starts, stops and reloads by signals.
control_socket_disable = True


def when_ready(server: Any) -> None:
    """Bound everybody's silence, and take all that has been imported out of the garbage collector's sight, before the fork.

    A collection over half a million objects that live for ever stops a worker for a tenth of a second, and would copy
    the memory that workers share.
    """
    for listener in server.LISTENERS:
        _bound_silence(listener.sock)
    _import_the_rest()
    _leave_no_connection_open()
    gc.collect()
    gc.freeze()


def _bound_silence(listener: socket.socket) -> None:
    """Let the system end each wait for octets, or for room for them, on the connections that this socket will accept.

    A timeout of Python's would be undone: gunicorn sets its sockets to wait without end.
    """
    moment = struct.pack("ll", _MOST_SILENCE, 0)
    for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
        listener.setsockopt(socket.SOL_SOCKET, option, moment)


def _import_the_rest() -> None:
    """Import what the first request would: addresses and their views."""
    from django.urls import get_resolver

    _ = get_resolver().url_patterns


def _leave_no_connection_open() -> None:
    """Close what importing may have asked the database: a connection that two processes share serves neither."""
    from django.db import connections

    connections.close_all()
