"""A backup brought back is the state that was; anything less than a sound backup changes nothing, and neither does dying."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import zipfile
import zlib
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from .conftest import Installation, own_installation

ROOT = Path(__file__).resolve().parents[2]
ON_POSTGRES = os.environ.get("DATABASE_URL", "").startswith("postgres")

FILL = """
import io
from pathlib import Path
import pyarrow as pa
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from anxin.analytics import lake
from anxin.base.eventlog.log import Told, record_many
from anxin.base.files import store
from anxin.base.people.models import Account
from anxin.base.vault.events import Revealed
word, at, by, data = sys.argv[1], NOW(), system("test"), settings.SETTINGS.data_dir
place = "33/3306/330602/330602013/"
record_many([Told(Revealed(of=f"tests.thing:{n}", place=place, field=word, reason="试验"), by, at) for n in range(40)])
store.put(io.BytesIO(f"a,b\\n{word},2\\n".encode()), name="试验.csv", by=by, at=at)
lake.stage(data / "lake", "payroll", "330602013", 202611, pa.table({"word": [word]}))
(data / "map").mkdir(exist_ok=True)
(data / "map" / "note.txt").write_text(word)
person = Account.objects.create(username=f"p-{word}", name=word)
TOTP.activate(person, "SECRET" + word.upper())
"""
STATE = """
import hashlib
from django.conf import settings
from django.db import connection
from allauth.mfa.models import Authenticator
from allauth.mfa.adapter import get_adapter
from anxin.base.eventlog.verifying import verify
from anxin.project.keeping.backing_up import trees_of_this
digest, verdict = hashlib.sha256(), verify()
for table in sorted(connection.introspection.table_names()):
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')
        digest.update(repr((table, sorted(map(repr, cursor.fetchall())))).encode())
files = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in trees_of_this().files()}
seeds = [get_adapter().decrypt(one.data["secret"]) for one in Authenticator.objects.all()]
import json
print(json.dumps([verdict.sound, verdict.events, digest.hexdigest(), files, seeds]))
"""


FORGE = """
from importlib import import_module
from django.db import connection
with connection.schema_editor() as editor:
    import_module("anxin.base.eventlog.migrations.0002_append_only").take_down(None, editor)
