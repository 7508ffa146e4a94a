"""The ticket systems that `intake.py` loads beside us, as they come from PyPI: Roundup and django-helpdesk.

Each gets a virtual environment of its own (never our lock files), SQLite, gunicorn with two workers as we have two, mail
switched off, and its own door for filings: Roundup's REST, django-helpdesk's public form that needs no CSRF token. What
neither does: a deadline by the law's calendar, a chain of events, sealed names, a signed receipt.
"""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROUNDUP = ("roundup==2.6.0", "gunicorn==27.0.1")
HELPDESK = ("django-helpdesk==2.6.1", "gunicorn==27.0.1")
LUA = """
wrk.method = "POST"
{headers}
local n, first = 0, os.time() % 100000
request = function() n = n + 1; return wrk.format(nil, "{path}", nil, {body}) end
done = function(summary, latency)
  local wrong = summary.errors.status + summary.errors.read + summary.errors.timeout
  io.write(string.format("RATE %.1f %.1f %.1f %d %d\\n", summary.requests / (summary.duration / 1e6),
    latency:percentile(50) / 1000, latency:percentile(95) / 1000, wrong, summary.requests))
end
"""


@dataclass(frozen=True, slots=True)
class Peer:
    """One system that is ready to be served: how, where it listens, what files into it, and its list page."""

    name: str
    port: int
    command: tuple[str, ...]
    script: Path
    listing: str
    cookie: str
    store: Path
    table: str

    def count(self) -> int:
        """How many filings stand in its own database."""
        with sqlite3.connect(f"file:{self.store}?mode=ro", uri=True) as db:
            return int(db.execute(f"SELECT COUNT(*) FROM {self.table}").fetchone()[0])

    def fill(self, wanted: int) -> None:
        """Copy its filings within its database until so many stand."""
        with sqlite3.connect(self.store) as db:
            have, last = db.execute(f"SELECT COUNT(*), MAX(id) FROM {self.table}").fetchone()
            copies = max(0, -(-(wanted - have) // have))
            columns = [row[1] for row in db.execute(f"PRAGMA table_info({self.table})")]
            values = [f"id + n.k * {last}" if one == "id" else _own(one) for one in columns]
            db.execute(
                f"WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < {copies}) "
                f"INSERT INTO {self.table} ({', '.join(columns)}) SELECT {', '.join(values)} FROM n CROSS JOIN {self.table}"
            ) if copies else None
            if self.table == "_issue":
                db.execute("UPDATE ids SET num = (SELECT MAX(id) + 1 FROM _issue) WHERE name = 'issue'")


def _own(column: str) -> str:
    return f"{column} || '-' || n.k" if column == "secret_key" else column


def environment(root: Path, name: str, packages: tuple[str, ...]) -> Path:
    """The programs of a virtual environment with these packages; one that stands is taken as it is."""
    made = root / f"env-{name}"
    if not made.exists():
        subprocess.run([sys.executable, "-m", "venv", str(made)], check=True)
        pip = [str(made / "bin" / "python"), "-m", "pip", "install", "-q", "--disable-pip-version-check", *packages]
        subprocess.run(pip, check=True, stdout=sys.stderr)
    return made / "bin"


def _served(programs: Path, port: int, folder: Path, application: str) -> tuple[str, ...]:
    listen = ("-w", "2", "-b", f"127.0.0.1:{port}", "--log-level", "error")
    return (str(programs / "gunicorn"), *listen, "--chdir", str(folder), application)


def scripted(path: Path, headers: dict[str, str], address: str, body: str) -> Path:
    """What wrk sends: each body different, and one line with the figures at the end."""
    lines = "\n".join(f'wrk.headers["{name}"] = "{value}"' for name, value in headers.items())
    path.write_text(LUA.format(headers=lines, path=address, body=body), encoding="ascii")
    return path


_ROUNDUP_RIGHTS = """
for cl in 'issue', 'file', 'msg':
    db.security.addPermissionToRole('Anonymous', 'Create', cl)
db.security.addPermissionToRole('Anonymous', 'Rest Access')
"""
_ROUNDUP_WSGI = """
from roundup.cgi.wsgi_handler import RequestDispatcher
dispatch = RequestDispatcher({tracker!r})
def app(environ, start):
    if environ['PATH_INFO'] == '/healthz':
        start('200 OK', [])
        return [b'ok']
    return dispatch(environ, start)
"""


def roundup(root: Path, port: int) -> Peer:
    """A classic tracker on SQLite where anybody may file by REST, as `performance.md` measured it; mail goes to a file."""
    tracker, programs = root / "tracker", environment(root, "roundup", ROUNDUP)
    shutil.rmtree(tracker, ignore_errors=True)
    admin = [str(programs / "roundup-admin"), "-i", str(tracker)]
    subprocess.run([*admin, "install", "classic", "sqlite"], check=True, capture_output=True)
    config = (tracker / "config.ini").read_text(encoding="utf-8")
    told = {"#web = NO DEFAULT": f"web = http://127.0.0.1:{port}/", "#domain = NO DEFAULT": "domain = localhost"}
    told |= {"#host = NO DEFAULT": "host = localhost", "\ndebug = \n": f"\ndebug = {root / 'mail.txt'}\n"}
    for old, new in told.items():
        config = config.replace(old, new)
    (tracker / "config.ini").write_text(config, encoding="utf-8")
    with (tracker / "schema.py").open("a", encoding="utf-8") as schema:
        schema.write(_ROUNDUP_RIGHTS)
    (tracker / "detectors" / "nosyreaction.py").unlink()
    subprocess.run([*admin, "initialise", "bench"], check=True, capture_output=True)
    (root / "roundup_app.py").write_text(_ROUNDUP_WSGI.format(tracker=str(tracker)), encoding="utf-8")
    origin = f"http://127.0.0.1:{port}"
    headers = {
        "Content-Type": "application/json",
        "Origin": origin,
        "Referer": f"{origin}/",
        "X-Requested-With": "rest",
    }
    body = """'{"title":"owed three months of wages ' .. first .. '-' .. n .. '"}'"""
    return Peer(
        "Roundup, REST", port, _served(programs, port, root, "roundup_app:app"),
        scripted(root / "roundup.lua", headers, "/rest/data/issue", body),
        "/issue?@columns=id,activity,title,creator,status&@sort=-activity&@pagesize=50&@startwith=0", "",
        tracker / "db" / "db", "_issue",
    )  # fmt: skip


_HELPDESK_SETTINGS = """
from pathlib import Path
HERE = Path(__file__).parent
SECRET_KEY, DEBUG, ALLOWED_HOSTS, ROOT_URLCONF = "bench", False, ["127.0.0.1"], "helpdesk_urls"
INSTALLED_APPS = [
    *(f"django.contrib.{one}" for one in ("admin", "auth", "contenttypes", "humanize", "messages", "sessions", "sites",
                                          "staticfiles")),
    "rest_framework", "helpdesk",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [{
    "BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True,
    "OPTIONS": {"context_processors": [
        "django.template.context_processors.request", "django.contrib.auth.context_processors.auth",
        "django.contrib.messages.context_processors.messages",
    ]},
}]
DATABASES = {"default": {
    "ENGINE": "django.db.backends.sqlite3", "NAME": str(HERE / "helpdesk.sqlite3"), "CONN_MAX_AGE": 600,
    "OPTIONS": {"timeout": 20, "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;"},
}}
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
DEFAULT_AUTO_FIELD, SITE_ID, USE_TZ, STATIC_URL = "django.db.models.AutoField", 1, True, "/static/"
HELPDESK_TEAMS_MODE_ENABLED = False
HELPDESK_PUBLIC_TICKET_QUEUE, HELPDESK_PUBLIC_TICKET_PRIORITY, HELPDESK_PUBLIC_TICKET_DUE_DATE = "wages", "3", None
LOGGING = {"version": 1, "root": {"level": "CRITICAL"}}
"""
_HELPDESK_URLS = """
from django.http import HttpResponse
from django.urls import include, path
urlpatterns = [path("healthz", lambda request: HttpResponse("ok")), path("", include("helpdesk.urls", namespace="helpdesk"))]
"""
_HELPDESK_MADE = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "helpdesk_settings"
import django
django.setup()
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client
from helpdesk.models import Queue
call_command("migrate", verbosity=0)
Queue.objects.create(title="Wages", slug="wages", allow_public_submission=True)
staff = get_user_model().objects.create_superuser("clerk", "clerk@localhost", "anxin-demo-2026")
looking = Client()
looking.force_login(staff)
print("COOKIE sessionid=" + looking.cookies["sessionid"].value)
"""


def helpdesk(root: Path, port: int) -> Peer:
    """A desk on SQLite with one public queue, filed into by the form that other sites frame; its list as the staff's table asks for it."""
    programs, folder = environment(root, "helpdesk", HELPDESK), root / "helpdesk"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    wsgi = 'import os\nos.environ["DJANGO_SETTINGS_MODULE"] = "helpdesk_settings"\n'
    wsgi += "from django.core.wsgi import get_wsgi_application\napp = get_wsgi_application()\n"
    files = {"helpdesk_settings.py": _HELPDESK_SETTINGS, "helpdesk_urls.py": _HELPDESK_URLS, "helpdesk_app.py": wsgi}
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    told = subprocess.run(
        [str(programs / "python"), "-c", _HELPDESK_MADE], check=True, cwd=folder, capture_output=True, text=True
    )
    cookie = told.stdout.split("COOKIE ")[1].strip()
    body = '"queue=1&title=owed+wages+" .. first .. "-" .. n .. "&body=three+months&submitter_email=a%40example.org"'
    return Peer(
        "django-helpdesk, form", port, _served(programs, port, folder, "helpdesk_app:app"),
        scripted(root / "helpdesk.lua", {"Content-Type": "application/x-www-form-urlencoded"}, "/tickets/submit_iframe/", body),
        f"/datatables_ticket_list/{_EVERYTHING}?draw=1&start=0&length=50", cookie, folder / "helpdesk.sqlite3", "helpdesk_ticket",
    )  # fmt: skip


_EVERYTHING = "eyJzb3J0aW5nIjogImNyZWF0ZWQiLCAic29ydHJldmVyc2UiOiB0cnVlLCAic2VhcmNoX3N0cmluZyI6ICIifQ=="
"""The staff table's own query in base64: every ticket, the newest first."""
MAKERS = {"roundup": roundup, "helpdesk": helpdesk}
