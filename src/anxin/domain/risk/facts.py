"""All that is known of one employer (用人单位) as of a day. Unknown is None and never counts as zero.

Each field carries its entry of the catalogue of signals: name, unit, source, how it is said, which way is worse, what cures it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from anxin.domain.risk.wording import Cure, Source, Unit, Worse, fact

_LESS, _NEITHER = Worse.LESS, Worse.NEITHER
_PAY, _TIME, _NONE = Cure.PAY, Cure.TIME, Cure.NONE
_WAGES, _ROLL, _CARE, _FILE = Source.RECONCILIATION, Source.PAYROLL, Source.INSURANCE, Source.REGISTRY
_VOICE, _SITE, _PAST = Source.VOICE, Source.PROJECT, Source.HISTORY


# fmt: off
@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerFacts:
    """The facts on which rules, classes and statistics judge one employer on one day."""

    on: date
    employer: int = 0

    # What the employer is: never worse or better, only tells which rules apply.
    sector: str | None = fact("行业", Unit.TEXT, _FILE, "行业为{}", _NEITHER, _NONE)
    kind: str | None = fact("主体类型", Unit.TEXT, _FILE, "主体类型为{}", _NEITHER, _NONE)
    size: str | None = fact("规模", Unit.TEXT, _FILE, "规模为{}", _NEITHER, _NONE)
    head_count: int | None = fact("用工人数", Unit.PERSONS, _FILE, "用工{}", _NEITHER, _NONE)
    registered_capital_fen: int | None = fact("注册资本", Unit.FEN, _FILE, "注册资本{}", _NEITHER, _NONE)
    project_price_fen: int | None = fact("施工合同额", Unit.FEN, _SITE, "施工合同额{}", _NEITHER, _NONE)
    days_to_festival: int | None = fact("距春节天数", Unit.DAYS, Source.CALENDAR, "距春节{}", _NEITHER, _NONE)
    minimum_wage_fen: int | None = fact("当地月最低工资", Unit.FEN, Source.CALENDAR, "当地月最低工资{}", _NEITHER, _NONE)

    # Reconciliation (比对).
    unpaid_months: int | None = fact("连续未发工资月数", Unit.MONTHS, _WAGES, "已连续{}未发工资", cure=_PAY)
    arrears_month_no: int | None = fact("欠薪月龄（第几个月）", Unit.MONTHS, _WAGES, "最早一笔欠薪已进入第{}", cure=_PAY)
    arrears_days: int | None = fact("欠薪持续天数", Unit.DAYS, _WAGES, "最早一笔欠薪已{}", cure=_PAY)
    arrears_fen: int | None = fact("欠薪金额", Unit.FEN, _WAGES, "尚欠工资{}", cure=_PAY)
    arrears_workers: int | None = fact("被欠薪人数", Unit.PERSONS, _WAGES, "被欠薪{}", cure=_PAY)
    unpaid_workers: int | None = fact("整月未发人数", Unit.PERSONS, _WAGES, "整月未发{}", cure=_PAY)
    short_workers: int | None = fact("少发人数", Unit.PERSONS, _WAGES, "少发{}", cure=_PAY)
    late_workers: int | None = fact("迟发人数", Unit.PERSONS, _WAGES, "近一个工资月迟发{}", cure=_TIME)
    max_late_days: int | None = fact("最长迟发天数", Unit.DAYS, _WAGES, "近一个工资月最长迟发{}", cure=_TIME)
    late_months_12: int | None = fact("近12个月迟发月数", Unit.MONTHS, _WAGES, "近12个月有{}迟发", cure=_TIME)
    paid_share: float | None = fact("最近工资月已足额发放人数占比", Unit.SHARE, _WAGES, "最近工资月足额发放人数占{}", _LESS, _PAY)
    top_worker_arrears_fen: int | None = fact("单人最高被欠金额", Unit.FEN, _WAGES, "单人最高被欠{}", cure=_PAY)
    top_worker_arrears_months: int | None = fact("单人最长被欠月数", Unit.MONTHS, _WAGES, "单人最长被欠{}", cure=_PAY)
    arrears_growth: float | None = fact("欠薪较上月增幅", Unit.RATIO, _WAGES, "欠薪较上月增加{}", cure=_PAY)
    payday_silent_days: int | None = fact("过发薪日无任何发放天数", Unit.DAYS, _WAGES, "过发薪日{}仍无一笔发放", cure=_PAY)
    failed_transfers: int | None = fact("代发失败未补发笔数", Unit.TIMES, _WAGES, "代发失败{}尚未补发", cure=_PAY)
    declared_unmatched_fen: int | None = fact("工资表称已发而银行无记录的金额", Unit.FEN, _WAGES, "工资表称已发、银行查无记录{}", do="提供银行凭证或劳动者签收凭证")
    disputes_open: int | None = fact("未处理的工资异议", Unit.TIMES, _WAGES, "有{}工资异议尚未核实", do="核实并答复工资异议")
    late_deviation: float | None = fact("迟发天数偏离同行程度", Unit.DEVIATION, _WAGES, "迟发天数高出同行中位数{}个稳健标准差", cure=_TIME)

    # Payroll (工资表).
    payrolls_missing_months: int | None = fact("未报工资表月数", Unit.MONTHS, _ROLL, "有{}未报工资表", do="补报工资表")
    return_late_days: int | None = fact("工资表逾期天数", Unit.DAYS, _ROLL, "工资表已逾期{}", do="报送工资表")
    mean_pay_fen: int | None = fact("人均应发工资", Unit.FEN, _ROLL, "人均应发{}", _LESS, do="核对并补足工资")
    below_minimum_workers: int | None = fact("低于最低工资人数", Unit.PERSONS, _ROLL, "有{}工资低于最低工资标准", do="补足至最低工资标准")
    below_minimum_share: float | None = fact("低于最低工资人数占比", Unit.SHARE, _ROLL, "低于最低工资标准的占{}", do="补足至最低工资标准")
    top_month_pay_fen: int | None = fact("单人单月最高工资", Unit.FEN, _ROLL, "单人单月工资最高{}", do="说明并更正异常工资")
    top_year_pay_fen: int | None = fact("单人年累计最高工资", Unit.FEN, _ROLL, "单人年累计工资最高{}", do="说明并更正异常工资")
    attended_without_pay_share: float | None = fact("有考勤无工资人数占比", Unit.SHARE, _ROLL, "有考勤而无工资记录的占{}", do="补编工资表并发放")
    paid_attended_share: float | None = fact("已发工资人数与考勤人数之比", Unit.SHARE, _ROLL, "已发工资人数为考勤人数的{}", _LESS, _PAY)
    leavers_unsettled: int | None = fact("离职未结清人数", Unit.PERSONS, _ROLL, "离职未结清{}", cure=_PAY)
    over_deducted_workers: int | None = fact("扣款超限人数", Unit.PERSONS, _ROLL, "有{}当月扣款超过规定比例", do="退还超限扣款")
    pay_change: float | None = fact("人均工资与常年之比", Unit.RATIO, _ROLL, "人均工资为常年的{}", _LESS, do="说明工资下降原因")
    contract_rate: float | None = fact("劳动合同签订率", Unit.SHARE, _FILE, "劳动合同签订率{}", _LESS, do="补签书面劳动合同")

    # Social insurance (社会保险).
    insurance_gap_months: int | None = fact("欠保月数", Unit.MONTHS, _CARE, "已欠保{}", do="补缴社会保险费")
    uninsured_workers: int | None = fact("未参保人数", Unit.PERSONS, _CARE, "有{}在职未参保", do="办理参保登记并补缴")
    uninsured_share: float | None = fact("未参保人数占比", Unit.SHARE, _CARE, "在职未参保的占{}", do="办理参保登记并补缴")
    insurance_late_days: int | None = fact("社保费迟缴天数", Unit.DAYS, _CARE, "社保费迟缴{}", do="缴清社会保险费")

    # Signals from outside.
    power_ratio: float | None = fact("用电与常年之比", Unit.RATIO, Source.UTILITY, "用电为常年的{}", _LESS, do="核实生产经营状况")
    power_deviation: float | None = fact("用电偏离自身常态程度", Unit.DEVIATION, Source.UTILITY, "用电偏离自身常态{}个稳健标准差", _LESS, do="核实生产经营状况")
    water_ratio: float | None = fact("用水与常年之比", Unit.RATIO, Source.UTILITY, "用水为常年的{}", _LESS, do="核实生产经营状况")
    utility_overdue_days: int | None = fact("水电气费拖欠天数", Unit.DAYS, Source.UTILITY, "水电气费拖欠{}", do="缴清水电气费")
    tax_late_days: int | None = fact("税款逾期天数", Unit.DAYS, Source.TAX, "税款逾期{}", do="缴清税款")
    lawsuits_90d: int | None = fact("近90天被诉案件数", Unit.TIMES, Source.COURT, "近90天被诉{}", cure=_TIME)
    enforcements_open: int | None = fact("在执行案件数", Unit.TIMES, Source.COURT, "有{}被强制执行案件未结", do="履行生效裁判")
    dishonest_listed: bool | None = fact("列入失信被执行人", Unit.YES, Source.COURT, "已列入失信被执行人", do="履行义务并移出失信名单")
    registry_abnormal: bool | None = fact("经营异常", Unit.YES, Source.MARKET, "已列入经营异常名录或登记状态异常", do="移出经营异常名录")
    rent_overdue_days: int | None = fact("租金或物业费拖欠天数", Unit.DAYS, Source.CREDIT, "租金或物业费拖欠{}", do="缴清租金或物业费")
    loan_overdue: bool | None = fact("贷款逾期", Unit.YES, Source.CREDIT, "贷款已逾期", do="归还逾期贷款")
    head_change: float | None = fact("四周内人数变化", Unit.RATIO, _CARE, "四周内人数变化{}", _LESS, _TIME)

    # Voices: rolling windows, so that nothing is lost that straddles a week.
    complaints_7d: int | None = fact("近7天欠薪投诉", Unit.TIMES, _VOICE, "近7天欠薪投诉{}", cure=_TIME)
    complaints_30d: int | None = fact("近30天欠薪投诉", Unit.TIMES, _VOICE, "近30天欠薪投诉{}", cure=_TIME)
    complaint_people_30d: int | None = fact("近30天投诉涉及人数", Unit.PERSONS, _VOICE, "近30天投诉涉及{}", cure=_TIME)
    complaint_fen_30d: int | None = fact("近30天投诉涉及金额", Unit.FEN, _VOICE, "近30天投诉涉及{}", cure=_TIME)
    complaint_repeat_share: float | None = fact("重复投诉占比", Unit.SHARE, _VOICE, "重复投诉占{}", cure=_TIME)
    complaint_growth: float | None = fact("投诉较前30天增幅", Unit.RATIO, _VOICE, "投诉较前30天增加{}", cure=_TIME)
    complaint_surge: bool | None = fact("投诉异常增多", Unit.YES, _VOICE, "投诉数超出自身常态（统计检验）", cure=_TIME)
    calls_110_30d: int | None = fact("近30天110欠薪警情", Unit.TIMES, _VOICE, "近30天110欠薪警情{}", cure=_TIME)
    calls_12345_30d: int | None = fact("近30天12345欠薪工单", Unit.TIMES, _VOICE, "近30天12345欠薪工单{}", cure=_TIME)
    enquiries_30d: int | None = fact("近30天工资咨询", Unit.TIMES, _VOICE, "近30天工资咨询{}", cure=_TIME)
    gathering_people_30d: int | None = fact("近30天聚集讨薪最多人数", Unit.PERSONS, _VOICE, "近30天一次聚集讨薪最多{}", cure=_TIME)
    posts_7d: int | None = fact("近7天欠薪舆情", Unit.TIMES, Source.OPINION, "近7天欠薪舆情{}", cure=_TIME)

    # Patrol (巡查).
    patrol_note: int | None = fact("最近巡查异常等级", Unit.GRADE, Source.PATROL, "最近巡查发现异常{}", do="整改巡查发现的问题并复查")
    owner_unreachable: bool | None = fact("负责人失联", Unit.YES, Source.PATROL, "负责人联系不上", do="与负责人取得联系")
    moving_out: bool | None = fact("转移设备或搬迁迹象", Unit.YES, Source.PATROL, "有转移设备或搬迁迹象", do="核实搬迁原因并落实工资支付")

    # Projects (工程项目): for the main contractor, the worst of its running projects.
    account_idle_months: int | None = fact("有考勤而专户未发薪月数", Unit.MONTHS, _SITE, "有考勤而专户已{}未发工资", cure=_PAY)
    special_account_missing: bool | None = fact("未开设工资专用账户", Unit.YES, _SITE, "未开设农民工工资专用账户", do="开设农民工工资专用账户")
    deposit_missing: bool | None = fact("未存工资保证金", Unit.YES, _SITE, "未存储工资保证金且无保函", do="存储工资保证金或提交保函")
    guarantee_missing: bool | None = fact("无工程款支付担保", Unit.YES, _SITE, "建设单位未提供工程款支付担保", do="提供工程款支付担保")
    real_name_missing: bool | None = fact("未落实实名制", Unit.YES, _SITE, "未落实实名制管理", do="落实实名制管理")
    labour_officer_missing: bool | None = fact("无劳资专管员", Unit.YES, _SITE, "未配备劳资专管员", do="配备劳资专管员")
    notice_board_missing: bool | None = fact("无维权告示牌", Unit.YES, _SITE, "未设维权信息告示牌", do="设立维权信息告示牌")
    labour_cost_late_months: int | None = fact("人工费用拨付间隔", Unit.MONTHS, _SITE, "人工费用已{}未拨付", do="足额拨付人工费用")

    # What happened before (历次预警与处理).
    yellow_cards_12m: int | None = fact("近12个月黄色以上预警次数", Unit.TIMES, _PAST, "近12个月黄色以上预警{}", cure=_TIME)
    red_cards_12m: int | None = fact("近12个月红色预警次数", Unit.TIMES, _PAST, "近12个月红色预警{}", cure=_TIME)
    upheld_12m: int | None = fact("近12个月查实欠薪次数", Unit.TIMES, _PAST, "近12个月查实欠薪{}", cure=_TIME)
    penalties_12m: int | None = fact("近12个月劳动保障处罚次数", Unit.TIMES, _PAST, "近12个月受劳动保障行政处罚{}", cure=_TIME)
    mass_incidents_12m: int | None = fact("近12个月群体性事件次数", Unit.TIMES, _PAST, "近12个月发生欠薪群体性事件{}", cure=_TIME)
    days_since_told: int | None = fact("要求改正后天数", Unit.DAYS, _PAST, "要求改正已{}仍未改正", do="完成改正")
    rectifications_overdue: int | None = fact("逾期未整改项", Unit.TIMES, _PAST, "有{}整改逾期未完成", do="完成整改")
    order_disobeyed: bool | None = fact("拒不履行责令改正", Unit.YES, _PAST, "拒不履行责令改正", do="履行责令改正决定")
    plan_missing_days: int | None = fact("预警后未报支付计划天数", Unit.DAYS, _PAST, "预警后{}未报支付计划", do="报送工资支付计划")
    progress_silent_days: int | None = fact("未报发放进度天数", Unit.DAYS, _PAST, "已{}未报发放进度", do="报告工资发放进度")
    blacklisted: bool | None = fact("列入拖欠工资失信名单", Unit.YES, _PAST, "在拖欠农民工工资失信联合惩戒对象名单中", cure=_TIME)
    related_red: bool | None = fact("关联企业红色预警", Unit.YES, _PAST, "同一实际控制人的其他企业为红色预警", do="关联企业解除红色预警")
    phoenix: bool | None = fact("疑似换壳经营", Unit.YES, _PAST, "疑似欠薪企业换壳经营（同一控制人、地址或班底）", do="核实并承接前一主体所欠工资")
# fmt: on