EventRow.objects.filter(seq=7).update(actor="person:8")
"""
OLDER = """
from pathlib import Path
from django.core.management import call_command
from anxin.project.keeping import backing_up
call_command("migrate", "eventlog", "0002", verbosity=0)
backing_up.make(Path(sys.argv[1]), with_keys=True, at=NOW())
"""
OPEN = """
EventRow.objects.count()
print("open", flush=True)
time.sleep(120)
"""


COMMAND = """
import sys
from anxin.project.cli.main import main
sys.exit(main())
"""


def state(installation):
    return json.loads(installation.run(STATE))


def anxin(installation, *arguments):
    """Run a command line to its end: exit code, what it printed, what it complained of."""
    code, out, complaint = installation.ended(COMMAND, *arguments, timeout=300)
    assert "Traceback" not in complaint, complaint
    return code, out, complaint


@contextmanager
def bare(env, data):
    """A deployment with settings and nothing else: an empty database where one is needed, no keys."""
    env = {**env, "ANXIN_DATA": str(data)}
    if not ON_POSTGRES:
        yield Installation(env, data)
        return
    name = f"anxin_restore_{os.getpid()}_{data.name}_{abs(hash(str(data))) % 10**6}"
    base = env["DATABASE_URL"].rpartition("/")[0]
    with psycopg.connect(f"{base}/anxin", autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield Installation({**env, "DATABASE_URL": f"{base}/{name}"}, data)
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def copied(installation, data):
    """A deployment of its own with everything another one holds, keys too."""
    url = installation.env.get("DATABASE_URL")
    shutil.copytree(installation.data, data)
    if not url:
        yield Installation({**installation.env, "ANXIN_DATA": str(data)}, data)
        return
    base, _, name = url.rpartition("/")
    with bare(installation.env, data) as made, psycopg.connect(f"{base}/anxin", autocommit=True) as server:
        mine = made.env["DATABASE_URL"].rpartition("/")[2]
        server.execute(f"DROP DATABASE {mine}")
        server.execute(f"CREATE DATABASE {mine} TEMPLATE {name}")
        yield made


@pytest.fixture(scope="module")
def fuller(source, tmp_path_factory):
    """A deployment that holds more than the backup does."""
    with copied(source, tmp_path_factory.mktemp("fuller") / "data") as made:
        made.run(FILL, "beta")
        yield made


@pytest.fixture
def filled(fuller, backup, tmp_path):
    with copied(fuller, tmp_path / "filled") as made:
        yield made


@pytest.fixture(scope="module")
def state_of_source(source, backup):
    return state(source)


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    with own_installation(tmp_path_factory.mktemp("source")) as made:
        made.run(FILL, "alpha")
        yield made


@pytest.fixture(scope="module")
def backup(source, tmp_path_factory):
    path = tmp_path_factory.mktemp("kept") / "all.zip"
    code, out, _ = anxin(source, "backup", path)
    assert (code, "不含加密密钥" in out, path.stat().st_mode & 0o777) == (0, True, 0o600)
    return path


@pytest.fixture
def target(source, tmp_path):
    """An empty deployment that was given the keys."""
    with bare(source.env, tmp_path / "target") as empty:
        (empty.data / "secrets").mkdir(parents=True)
        shutil.copy(source.data / "secrets" / "vault_keys", empty.data / "secrets")
        yield empty


def test_what_was_backed_up_comes_back_to_the_last_row_and_work_goes_on(state_of_source, backup, target):
    code, out, complaint = anxin(target, "restore", backup)
    assert code == 0, complaint
    assert "审计链完好" in out
    assert state(target) == state_of_source
    assert (state_of_source[0], state_of_source[4]) == (True, ["SECRETALPHA"])
    target.run(FILL, "later")
    assert state(target)[0]
    assert sorted(path.name for path in target.data.iterdir() if path.name.startswith(".")) == []


def test_a_backup_made_while_people_work_is_one_sound_instant(filled, target, tmp_path):
    writing = filled.start(
        "from anxin.base.vault.events import Revealed\n"
        "print('writing', flush=True)\n"
        "for n in range(100000):\n"
        "    record(Revealed(of=f'tests.thing:{n}', place='', field='x', reason='试验'), by=system('test'), at=NOW())\n"
    )
    try:
        writing.stdout.readline()
        code, out, complaint = anxin(filled, "backup", tmp_path / "busy.zip", "--json")
        assert writing.poll() is None
    finally:
        writing.kill()
        writing.wait()
    assert code == 0, complaint
    assert anxin(target, "restore", tmp_path / "busy.zip")[0] == 0
    sound, events, *_ = state(target)
    assert sound
    assert events >= json.loads(out)["events"]


def test_keys_are_not_inside_unless_asked_for_and_their_want_is_said(source, backup, tmp_path):
    secret = (source.data / "secrets" / "vault_keys").read_bytes()
    assert not any(one.startswith("secrets/") for one in zipfile.ZipFile(backup).namelist())
    with bare(source.env, tmp_path / "target") as empty:
        code, _, complaint = anxin(empty, "restore", backup)
        assert (code, "缺少解密所需的密钥" in complaint, empty.data.exists()) == (2, True, False)
        code, out, _ = anxin(empty, "restore", backup, "--without-keys")
        assert (code, "缺少密钥" in out, (empty.data / "secrets").exists()) == (0, True, False)
    whole = tmp_path / "with.zip"
    assert "拿到此文件即可读出全部个人信息" in anxin(source, "backup", whole, "--with-keys")[1]
    assert zipfile.ZipFile(whole).read("secrets/vault_keys") == secret.strip()
    with bare(source.env, tmp_path / "other") as empty:
        assert anxin(empty, "restore", whole)[0] == 0
        assert state(empty)[4] == ["SECRETALPHA"]
        assert (empty.data / "secrets" / "vault_keys").stat().st_mode & 0o777 == 0o600


def test_a_filled_deployment_is_replaced_only_by_force_and_keeps_nothing_of_its_own(state_of_source, backup, filled):
    before = raw_events(filled)
    code, _, complaint = anxin(filled, "restore", backup)
    assert (code, "--force" in complaint) == (2, True)
    assert raw_events(filled) == before
    assert anxin(filled, "restore", backup, "--force")[0] == 0
    assert state(filled) == state_of_source


KILLED = """
import os, signal, sys
from importlib import import_module
from anxin.project.cli.main import main
from anxin.project.cli import django_setup
point, archive = sys.argv[1:]
def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)
def kill_in(module, name):
    setattr(import_module("anxin.project.keeping." + module), name, die)
if point == "unpacking":
    from anxin.project.keeping import unpacking
    plain, seen = unpacking._unpack, []
    def unpack(*given):
        seen.append(given)
        return die() if len(seen) == 3 else plain(*given)
    unpacking._unpack = unpack
else:
    start = django_setup.start
    def started():
        start()
        if point == "moment before the switch" and os.environ.get("DATABASE_URL", "").startswith("sqlite"):
            kill_in("sqlite_state", "switch")
        elif point == "moment before the switch":
            from django.db import connection
            kill = lambda *_, **__: die()
            import_module("anxin.project.keeping.restoring").lay = kill
        else:
            kill_in("restoring", {"proving": "_proved", "just switched": "_lay_named", "tidying": "prune"}[point])
    django_setup.start = started
