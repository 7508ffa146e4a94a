"""Words that stand in a payroll where a name should and are nobody's name: totals, comparisons, costs, notes, small labels."""

from __future__ import annotations

import re

_GAP = r"[\s\x{3000}]*"
_SUM = "[计計]"
_MOST = "[总總]"
TOTAL = (
    rf"^.{{0,16}}(合{_GAP}{_SUM}|{_MOST}{_GAP}{_SUM}|小{_GAP}{_SUM}|共{_GAP}{_SUM}|累{_GAP}{_SUM}|{_MOST}{_GAP}[额額]"
    rf"|[汇匯]{_GAP}{_MOST}|平{_GAP}均(数|值|工资)?|人{_GAP}均)"
    r"(人民币|金额|工资|数|人数|[（(].{0,12}[)）])?[\s:：元大写\d.,人]*$"
    rf"|^({_SUM}|全部|全体|{_MOST}?人[数數]|{_MOST}[数數]|{_MOST}和|{_MOST}|合)\s*[:：]?$"
    r"|^(?i)(sub|grand)?\s*-?total[s]?\s*:?$|^(?i)(sum|average)\s*:?$|^共\s*\d+\s*人|^[∑Σ]\s*[:：]?$"
)
"""What a total is called (RE2)."""

AVERAGE = re.compile(r"平\s*均|人\s*均|average", re.IGNORECASE)
NOTE = re.compile(
    r"制表|审核|审批|复核|批准|编制|会计|出纳|主管|负责人|经办|备注|说明|^注|签字|签名|签章|盖章|总经理|填表|领导|财务|日期|大写|监制|公司章|年\s*月\s*日"
)
_NOTE_RE2 = r"[:：]|^(制表|审核|审批|复核|批准|编制|会计|出纳|备注|说明|注|签字|签名|盖章|总经理|填表|大写)"
COMPARED = (
    r"^(最[高低大小](值|工资)?|中位[数值]|[环同]比|差[额异]|(与|较|比|同)?(上|本)(月|期|年)(同期|相比|对比|差[额异]|增减|数|应发|实发)?"
    r"|(上|去)年(同期|同月|本月)|预算数?|计划数?|核对|校验|检查|验算|占比|比例|增[减长加]额?|减少额?"
    r"|(银行|现金|微信|支付宝|转账|网银|打卡)(代发|发放|支付|转账)?(工资|金额|数)?|代[扣缴].{0,6}|(本|当)(月|次|期)(应发|实发|扣款|补发|应扣).{0,4})$"
)
"""What the figures of a row are set against: the highest, last year, the plan; such a row is a note (RE2)."""
_NOTHING_PAID_TO = (
    r"^.{2,8}(费|费用|扣款|税款|货款|贷款)$"
    r"|^(运费|税费|杂费|房租|水电|社保|医保|公积金|保险|奖金|押金|定金|保证金|备用金|借款|预支|预留|预付|税金|利息|提成|补贴|津贴|其他|其它|调整|尾差)$"
)

NO_NAME = TOTAL + (
    rf"|{_NOTE_RE2}|{COMPARED}|{_NOTHING_PAID_TO}|^[\d.,\s%]+$|^共?\s*\d+\s*[人名位]$|^.{{31,}}$|^(姓\s*名|(?i)name)$"
)
"""What stands in a name column and is no name (RE2)."""

LABELS = (
    "开户行",
    "开户银行",
    "收款单位",
    "收款银行",
    "收款人",
    "付款单位",
    "付款银行",
    "付款人",
    "银行",
    "银行账号",
    "银行卡号",
    "银行名称",
    "单位名称",
    "公司名称",
    "联系电话",
    "联系人",
    "账号",
    "户名",
    "卡号",
    "现金",
    "转账",
    "应发",
    "实发",
    "扣款",
    "余额",
    "人数",
    "工资总额",
)
"""Words of small notes beside and below a table: a label with an amount behind it is nobody's name."""
