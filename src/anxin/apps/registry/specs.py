"""The columns that the imports of the register know (导入模板)."""

from __future__ import annotations

from anxin.analytics.readings import ColumnSpec, TableSpec

SECTORS = {
    "制造": "manufacturing",
    "制造业": "manufacturing",
    "工业": "manufacturing",
    "工业制造": "manufacturing",
    "餐饮": "catering",
    "餐饮业": "catering",
    "建筑": "construction",
    "建筑业": "construction",
    "工程建设": "construction",
    "服务": "services",
    "服务业": "services",
    "其他": "services",
}

EMPLOYERS = TableSpec(
    kind="employers",
    label="企业名单",
    columns=(
        ColumnSpec("uscc", "统一社会信用代码", "uscc", ("信用代码", "社会信用代码", "税号"), unique=True),
        ColumnSpec("name", "企业名称", "text", ("名称", "单位名称", "用人单位", "公司名称"), required=True),
        ColumnSpec("sector", "行业", "choice", ("行业类别", "类型"), required=True, choices=SECTORS),
        ColumnSpec("village", "村（社区）", "text", ("村", "社区", "村社", "所在村", "所属村社"), required=True),
        ColumnSpec("grid", "网格", "text", ("所属网格", "网格代码", "网格名称")),
        ColumnSpec("park", "园区", "text", ("工业园区", "所属园区", "园区代码")),
        ColumnSpec("address", "地址", "text", ("经营地址", "注册地址", "住所")),
        ColumnSpec("head_count", "用工人数", "int", ("职工人数", "员工人数", "人数")),
        ColumnSpec("contract_count", "已签劳动合同人数", "int", ("签订合同人数", "合同人数")),
        ColumnSpec("insured_count", "参保人数", "int", ("社保人数", "缴纳社保人数")),
        ColumnSpec("pay_day", "约定发薪日", "int", ("发薪日", "工资发放日")),
        ColumnSpec("registered_capital_fen", "注册资本", "money", ("注册资金", "注册资本（元）")),
        ColumnSpec("legal_person", "法定代表人", "text", ("法人", "法人代表", "负责人")),
        ColumnSpec("contact_name", "联系人", "text", ("联系人姓名",)),
        ColumnSpec("contact_phone", "联系电话", "phone", ("电话", "手机", "联系方式")),
        ColumnSpec("opened_on", "成立日期", "date", ("注册日期", "开业日期")),
        ColumnSpec("closed_on", "注销日期", "date", ("注销时间", "停业日期")),
    ),
)

WORKERS = TableSpec(
    kind="workers",
    label="职工名册",
    columns=(
        ColumnSpec("name", "姓名", "text", ("员工姓名", "职工姓名"), required=True),
        ColumnSpec("id_number", "身份证号", "id", ("公民身份号码", "证件号码", "身份证号码"), required=True),
        ColumnSpec("employer", "用人单位", "text", ("单位名称", "企业名称", "公司"), required=True),
        ColumnSpec("employer_uscc", "单位信用代码", "uscc", ("统一社会信用代码", "信用代码")),
        ColumnSpec("phone", "手机号", "phone", ("电话", "联系电话", "手机")),
        ColumnSpec("post", "岗位", "text", ("职务", "工种")),
        ColumnSpec("started_on", "入职日期", "date", ("入职时间", "进场日期")),
        ColumnSpec("ended_on", "离职日期", "date", ("离职时间", "退场日期")),
        ColumnSpec("part_time", "非全日制", "bool", ("是否非全日制", "小时工")),
        ColumnSpec("account", "工资卡号", "text", ("银行卡号", "银行账号", "银行帐号", "工资账号")),
    ),
)

PROJECTS = TableSpec(
    kind="projects",
    label="工程项目",
    columns=(
        ColumnSpec("code", "项目编号", "text", ("项目代码", "编号"), required=True, unique=True),
        ColumnSpec("name", "项目名称", "text", ("工程名称",), required=True),
        ColumnSpec("village", "村（社区）", "text", ("所在村", "村", "社区"), required=True),
        ColumnSpec("owner_name", "建设单位", "text", ("业主单位",)),
        ColumnSpec("contractor", "施工总承包单位", "text", ("总包单位", "总承包单位", "施工单位"), required=True),
        ColumnSpec("price_fen", "合同价", "money", ("合同金额", "工程造价")),
        ColumnSpec("special_account", "专用账户", "bool", ("工资专用账户", "已设专户")),
        ColumnSpec("deposit_fen", "工资保证金", "money", ("保证金",)),
        ColumnSpec("real_name", "实名制", "bool", ("实名制管理",)),
        ColumnSpec("started_on", "开工日期", "date", ("开工时间",)),
        ColumnSpec("ended_on", "完工日期", "date", ("竣工日期", "完工时间")),
    ),
)
