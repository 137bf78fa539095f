"""The nginx site in a real nginx, before a stand-in for the web process: what comes through, and what is said when it is away."""

import gzip
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import ThreadingUnixStreamServer
from threading import Thread
from typing import Any

import pytest
from django.conf import settings
from postgres_cluster import free_port
from services import scratch_folder

from tests.deploy.conftest import HOST, ROOT

pytestmark = pytest.mark.skipif(
    shutil.which("nginx") is None or shutil.which("openssl") is None, reason="nginx is not on this machine"
)
SITE = (ROOT / "deploy/nginx/academy.conf").read_text()
SECURITY = {
    "Strict-Transport-Security",
    "X-Content-Type-Options",
    "Content-Security-Policy",
    "Cross-Origin-Resource-Policy",
}
PAGE = b"<p>granris och kaffe</p>" * 200


class StandIn(BaseHTTPRequestHandler):
    """Answers as the academy does, and tells what it was asked."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        said = {name.lower(): value for name, value in self.headers.items()}
        if self.path.startswith("/media/"):
            self._answer(200, b"", "image/png", {"X-Accel-Redirect": "/_media/images/gran%20%C3%A5.png"})
        elif self.path.startswith("/busy/"):
            self._answer(503, b"the academy's own words", "text/html", {"Retry-After": "7"})
        elif self.path.startswith("/asked/"):
            self._answer(200, json.dumps(said).encode(), "application/json", {})
        else:
            self._answer(200, PAGE, "text/html", {"ETag": '"strong"', "Strict-Transport-Security": "max-age=1"})

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(200, b"taken", "text/plain", {})

    def _answer(self, status: int, body: bytes, kind: str, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {
            "Content-Type": kind,
            "Content-Length": str(len(body)),
            "Connection": "close",
            **headers,
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def address_string(self) -> str:
        return "nginx"

    def log_message(self, *args: Any) -> None:
        return


@dataclass
class Site:
    """A running nginx with our site."""

    folder: Path
    http: int
    https: int
    web: ThreadingUnixStreamServer | None = None

    def come(self) -> None:
        """Let the stand-in for the web process listen."""
        self.web = ThreadingUnixStreamServer(str(self.folder / "web.sock"), StandIn)
        self.web.daemon_threads = True
        Thread(target=self.web.serve_forever, daemon=True).start()

    def leave(self) -> None:
        """Take the stand-in away."""
        if self.web:
            self.web.shutdown()
            self.web.server_close()
            (self.folder / "web.sock").unlink()
            self.web = None

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> HTTPResponse:
        """Ask over https; the answer's body can be read once."""
        loose = ssl.create_default_context()
        loose.check_hostname, loose.verify_mode = False, ssl.CERT_NONE
        connection = HTTPSConnection(HOST, self.https, timeout=20, context=loose)
        connection.sock = loose.wrap_socket(
            socket.create_connection(("127.0.0.1", self.https), 20), server_hostname=HOST
        )
        return _answer(connection, path, method, body, headers)

    def ask_unencrypted(self, path: str) -> HTTPResponse:
        """Ask over http."""
        return _answer(HTTPConnection("127.0.0.1", self.http, timeout=20), path, "GET", None, {})


def _answer(
    connection: HTTPConnection, path: str, method: str, body: bytes | None, headers: dict[str, str]
) -> HTTPResponse:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body, {"Host": HOST, "Connection": "close", **named})
    return connection.getresponse()


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with scratch_folder("nginx") as folder:
        made = Site(folder, free_port(), free_port())
        _furnish(made)
        command = ["nginx", "-e", str(folder / "error.log"), "-c", str(folder / "nginx.conf"), "-p", str(folder)]
        tested = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
        assert tested.returncode == 0, tested.stderr
        assert "warn" not in tested.stderr
        nginx = subprocess.Popen(command)
        try:
            _await_listening(nginx, made.https)
            yield made
        finally:
            nginx.terminate()
            nginx.wait(20)
            made.leave()


