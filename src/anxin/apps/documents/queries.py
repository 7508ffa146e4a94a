"""Reads of weekly returns and reports; every one takes the viewer's scope."""

from __future__ import annotations

from django.db.models import QuerySet

from anxin.apps.documents.models import FormTemplate, Paper, WeeklyReport, WeeklyReturn
from anxin.apps.documents.snapshots import sheet_of
from anxin.apps.documents.weekly import Sheet
from anxin.apps.organisation.api import units
from anxin.base.places.models import Place
from anxin.base.scope import Scope
from anxin.kernel.outcome import NotFound
from anxin.kernel.period import Week

OFFICE = "预防和处置企业欠薪工作领导小组办公室"


def reports(scope: Scope) -> QuerySet[WeeklyReport]:
    """Weekly reports within reach, newest first, without their snapshots."""
    return WeeklyReport.objects.within(scope).defer("snapshot", "shown").order_by("-week", "-version")


def report(scope: Scope, report_id: int) -> WeeklyReport:
    """One weekly report within reach."""
    rows = WeeklyReport.objects.within(scope).select_related("place", "supersedes")
    # The snapshot of an early report holds its rows: it is read only by who wants those.
    found = rows.defer("snapshot", "supersedes__snapshot", "supersedes__shown").filter(pk=report_id).first()
    if found is None:
        raise NotFound("no_report", "没有这份周报，或不在您的管辖地域内。")
    return found


def returns(scope: Scope, week: Week | None = None) -> QuerySet[WeeklyReturn]:
    """Village returns within reach, in the order of the villages' codes."""
    found = WeeklyReturn.objects.within(scope).select_related("place").order_by("-week", "place__code")
    return found.filter(week=str(week)) if week else found


def weekly_return(scope: Scope, return_id: int) -> WeeklyReturn:
    """One village return within reach."""
    found = returns(scope).filter(pk=return_id).first()
    if found is None:
        raise NotFound("no_return", "没有这份周报，或不在您的管辖地域内。")
    return found


def open_returns(town: Place, week: Week) -> list[WeeklyReturn]:
    """The returns of a week that are still due in a town."""
    return list(returns(Scope((town.path,)), week).filter(state=WeeklyReturn.State.DUE))


def sheet(report: WeeklyReport) -> Sheet:
    """What is printed of a report."""
    office = units(Scope((report.place_path,))).filter(is_office=True).first()
    return sheet_of(report, unit=office.name if office else OFFICE)


def papers(scope: Scope) -> QuerySet[Paper]:
    """Legal papers within reach, without what is sealed in them."""
    return Paper.objects.within(scope).defer("facts_sealed", "filled_sealed")


def paper(scope: Scope, paper_id: int) -> Paper:
    """One legal paper within reach."""
    found = Paper.objects.within(scope).select_related("supersedes").filter(pk=paper_id).first()
    if found is None:
        raise NotFound("no_paper", "没有这份文书，或不在您的管辖地域内。")
    return found


def own_templates(form_id: str, town_path: str) -> QuerySet[FormTemplate]:
    """A town's own versions of a form's template, newest first."""
    return FormTemplate.objects.filter(form=form_id, town_path=town_path).order_by("-version")


def versions_in_use(town_path: str) -> dict[str, int]:
    """The version of its own template that a town uses, by form."""
    return dict(FormTemplate.objects.filter(town_path=town_path, active=True).values_list("form", "version"))
