"""Files whose time of keeping is over are removed every night."""

from __future__ import annotations

from anxin.base.actors import system
from anxin.base.files.store import remove_expired, sweep_incoming
from anxin.base.jobs.handlers import JobContext, handles
from anxin.kernel.clock import local_date

REMOVE = "files.remove_expired"


@handles(REMOVE, label="清除到期文件")
def run(job: JobContext) -> dict[str, object]:
    """Remove what may no longer be kept."""
    removed = remove_expired(on=local_date(job.at), by=system("files"), at=job.at)
    return {"removed": removed, "swept": sweep_incoming(job.at)}