def _await_listening(nginx: "subprocess.Popen[bytes]", port: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and nginx.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("nginx does not listen")


def _furnish(site: Site) -> None:
    folder = site.folder
    data = folder / "data"
    for name, content in {
        "static/look.0eef1b22a073.css": b"p { color: red }",
        "static/look.css": b"p { color: red }",
        "media/images/gran å.png": b"\x89PNG",
        "attachments/1/secret": b"secret",
        "away/sv.html": b"<h1>vilar</h1>",
        "away/en.html": b"<h1>resting</h1>",
    }.items():
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_bytes(content)
    (data / "static/look.0eef1b22a073.css.gz").write_bytes(gzip.compress(b"p { color: red }"))
    key = ["-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")]
    request = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", f"/CN={HOST}"]
    subprocess.run([*request, *key], check=True, capture_output=True)
    (folder / "site.conf").write_text(_moved(SITE, site))
    (folder / "proxy.conf").write_text((ROOT / "deploy/nginx/academy-proxy.conf").read_text())
    (folder / "nginx.conf").write_text(
        f"{'user root;' if os.geteuid() == 0 else ''} daemon off; worker_processes 1; pid {folder}/pid;\n"
        "events {}\n"
        f"http {{ include /etc/nginx/mime.types; default_type application/octet-stream; client_body_temp_path {folder}/body;\n"
        f"proxy_temp_path {folder}/proxied;\n"
        f"fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;\n"
        f"include {folder}/site.conf; }}\n"
    )


def _moved(text: str, site: Site) -> str:
    """The site with the places and ports of a test."""
    for place, other in {
        "akademin.example": HOST,
        "/run/academy/web.sock": f"{site.folder}/web.sock",
        "/var/lib/academy": f"{site.folder}/data",
        "/etc/academy/tls": f"{site.folder}",
        "/etc/nginx/academy-proxy.conf": f"{site.folder}/proxy.conf",
        "/var/log/nginx/access.log": f"{site.folder}/access.log",
        "/var/log/nginx/error.log": f"{site.folder}/error.log",
    }.items():
        assert place in text
        text = text.replace(place, other)
    text = re.sub(r"^.*listen \[::\].*\n", "", text, flags=re.MULTILINE)
    return re.sub(r"listen 443", f"listen {site.https}", re.sub(r"listen 80\b", f"listen {site.http}", text))


@pytest.fixture
def up(site: Site) -> Iterator[Site]:
    """The site with the web process there."""
    site.come()
    yield site
    site.leave()


def test_static_files_are_compressed_and_kept_for_ever_by_their_hash(site: Site) -> None:
    answer = site.ask("/static/look.0eef1b22a073.css", Accept_Encoding="gzip")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.read()) == b"p { color: red }"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Type"] == "text/css"
    assert site.ask("/static/look.css").headers["Cache-Control"] == "public, max-age=60"
    for path in (
        "/static/../attachments/1/secret",
        "/static../attachments/1/secret",
        "/static/%2e%2e/attachments/1/secret",
    ):
        answer = site.ask(path)
        assert (answer.status == 200, b"secret" in answer.read()) == (False, False)


def test_pictures_come_by_the_academy_s_word_alone(up: Site) -> None:
    answer = up.ask("/media/images/anything.png")
    assert (answer.status, answer.read()) == (200, b"\x89PNG")
    assert answer.headers["Content-Type"] == "image/png"
    assert up.ask("/media/images/anything.png", Range="bytes=1-2").read() == b"PN"
    for path in ("/_media/images/gran%20%C3%A5.png", "/_away/sv.html", "/_away/api"):
        answer = up.ask(path)
        assert (answer.status, b"PNG" in answer.read()) == (404, False)


def test_the_academy_is_told_the_truth_about_who_asks(up: Site) -> None:
    said = json.loads(up.ask("/asked/", X_Forwarded_Proto="ftp", X_Forwarded_For="6.6.6.6", Accept_Encoding="").read())
    assert said["x-forwarded-proto"] == "https"
    assert said["x-forwarded-for"] == "6.6.6.6, 127.0.0.1"
    assert said["host"] == HOST


def test_pages_are_compressed_and_the_record_store_is_not(up: Site) -> None:
    page = up.ask("/", Accept_Encoding="gzip")
    assert page.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(page.read()) == PAGE
    for path in ("/xapi/statements", "/xapi/activities/state"):
        answer = up.ask(path, Accept_Encoding="gzip")
        assert answer.headers["Content-Encoding"] is None
        assert answer.headers["ETag"] == '"strong"'


def test_no_header_of_security_is_said_twice(up: Site) -> None:
    for path in ("/", "/static/look.css", "/media/x.png", "/xapi/about"):
        headers = up.ask(path).headers
        for name in SECURITY:
            assert len(headers.get_all(name, [])) <= 1, (path, name)
        assert headers["Strict-Transport-Security"]
        assert headers["Server"] == "nginx" or path in {"/", "/xapi/about"}


