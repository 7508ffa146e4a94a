"""The demonstration town end to end: its lines, then the files held back as a clerk would upload them, against the truth."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pyarrow.compute as pc
import pytest
from django.conf import settings as django_settings

from anxin.apps.payroll import api
from anxin.apps.payroll.guessing import kind_of_file
from anxin.apps.payroll.models import EmployerMonth, Shortfall, WageFile
from anxin.base.actors import system
from anxin.base.files.store import open_path, put
from anxin.base.jobs.worker import run_until_idle
from anxin.project.demo import filling, handing_in
from anxin.project.demo.simulate import simulate
from anxin.project.demo.write import write

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def truth_of(table, as_of):
    """What the truth says was short or late, of months that had fallen due."""
    wanted = table.filter(pc.is_in(table["status"], value_set=pc.cast([1, 2, 3], table.schema.field("status").type)))
    rows = zip(
        *(
            wanted[name].to_pylist()
            for name in ("ent_id", "worker_id", "month", "arrears_cents", "status", "days_late")
        ),
        strict=True,
    )
    return {(e, w, m): (a, s, d) for e, w, m, a, s, d in rows}


def stored(**filters):
    rows = Shortfall.objects.filter(**filters).values_list(
        "employer_id", "worker_id", "month", "arrears_fen", "status", "days_late"
    )
    return {(e, w, m): (a, s, d) for e, w, m, a, s, d in rows}


def test_lines_and_uploaded_files_give_exactly_the_truth(db, data_dir, tmp_path):
    town = simulate(seed=7, employers=160, workers=3000)
    by, at, lake = system("demo"), datetime.combine(town.as_of, time(1, 30), tzinfo=UTC), data_dir / "lake"
    places = filling.places(town)
    home = places[django_settings.SETTINGS.town]
    filling.accounts(town, places)
    filling.register(town, places, path=home.path, by=by, at=at)
    handing_in.hand_in(town, first=None, last=town.as_of, place_path=home.path, lake_root=lake, by=by, at=at)
    api.reconcile(place_path=home.path, lake_root=lake, engine_url="duckdb://", by=by, at=at)
    assert stored() == truth_of(town.truth.results, town.as_of)

    write(town, tmp_path / "town")
    for path in sorted((tmp_path / "town").glob("*交文件/*")):
        with path.open("rb") as stream:
            kept = put(stream, name=path.name, by=by, at=at)
        kind = kind_of_file(open_path(kept.sha256), path.name)
        api.receive(sha256=kept.sha256, file_name=path.name, kind=kind.value, place_path=home.path, by=by, at=at)
    run_until_idle(at)
    states = dict(WageFile.objects.filter(source="upload").values_list("file_name", "state"))
    assert set(states.values()) == {"live"}, list(
        WageFile.objects.exclude(state="live").values_list("file_name", "message")
    )

    fresh = next(one["ent_id"] for one in town.stories.to_pylist() if one["key"] == "fresh")
    corrected = {
        key: value for key, value in truth_of(town.truth.corrected, town.as_of).items() if key[2] <= town.last_month
    }
    whole = set(town.truth.corrected["ent_id"].to_pylist())
    assert {key: value for key, value in stored().items() if key[0] in whole} == corrected
    assert any(key[0] == fresh and key[2] == town.last_month for key in corrected)
    assert EmployerMonth.objects.get(employer_id=fresh, month=town.fresh_month).arrears_fen == 0
