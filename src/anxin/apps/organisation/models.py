"""Grid members (网格员), labour assistants (协管员), member units (成员单位) and the duty list (值班表)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anxin.base.people.models import Account
from anxin.base.places.models import Place, PlacedModel, PlacedQuerySet


class GridMember(PlacedModel):
    """A person who looks after a grid, a village or a park from a day until a day."""

    class Kind(models.TextChoices):
        GRID = "grid", _("网格员")
        ASSISTANT = "assistant", _("劳动监察协管员")
        PARK = "park", _("园区管理员")

    kind = models.CharField(_("类别"), max_length=12, choices=Kind)
    name = models.CharField(_("姓名"), max_length=60)
    phone_sealed = models.TextField(blank=True, editable=False)
    phone_tail = models.CharField(max_length=4, blank=True, editable=False)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", verbose_name=_("网格或村（社区）"))
    park_code = models.CharField(_("园区"), max_length=24, blank=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    valid_from = models.DateField(_("任职自"))
    valid_to = models.DateField(_("任职至"), null=True, blank=True)

    class Meta:
        verbose_name = _("网格队伍")
        ordering = ("place_path", "kind", "name")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "name", "place", "valid_from"], name="one_term_per_member_and_place"
            )
        ]

    objects = PlacedQuerySet["GridMember"].as_manager()

    def __str__(self) -> str:
        return f"{self.kind}:{self.pk}"


class Unit(PlacedModel):
    """A member unit (成员单位) of the leading group, with its liaison person (联络员) and its duties (职责)."""

    code = models.CharField(_("代码"), max_length=24, unique=True)
    name = models.CharField(_("名称"), max_length=80)
    is_office = models.BooleanField(_("领导小组办公室"), default=False)
    liaison_name = models.CharField(_("联络员"), max_length=60, blank=True)
    liaison_phone_sealed = models.TextField(blank=True, editable=False)
    liaison_phone_tail = models.CharField(max_length=4, blank=True, editable=False)
    duties = models.TextField(_("职责"), blank=True)
    position = models.PositiveSmallIntegerField(_("顺序"), default=0)

    class Meta:
        verbose_name = _("成员单位")
        ordering = ("position", "code")

    objects = PlacedQuerySet["Unit"].as_manager()

    def __str__(self) -> str:
        return self.name


class MediationBody(PlacedModel):
    """A body that mediates labour disputes (调解组织): a firm's own committee, that of a village or community, or of the town."""

    class Level(models.TextChoices):
        FIRM = "firm", _("企业劳动争议调解委员会")
        VILLAGE = "village", _("村（社区）调解组织")
        TOWN = "town", _("乡镇（街道）调解组织")

    level = models.CharField(_("层级"), max_length=8, choices=Level)
    name = models.CharField(_("名称"), max_length=80)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", verbose_name=_("所在地域"))
    employer = models.ForeignKey(
        "registry.Employer", on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("所在企业")
    )  # fmt: skip
    address = models.CharField(_("地址"), max_length=200, blank=True)
    head = models.CharField(_("负责人"), max_length=60, blank=True)
    phone_sealed = models.TextField(blank=True, editable=False)
    phone_tail = models.CharField(max_length=4, blank=True, editable=False)
    members = models.CharField(_("调解员"), max_length=300, blank=True)
    filed_on = models.DateField(_("备案日期"), null=True, blank=True)
    filed_with = models.CharField(_("备案机关"), max_length=80, blank=True)
    valid_to = models.DateField(_("撤销日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("调解组织")
        ordering = ("place_path", "level", "name")
        constraints = [
            models.UniqueConstraint(fields=["level", "name", "place"], name="one_body_of_a_name_and_place"),
            models.CheckConstraint(
                condition=models.Q(level="firm", employer__isnull=False) | (~models.Q(level="firm") & models.Q(employer=None)),
                name="a_firm_s_body_has_its_employer",
            ),
        ]  # fmt: skip

    objects = PlacedQuerySet["MediationBody"].as_manager()

    def __str__(self) -> str:
        return self.name


class Seat(PlacedModel):
    """A seat in the leading group (领导小组)."""

    class Rank(models.TextChoices):
        CHAIR = "chair", _("组长")
        DEPUTY = "deputy", _("副组长")
        MEMBER = "member", _("成员")

    rank = models.CharField(_("职务"), max_length=10, choices=Rank)
    name = models.CharField(_("姓名"), max_length=60)
    post = models.CharField(_("现任职务"), max_length=80, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="seats", null=True, blank=True)
    valid_from = models.DateField(_("任职自"))
    valid_to = models.DateField(_("任职至"), null=True, blank=True)

    class Meta:
        verbose_name = _("领导小组席位")

    objects = PlacedQuerySet["Seat"].as_manager()

    def __str__(self) -> str:
        return f"{self.rank}:{self.pk}"


class DutyShift(PlacedModel):
    """One person's watch (值班) from an instant until an instant."""

    name = models.CharField(_("值班人"), max_length=60)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    phone_sealed = models.TextField(blank=True, editable=False)
    phone_tail = models.CharField(max_length=4, blank=True, editable=False)
    leads = models.BooleanField(_("带班领导"), default=False)
    starts_at = models.DateTimeField(_("开始"), db_index=True)
    ends_at = models.DateTimeField(_("结束"))

    class Meta:
        verbose_name = _("值班")
        ordering = ("starts_at", "-leads")
        constraints = [
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="a_watch_has_length"),
            models.UniqueConstraint(fields=["place_path", "name", "starts_at"], name="one_watch_at_a_time"),
        ]

    objects = PlacedQuerySet["DutyShift"].as_manager()

    def __str__(self) -> str:
        return f"duty:{self.pk}"


class Training(PlacedModel):
    """A training (培训) of grid members and assistants, with those who attended."""

    on = models.DateField(_("日期"))
    topic = models.CharField(_("主题"), max_length=120)
    teacher = models.CharField(_("授课人"), max_length=60, blank=True)
    hours = models.DecimalField(_("学时"), max_digits=4, decimal_places=1)
    members = models.ManyToManyField(GridMember, related_name="trainings", verbose_name=_("参加人员"))
    file = models.CharField(_("签到表"), max_length=64, blank=True)
    by = models.CharField(max_length=60)
    at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("培训记录")
        indexes = [models.Index(fields=["-on", "-id"], name="training_newest")]

    objects = PlacedQuerySet["Training"].as_manager()

    def __str__(self) -> str:
        return f"training:{self.pk}"