@pytest.mark.parametrize(
    ("method", "path", "said"),
    [
        ("GET", "/katalog/", "vilar"),
        ("POST", "/konto/login/", "vilar"),
        ("GET", "/en/", "resting"),
        ("GET", "/enkat/", "vilar"),
    ],
)
def test_away_readers_are_told_in_their_language(site: Site, method: str, path: str, said: str) -> None:
    answer = site.ask(path, method, b"a=b" if method == "POST" else None)
    assert answer.status == 503
    assert said in answer.read().decode()
    assert answer.headers["Retry-After"] == "10"
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "script-src" not in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(("path", "key"), [("/xapi/statements", "why"), ("/api/v1/figures", "error")])
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
def test_away_systems_are_told_in_json(site: Site, path: str, key: str, method: str) -> None:
    answer = site.ask(path, method, b"{}" if method in {"POST", "PUT"} else None)
    assert answer.status == 503
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Retry-After"] == "10"
    assert json.loads(answer.read())[key]
    assert (answer.headers["X-Experience-API-Version"] == "2.0.0") == path.startswith("/xapi/")


def test_the_academy_s_own_503_goes_through(up: Site) -> None:
    answer = up.ask("/busy/")
    assert (answer.status, answer.read(), answer.headers["Retry-After"]) == (503, b"the academy's own words", "7")


def test_bodies_are_as_large_as_the_academy_allows(up: Site) -> None:
    assert up.ask("/admin/images/add/", "POST", b"x" * (settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE + 100_000)).status == 200
    assert up.ask("/admin/images/add/", "POST", b"x" * 13_000_000).status == 413
    limits = [1024**2 * int(number) for number in re.findall(r"client_max_body_size (\d+)m;", SITE)]
    assert limits[0] > settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE
    assert limits[1] > settings.LRS_MAX_UPLOAD_BYTES
    assert up.ask("/xapi/statements", "POST", b"x" * settings.LRS_MAX_UPLOAD_BYTES).status == 200


def test_a_long_query_reaches_the_academy(up: Site) -> None:
    assert up.ask("/xapi/statements?agent=" + "a" * 8_100).status == 200


def test_what_comes_unencrypted_is_led_on_and_a_key_is_refused(site: Site) -> None:
    answer = site.ask_unencrypted("/katalog/?sida=2")
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{HOST}/katalog/?sida=2")
    for path in ("/xapi/statements", "/api/v1/figures"):
        answer = site.ask_unencrypted(path)
        assert (answer.status, answer.headers["Location"]) == (403, None)
        assert "https" in json.loads(answer.read())["why"]


def test_another_name_gets_nothing(site: Site) -> None:
    connection = HTTPConnection("127.0.0.1", site.http, timeout=20)
    with pytest.raises(ConnectionError):
        _answer(connection, "/", "GET", None, {"Host": "other.example"})
    loose = ssl.create_default_context()
    loose.check_hostname, loose.verify_mode = False, ssl.CERT_NONE
    with socket.create_connection(("127.0.0.1", site.https), 20) as plain, pytest.raises(ssl.SSLError):
        loose.wrap_socket(plain, server_hostname="other.example")


def _written(log: Path, words: str) -> str:
    """What is in a log once these words are: nginx writes a line after it has answered."""
    deadline = time.monotonic() + 20
    while words not in (text := log.read_text()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return text


def test_faults_on_the_way_name_nobody_either(site: Site) -> None:
    """A line about a request that could not be passed on would hold all of it, and the machine that asked."""
    site.ask("/konto/password/reset/key/3-abcdef/?fraga=hemligt")
    site.ask("/hjalp/?fraga=andra")
    assert "GET /hjalp/" in _written(site.folder / "access.log", "/hjalp/")
    for word in ("hemligt", "abcdef", "andra", "127.0.0.1"):
        assert word not in (site.folder / "error.log").read_text()


def test_the_log_names_nobody(up: Site) -> None:
    up.ask("/katalog/?fraga=hemligt")
    up.ask("/konto/password/reset/key/3-abcdef/")
    up.ask("/en/meddelanden/avsta/abcdef/")
    up.ask("/static/look.css")
    log = _written(up.folder / "access.log", "avsta/")
    assert "127.0.0.0 [" in log
    assert '"GET /katalog/" 200' in log
    assert '"GET /konto/password/reset/key/[removed]" 200' in log
    assert "avsta/[removed]" in log
    for word in ("hemligt", "abcdef", "127.0.0.1", "look.css"):
        assert word not in log
