"""Filings (诉求) with the people behind them, what they attached, and the talk that followed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anxin.base.people.models import Account
from anxin.base.places.models import PlacedModel, PlacedQuerySet


class Channel(models.TextChoices):
    """By which way it came in (来源渠道)."""

    WEB = "web", _("网页")
    HOTLINE = "hotline", _("热线电话")
    CALL_12345 = "12345", _("12345 转办")
    CALL_110 = "110", _("110 转来")
    COUNTER = "counter", _("窗口来访")
    LETTER = "letter", _("来信")
    QQ = "qq", _("QQ 群")
    OPEN311 = "open311", _("Open311")
    PLATFORM = "platform", _("其他平台")
    ASSISTANT = "assistant", _("协管员代报")


TRANSFERRED = (Channel.CALL_12345, Channel.CALL_110)
"""Ways whose other side handed the matter over and wants to hear what became of it."""


class Kind(models.TextChoices):
    """What it is (诉求类别)."""

    COMPLAINT = "complaint", _("投诉")
    REPORT = "report", _("举报")
    LEAD = "lead", _("线索")
    ENQUIRY = "enquiry", _("咨询")


class Identity(models.TextChoices):
    """How much of the filer others may know (身份公开程度)."""

    NAMED = "named", _("实名")
    CONFIDENTIAL = "confidential", _("实名但要求保密")
    ANONYMOUS = "anonymous", _("匿名")


class Filing(PlacedModel):
    """One filing as it was received; its words are never changed, corrections are said beside them."""

    class State(models.TextChoices):
        INBOX = "inbox", _("待处理")
        CASE = "case", _("已转案件")
        ANSWERED = "answered", _("已答复")
        JOINED = "joined", _("已并入")
        ASIDE = "aside", _("缓办待看")

    code_hash = models.CharField(max_length=64, unique=True, editable=False)
    code_sealed = models.TextField(editable=False)
    code_tail = models.CharField(_("回执尾号"), max_length=4)
    channel = models.CharField(_("来源"), max_length=12, choices=Channel)
    external_id = models.CharField(_("来源编号"), max_length=100, blank=True)
    reply_by = models.DateField(_("要求反馈日期"), null=True, blank=True)
    kind = models.CharField(_("类别"), max_length=12, choices=Kind, default=Kind.COMPLAINT)
    identity = models.CharField(_("身份"), max_length=14, choices=Identity, default=Identity.NAMED)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.INBOX)
    words = models.TextField(_("诉求内容"))
    language = models.CharField(_("语言"), max_length=12, default="zh-hans")
    filer_name_sealed = models.TextField(blank=True, editable=False)
    phone_sealed = models.TextField(blank=True, editable=False)
    phone_hash = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    phone_tail = models.CharField(_("电话尾号"), max_length=4, blank=True)
    employer = models.ForeignKey(
        "registry.Employer",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_index=False,
        verbose_name=_("用人单位"),
    )
    employer_said = models.CharField(_("所述单位"), max_length=200, blank=True)
    named = models.CharField(max_length=32, blank=True, editable=False)
    address_said = models.CharField(_("所述地点"), max_length=200, blank=True)
    workers = models.PositiveIntegerField(_("涉及人数"), null=True, blank=True)
    amount_fen = models.BigIntegerField(_("所述欠薪（分）"), null=True, blank=True)
    since = models.DateField(_("所述欠薪起始"), null=True, blank=True)
    read = models.JSONField(_("机器读出的事实"), default=dict)
    joined_to = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="joined", null=True, blank=True, db_index=False, verbose_name=_("并入")
    )  # fmt: skip
    case_id = models.BigIntegerField(_("案件"), null=True, blank=True)
    owner = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False, verbose_name=_("承办人")
    )  # fmt: skip
    happened_at = models.DateTimeField(_("来访时间"))
    received_at = models.DateTimeField(_("登记时间"))
    answered_at = models.DateTimeField(_("首次答复"), null=True, blank=True)
    by = models.CharField(max_length=60)
    drill = models.BooleanField(_("演练"), default=False)
    wiped_at = models.DateTimeField(_("姓名电话清除时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("诉求")
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "external_id"], condition=~models.Q(external_id=""), name="one_filing_per_message"
            )
        ]
        indexes = [
            models.Index(fields=["state", "received_at", "place_path", "answered_at"], name="filing_inbox_whole"),
            models.Index(fields=["-received_at"], name="filing_newest"),
            # A new filing has none of these four, so it need not be written there.
            models.Index(
                fields=["employer", "-received_at"],
                condition=models.Q(employer__isnull=False),
                name="filing_of_employer",
            ),
            models.Index(fields=["case_id"], condition=models.Q(case_id__isnull=False), name="filing_in_case"),
            models.Index(fields=["joined_to"], condition=models.Q(joined_to__isnull=False), name="filing_joined"),
            models.Index(fields=["owner"], condition=models.Q(owner__isnull=False), name="filing_owned"),
            models.Index(fields=["named", "-received_at"], condition=models.Q(named__gt=""), name="filing_named"),
        ]

    objects = PlacedQuerySet["Filing"].as_manager()

    def __str__(self) -> str:
        return f"filing {self.pk}"


class Fellow(models.Model):
    """A fellow worker named in a group's filing (同行工友)."""

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="fellows")
    name_sealed = models.TextField()
    phone_sealed = models.TextField(blank=True)
    phone_hash = models.CharField(max_length=64, blank=True, db_index=True)
    phone_tail = models.CharField(max_length=4, blank=True)
    amount_fen = models.BigIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("同行工友")

    def __str__(self) -> str:
        return f"fellow {self.pk}"


