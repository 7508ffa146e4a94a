"""The powers over wages and who holds them by default."""

from anxin.base.people.powers import FIELD, OFFICE, WATCH, Power, Role

POWERS = (
    Power("payroll.view", "查看工资发放与欠薪", (*WATCH, *FIELD)),
    Power("payroll.upload", "上传工资表、银行流水、参保名单", (*OFFICE, Role.ASSISTANT)),
    Power("payroll.confirm", "核对疑问、确认列对应、撤销文件", OFFICE),
    Power("payroll.record", "登记现金支付和工资异议", (*OFFICE, Role.ASSISTANT, Role.INSPECTOR)),
    Power("payroll.decide", "核实异议、撤销登记的支付", (Role.HEAD, Role.CLERK, Role.INSPECTOR)),
    Power("payroll.export", "导出欠薪明细", WATCH),
)
