"""A disk that is truly full: what was acknowledged stays, nothing is half there, and work goes on when there is room."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from .. import migrated
from .conftest import PRELUDE, ROOT

pytestmark = pytest.mark.slow

SCRIPT = """
import io, os
from pathlib import Path
from django.db import connection
from anxin.apps.payroll.models import WageFile
from anxin.base.files.models import StoredFile
from anxin.base.files.store import put, verify
from anxin.kernel.outcome import BadInput
from anxin.kernel.room import is_full
from happenings import Step
data, by = Path(os.environ["ANXIN_DATA"]), system("test")

@handles("t.writes")
def run(job):
    with transaction.atomic():
        for number in range(3000):
            record(Step("full", number), by=job.by, at=job.at)

def send(size):
    return put(io.BytesIO(b"a,b\\n" + os.urandom(size // 2).hex().encode()), name="a.csv", by=by, at=NOW())

def fill(leave):
    with (data / "ballast").open("wb", buffering=0) as ballast:  # a buffer that could not be written fails again when closed
        try:
            while True:
                ballast.write(b"x" * 65536)
        except OSError:
            pass
    os.truncate(data / "ballast", max(0, (data / "ballast").stat().st_size - leave))

kept = send(100_000)
job = enqueue("t.writes", {}, at=NOW())
connection.close()  # the last to leave folds the journal in; without that the small disk would be full of it alone
fill(leave=600_000)
try:
    send(4 << 20)
    print("file: taken")
except BadInput as refused:
    print("file:", refused.code, "磁盘已满" in refused.message, "重新上传" in refused.message)
print("left behind:", len(list((data / "files" / "incoming").iterdir())), StoredFile.objects.count())
work(once=True)
found = Job.objects.get(pk=job)
print("job:", found.state, found.attempts <= 1, "磁盘已满" in found.error, EventRow.objects.filter(subject__startswith="full:").count())
fill(leave=0)
try:
    for number in range(200):
        with transaction.atomic():
            record(Step("brim", number), by=by, at=NOW())
    print("database: taken")
except Exception as error:
    print("database:", type(error).__name__, is_full(error))
brim = EventRow.objects.filter(subject__startswith="brim:").count()
print("sound:", number == brim, not list(verify()))
(data / "ballast").unlink()
Job.objects.filter(pk=job).update(run_at=NOW(), lease_until=NOW())
work(once=True)
found.refresh_from_db()
print("again:", found.state, EventRow.objects.filter(subject__startswith="full:").count(), send(1 << 20).size > 0)
from anxin.base.eventlog.verifying import verify as audit
print("log:", [fault.what for fault in audit().faults] or "sound")
"""
INSIDE = 'mount -t tmpfs -o size=16m tmpfs "$ANXIN_DATA" && cp "$MIGRATED" "$ANXIN_DATA/anxin.sqlite3" && exec "$@"'


@pytest.fixture
def said(tmp_path):
    """What the script says inside a namespace of its own, where a disk of twelve megabytes may be mounted."""
    own = ["unshare", "--map-root-user", "--mount", "sh", "-c", INSIDE, "sh"]
    data, copied = tmp_path / "small", tmp_path / "anxin.sqlite3"
    data.mkdir()
    migrated.copy_file(copied)
    env = {
        **os.environ, "ANXIN_DATA": str(data), "MIGRATED": str(copied), "DJANGO_SETTINGS_MODULE": "anxin.project.settings",
        "PYTHONPATH": os.pathsep.join(["src", os.environ.get("PYTHONPATH", "")]), "PYTHONWARNINGS": "default",
    }  # fmt: skip
    env.pop("DATABASE_URL", None)
    if (
        shutil.which("unshare") is None
        or subprocess.run([*own, "true"], env=env, check=False, capture_output=True).returncode
    ):
        pytest.skip("this machine lets nobody mount a small disk, so a truly full one cannot be tried")
    done = subprocess.run(
        [*own, sys.executable, "-c", PRELUDE + SCRIPT], env=env, cwd=ROOT, capture_output=True, text=True, timeout=240,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return dict(line.split(": ", 1) for line in done.stdout.splitlines() if ": " in line)


def test_on_a_full_disk_nothing_acknowledged_is_lost_nothing_is_half_there_and_work_goes_on_when_there_is_room(said):
    assert said["file"] == "disk_full True True"
    assert said["left behind"] == "0 1"
    assert said["job"] == "queued True True 0", "a job that found no room wrote nothing, says why and waits"
    assert said["database"].endswith("True"), said
    assert said["sound"] == "True True"
    assert said["again"] == "done 3000 True"
    assert said["log"] == "sound"
