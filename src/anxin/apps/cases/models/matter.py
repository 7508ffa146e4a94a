"""Cases (案件) with their procedures, the workers who claim, and the ledger of what is owed and paid."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from anxin.base.people.models import Account
from anxin.base.places.models import PlacedModel, PlacedQuerySet


class Case(PlacedModel):
    """One matter of unpaid wages; its state is that of its main procedure, copied so that lists need no join."""

    town_path = models.CharField(max_length=160, editable=False)
    year = models.PositiveIntegerField(_("年份"))
    number = models.PositiveIntegerField(_("编号"))
    state = models.CharField(_("环节"), max_length=24)
    open = models.BooleanField(_("办理中"), default=True)
    employer = models.ForeignKey(
        "registry.Employer",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("用人单位"),
    )
    employer_said = models.CharField(_("所述单位"), max_length=200, blank=True)
    address_said = models.CharField(_("所述地点"), max_length=200, blank=True)
    facts = models.TextField(_("案情"))
    workers = models.PositiveIntegerField(_("涉及人数"), null=True, blank=True)
    amount_fen = models.BigIntegerField(_("主张金额（分）"), null=True, blank=True)
    owner = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("承办人")
    )
    opened_at = models.DateTimeField(_("登记时间"))
    due_from = models.DateTimeField(_("本环节起算"), null=True, blank=True)
    due_at = models.DateTimeField(_("本环节到期"), null=True, blank=True)
    breach_ended_on = models.DateField(_("欠薪行为终了"), null=True, blank=True)
    limited_on = models.DateField(_("最近时效届满"), null=True, blank=True, db_index=True)
    closed_at = models.DateTimeField(_("结案时间"), null=True, blank=True)
    held_by = models.CharField(_("现由办理的机关"), max_length=120, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, related_name="merged", null=True, blank=True)
    drill = models.BooleanField(_("演练"), default=False)

    class Meta:
        verbose_name = _("案件")
        constraints = [models.UniqueConstraint(fields=["town_path", "year", "number"], name="one_case_number")]
        indexes = [
            models.Index(fields=["open", "due_at"], name="case_due"),
            models.Index(fields=["employer", "open"], name="case_employer"),
            models.Index(fields=["-opened_at", "-id"], name="case_newest"),
            models.Index(fields=["owner", "open"], name="case_owner"),
        ]

    objects = PlacedQuerySet["Case"].as_manager()

    def __str__(self) -> str:
        return self.title

    @property
    def begun_at(self) -> datetime:
        """When the clock that ends soonest began; the opening, until the case's next act has noted it."""
        return self.due_from or self.opened_at

    @property
    def title(self) -> str:
        """The case's number as offices write it, e.g. 欠薪〔2026〕12号."""
        return f"欠薪〔{self.year}〕{self.number}号"

    @property
    def is_final(self) -> bool:
        """Whether nothing more is done in it: on the shelf (归档), or gone into another case (并案)."""
        return self.state in {"archived", "merged"}

    @property
    def against(self) -> str:
        """Against whom, as registered or as it was said."""
        return self.employer.name if self.employer else self.employer_said or "单位不明"


class CaseFiling(models.Model):
    """A filing that belongs to a case; filings live in their own room and are named by number."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="filings")
    filing = models.BigIntegerField(unique=True)
    at = models.DateTimeField()
    paid_at = models.DateTimeField(_("本人确认到账"), null=True, blank=True)
    denied_at = models.DateTimeField(_("本人称未到账"), null=True, blank=True)

    class Meta:
        verbose_name = _("案件诉求")

    def __str__(self) -> str:
        return f"{self.case_id}/{self.filing}"


class Procedure(PlacedModel):
    """A procedure of a case: the main one (案件) or a door (程序), each moved by its table.

    `known` holds the conditions that were met, each with the words, the day and the person; `clock` the running period as
    a value: parameter, start, pauses, extensions.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="procedures")
    kind = models.CharField(_("程序"), max_length=20)
    state = models.CharField(_("环节"), max_length=24)
    known = models.JSONField(default=dict)
    dates = models.JSONField(default=dict)
    clock = models.JSONField(default=dict)
    pending = models.JSONField(null=True)
    authority = models.CharField(_("接收机关类别"), max_length=24, blank=True)
    receiver = models.CharField(_("接收机关"), max_length=120, blank=True)
    opened_at = models.DateTimeField(_("开始"))
    ended_at = models.DateTimeField(_("终结"), null=True, blank=True)

    class Meta:
        verbose_name = _("程序")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"], condition=models.Q(ended_at__isnull=True), name="one_open_procedure_of_a_kind"
            )
        ]

    objects = PlacedQuerySet["Procedure"].as_manager()

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.state}"


class Claimant(models.Model):
    """A worker who claims in a case (债权人); the name is sealed, the tail of the telephone tells persons apart."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="claimants")
    worker = models.ForeignKey("registry.Worker", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    filing = models.BigIntegerField(null=True, blank=True)
    name_sealed = models.TextField(editable=False)
    phone_tail = models.CharField(_("电话尾号"), max_length=4, blank=True)
    employment = models.CharField(_("劳动关系"), max_length=8, default="unknown")
    ended_on = models.DateField(_("劳动关系终止"), null=True, blank=True)
    months_unpaid = models.PositiveSmallIntegerField(_("欠薪月数"), null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("主张人")

    def __str__(self) -> str:
        return f"claimant {self.pk}"


class LedgerEntry(models.Model):
    """One line of the claim ledger (债权台账); never changed, a mistake is answered by a line of the opposite sign.

    `rest_due` belongs to a promised part: whether it was agreed that the rest falls due when one is missed. It is empty until
    the plan is signed and then set once.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="entries")
    claimant = models.ForeignKey(Claimant, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(_("性质"), max_length=12)
    amount_fen = models.BigIntegerField(_("金额（分）"))
    on = models.DateField(_("日期"))
    due = models.DateField(_("约定付款日"), null=True, blank=True)
    rest_due = models.BooleanField(_("任何一期逾期，其余各期一并到期"), null=True, blank=True)
    proof = models.CharField(_("凭证"), max_length=64, blank=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    by = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("台账")
        indexes = [models.Index(fields=["case", "on"], name="ledger_of_case")]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount_fen}"


class Excusal(models.Model):
    """Workers of a case for whom neither a yes nor a proof is needed, and why (到账说明); taken back, never erased."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="excusals")
    workers = models.PositiveIntegerField(_("人数"))
    ground = models.CharField(_("理由"), max_length=60)
    words = models.CharField(_("具体情况"), max_length=400)
    proof = models.CharField(_("凭证"), max_length=64, blank=True)
    by = models.CharField(max_length=60)
    name = models.CharField(_("说明人"), max_length=80)
    at = models.DateTimeField()
    taken_back_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("到账说明")

    def __str__(self) -> str:
        return f"{self.case_id} {self.workers}"