class Attachment(models.Model):
    """A file handed in with a filing or later, whose hash stands on the receipt; or one that the office sent with a message."""

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="attachments")
    message = models.ForeignKey(
        "Message", on_delete=models.PROTECT, related_name="files", null=True, blank=True, db_index=False
    )
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    size = models.BigIntegerField()
    from_filer = models.BooleanField(default=True)
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)
    unseen = models.BooleanField(_("未阅"), default=False)
    """Added by the filer after filing, and the office has neither answered nor noted it yet."""

    class Meta:
        verbose_name = _("附件")
        constraints = [
            models.UniqueConstraint(
                fields=["filing", "sha256"], condition=models.Q(from_filer=True), name="one_file_once_per_filing"
            )
        ]
        indexes = [
            models.Index(fields=["message"], condition=models.Q(message__isnull=False), name="file_of_message"),
            models.Index(fields=["filing"], condition=models.Q(unseen=True), name="file_unseen"),
        ]

    def __str__(self) -> str:
        return f"attachment {self.pk}"


class Message(models.Model):
    """A message between the filer and the office, under the receipt code (留言)."""

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="messages")
    from_filer = models.BooleanField(_("来自当事人"))
    words = models.TextField(_("内容"))
    by = models.CharField(max_length=60)
    at = models.DateTimeField(_("时间"))
    read_at = models.DateTimeField(_("已读"), null=True, blank=True)

    class Meta:
        verbose_name = _("留言")
        indexes = [
            models.Index(fields=["filing", "at"], name="message_of_filing"),
            models.Index(fields=["filing"], condition=models.Q(from_filer=True, read_at=None), name="message_unread"),
        ]

    def __str__(self) -> str:
        return f"message {self.pk}"


class TransferReply(models.Model):
    """What 12345 or 110 were told of a matter they had handed over (转办反馈)."""

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="replies")
    words = models.TextField(_("反馈内容"))
    told = models.CharField(_("接收人或方式"), max_length=80)
    by = models.CharField(max_length=60)
    by_name = models.CharField(_("反馈人"), max_length=80)
    at = models.DateTimeField(_("反馈时间"))

    class Meta:
        verbose_name = _("转办反馈")
        indexes = [models.Index(fields=["filing", "at"], name="reply_of_filing")]

    def __str__(self) -> str:
        return f"reply {self.pk}"


class SourceUse(models.Model):
    """Filings in one hour from one place on the network, known by a keyed hash that is forgotten within a day."""

    source = models.CharField(max_length=64)
    hour = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("同一来源登记次数")
        constraints = [models.UniqueConstraint(fields=["source", "hour"], name="one_count_of_a_source_and_hour")]

    def __str__(self) -> str:
        return f"{self.hour:%m-%d %H} {self.count}"


class IdentityLook(models.Model):
    """One person's wish to see who filed in confidence, and the other person's word on it (两人查看)."""

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="looks")
    reason = models.CharField(_("用途"), max_length=200)
    asked_by = models.CharField(max_length=60)
    asked_name = models.CharField(_("申请人"), max_length=80)
    asked_at = models.DateTimeField(_("申请时间"))
    proposers = models.JSONField(default=list)
    agreed = models.BooleanField(_("同意"), null=True)
    decided_by = models.CharField(max_length=60, blank=True)
    decided_at = models.DateTimeField(_("决定时间"), null=True, blank=True)
    shown_at = models.DateTimeField(_("查看时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("查看当事人身份的申请")
        indexes = [models.Index(fields=["filing", "-asked_at"], name="look_of_filing")]

    def __str__(self) -> str:
        return f"look {self.pk}"