main(["restore", archive, "--force"])
"""


def raw_events(installation):
    return installation.rows("SELECT seq, hash FROM eventlog_eventrow ORDER BY seq")


@pytest.mark.parametrize("point", ["unpacking", "proving", "moment before the switch", "just switched", "tidying"])
def test_a_restore_killed_leaves_one_whole_state_and_can_be_done_again(
    point, source, state_of_source, backup, fuller, filled
):
    assert filled.ended(KILLED, point, backup)[0] == -signal.SIGKILL
    switched = point in {"just switched", "tidying"}
    assert raw_events(filled) == raw_events(source if switched else fuller)
    if point == "moment before the switch":
        now, old = state(filled), state(fuller)
        # Files of the backup may lie there already, under the names of their content, where nobody looks for them.
        assert (now[:3], now[4]) == (old[:3], old[4])
        assert old[3].items() <= now[3].items()
    assert anxin(filled, "restore", backup, "--force")[0] == 0
    assert state(filled) == state_of_source


def rewritten(backup, path, *, change=None, leave_out=(), add=(), manifest=None):
    """An archive made anew with something in it changed; the hashes stay as they were unless the manifest is changed."""
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "manifest.json" and manifest:
                document = json.loads(content)
                manifest(document)
                content = json.dumps(document).encode()
            if change and change(name):
                content = content[:-1] + bytes([content[-1] ^ 1])
            if name not in leave_out:
                new.writestr(name, content)
        for name, content in add:
            new.writestr(name, content)
    return path


def first_of(backup, root):
    return next(
        one.filename for one in zipfile.ZipFile(backup).infolist() if one.filename.startswith(root) and one.file_size
    )


def middle_of_the_largest(backup):
    """Where the archive keeps the middle of what its largest member holds, behind every header."""
    with zipfile.ZipFile(backup) as archive:
        one = max(archive.infolist(), key=lambda each: each.compress_size)
    head = backup.read_bytes()[one.header_offset :][:30]
    lengths = int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
    return one.header_offset + 30 + lengths + one.compress_size // 2


def unpacks(path):
    """Whether every member comes out as it went in: in a run of zeros another bit may mean the same bytes, and harms nothing."""
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.testzip() is None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        return False


def spoilt(backup, path, how):
    member = how.partition(" ")[2]
    whole = backup.read_bytes()
    if how == "truncated":
        path.write_bytes(whole[: len(whole) * 2 // 3])
    elif how == "one bit":
        for at in range(middle_of_the_largest(backup), len(whole)):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :])
            if not unpacks(path):
                break
    elif how == "text":
        path.write_text("并不是备份")
    elif how == "empty":
        path.write_bytes(b"")
    elif how == "foreign":
        with zipfile.ZipFile(path, "w") as other:
            other.writestr("xl/workbook.xml", "<workbook/>")
    elif how == "escaping":
        outside = {"path": "files/../../outside", "size": 1, "sha256": hashlib.sha256(b"x").hexdigest()}
        rewritten(backup, path, add=[("files/../../outside", "x")], manifest=lambda one: one["members"].append(outside))
    elif how == "added":
        rewritten(backup, path, add=[("files/aa/bb/odd", "x")])
    elif how == "newer":
        rewritten(backup, path, manifest=lambda one: one["migrations"].append(["eventlog", "0099_future"]))
    elif how == "other database":
        other = "sqlite" if ON_POSTGRES else "postgresql"
        rewritten(backup, path, manifest=lambda one: one.update(vendor=other))
    elif how.startswith("without"):
        rewritten(backup, path, leave_out={first_of(backup, member)})
    else:
        wanted = first_of(backup, member)
        rewritten(backup, path, change=lambda name: name == wanted)
    return path


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("truncated", "文件不完整"),
        ("one bit", "已损坏"),
        ("text", "不是安薪备份"),
        ("empty", "不是安薪备份"),
        ("foreign", "不是安薪备份"),
        ("escaping", "不是安薪备份"),
        ("added", "与备份清单不一致"),
        ("without files/", "与备份清单不一致"),
        ("without manifest.json", "不是安薪备份"),
        ("changed database/", "哈希不符"),
        ("changed files/", "哈希不符"),
        ("changed lake/", "哈希不符"),
        ("newer", "较新的版本"),
        ("other database", "不能互换"),
        ("missing", "读不到这个文件"),
    ],
)
def test_anything_but_a_whole_backup_of_ours_is_refused_in_words_and_changes_nothing(
    how, said, backup, target, tmp_path
):
    bad = tmp_path / "bad.zip"
    if how != "missing":
        spoilt(backup, bad, how)
    code, _, complaint = anxin(target, "restore", bad)
    assert (code, said in complaint, "没有恢复任何内容" in complaint) == (2, True, True), complaint
    assert [path.name for path in target.data.iterdir()] == ["secrets"]
    assert not (tmp_path.parent / "outside").exists()


def test_a_database_that_the_server_itself_refuses_is_refused_though_every_hash_is_right(backup, target, tmp_path):
    wanted = "database/eventlog_eventrow.copy" if ON_POSTGRES else "database/anxin.sqlite3"
    whole = zipfile.ZipFile(backup).read(wanted)
    harmed = b"not a row\n" + whole if ON_POSTGRES else whole[:8192] + b"\xff" * 40_000 + whole[48_192:]

    def as_if_right(document):
        (member,) = [one for one in document["members"] if one["path"] == wanted]
        member.update(size=len(harmed), sha256=hashlib.sha256(harmed).hexdigest())

    bad = rewritten(backup, tmp_path / "bad.zip", leave_out={wanted}, add=[(wanted, harmed)], manifest=as_if_right)
    code, _, complaint = anxin(target, "restore", bad)
    assert (code, "备份中的数据库已损坏" in complaint) == (2, True), complaint
    assert [path.name for path in target.data.iterdir()] == ["secrets"]


def test_a_check_reads_every_hash_and_changes_nothing(backup, target, tmp_path):
    code, out, _ = anxin(target, "restore", backup, "--check", "--json")
    assert (code, json.loads(out)["ok"]) == (0, True)
    assert anxin(target, "restore", spoilt(backup, tmp_path / "bad.zip", "changed files/"), "--check")[0] == 2
    assert [path.name for path in target.data.iterdir()] == ["secrets"]


def test_a_tampered_log_comes_back_only_when_that_is_wanted_and_an_anchor_kept_elsewhere_counts(tmp_path, source):
    with copied(source, tmp_path / "tampered") as tampered, bare(source.env, tmp_path / "target") as target:
        anxin(tampered, "backup", tmp_path / "early.zip", "--with-keys")
        tampered.run(FILL, "delta")
        anxin(tampered, "audit", "anchor", "--out", tmp_path / "anchor.json")
        code, _, complaint = anxin(target, "restore", tmp_path / "early.zip", "--anchor", tmp_path / "anchor.json")
        assert (code, "末尾被截断" in complaint, target.data.exists()) == (2, True, False)
        tampered.run(FORGE)
        anxin(tampered, "backup", tmp_path / "late.zip", "--with-keys")
        code, _, complaint = anxin(target, "restore", tmp_path / "late.zip")
        assert (code, "第 7 号" in complaint, target.data.exists()) == (2, True, False)
        code, out, _ = anxin(target, "restore", tmp_path / "late.zip", "--broken-chain")
        assert (code, "审计链不完整" in out) == (0, True)


def test_a_backup_of_an_older_version_is_brought_up_to_date_on_the_way(tmp_path, source):
    with copied(source, tmp_path / "older") as old, bare(source.env, tmp_path / "target") as target:
        old.run(OLDER, tmp_path / "older.zip")
        code, out, complaint = anxin(target, "restore", tmp_path / "older.zip")
        assert (code, "已升级到本版本" in out) == (0, True), complaint
        assert target.rows("SELECT 1 FROM django_migrations WHERE app = 'eventlog' AND name LIKE '0003%'")
        assert state(target)[0]


def test_a_backup_overwrites_nothing_and_leaves_nothing_half_done(source, backup, tmp_path):
    before = backup.read_bytes()
    code, _, complaint = anxin(source, "backup", backup)
    assert (code, "没有覆盖" in complaint, backup.read_bytes() == before) == (2, True, True)
    assert anxin(source, "backup", tmp_path / "nowhere" / "b.zip")[0] == 2
    assert list(tmp_path.iterdir()) == []
    assert [path.name for path in backup.parent.iterdir()] == ["all.zip"]


def test_a_running_product_is_not_overtaken(backup, filled):
    busy = filled.start(OPEN)
    try:
        busy.stdout.readline()
        before = raw_events(filled)
        code, _, complaint = anxin(filled, "restore", backup, "--force")
    finally:
        busy.kill()
        busy.wait()
    assert (code, "请先停止 anxin serve" in complaint) == (1, True), complaint
    assert raw_events(filled) == before


def test_a_file_that_was_damaged_or_lost_before_is_named_by_the_backup(source, tmp_path):
    with copied(source, tmp_path / "worn") as worn:
        worn.run(FILL, "eta")
        harmed, lost = sorted((worn.data / "files").glob("[0-9a-f]*/*/*"))[:2]
        harmed.chmod(0o600)
        harmed.write_text("harmed")
        lost.unlink()
        code, out, _ = anxin(worn, "backup", tmp_path / "b.zip", "--json")
        told = json.loads(out)
        assert (code, len(told["damaged"]), told["missing"]) == (1, 1, [lost.name])
        assert harmed.name in told["damaged"][0]
