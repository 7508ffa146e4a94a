"""Sessions that ran out are forgotten (清除过期登录): with them device and network of whoever logged in."""

from __future__ import annotations

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from anxin.base.jobs.handlers import JobContext, handles

FORGET = "people.forget_sessions"


def forget(*, at: datetime) -> int:
    """Delete sessions that ran out before an instant, and what was kept of them; answers how many were kept of."""
    Session.objects.filter(expire_date__lt=at).delete()
    open_ = Session.objects.values("session_key")
    return int(UserSession.objects.exclude(session_key__in=open_).delete()[0])


@handles(FORGET, label="清除过期的登录记录", max_attempts=3)
def run_forget(job: JobContext) -> dict[str, object]:
    """Forget sessions that ran out."""
    return {"sessions": forget(at=job.at)}
