"""What banks' words for the outcome of a transfer mean (成功、失败、处理中): paid only when a word says so for certain."""

from __future__ import annotations

import re

_OK = re.compile(
    r"^(?!.*(?:不|未|非|无|没)).*(?:成功|已入账|已完成|已发放|已处理|正常|完成)|^(?:s|ok|success|succeeded|paid|00|0000|y|是)$",
    re.IGNORECASE,
)
_FAILED = re.compile(
    r"失败|不成功|未成功|退|拒|撤销|冲正|作废|不符|错误|无效|销户|冻结|异常|不足|不够|不存在|有误|不正常|非正常|超限|久悬|挂失|止付|非成功|^(?:f|fail|failed|rejected|returned|reversed|n|否)$",
    re.IGNORECASE,
)
_PENDING = re.compile(
    r"部分|处理中|待|受理|已提交|审核|复核|未处理|可疑|在途|^(?:p|pending|processing|u)$", re.IGNORECASE
)
TOLD_FAILED = r"失败|不成功|未成功|(?:账|帐|卡)号(?:不符|错误|有误|不存在)|户名(?:不符|错误|有误)|余额不足|已退回|拒绝|销户|冻结|止付"
"""Words that say a payment failed wherever they stand, even in a remark of a file without a column of outcomes."""


def outcome_of(text: str) -> str | None:
    """What a bank's word for a transfer's outcome means; None when it is not known for certain.

    >>> outcome_of("交易成功"), outcome_of("不成功"), outcome_of("银行处理中"), outcome_of("9527")
    ('ok', 'failed', 'pending', None)
    """
    bare = text.strip()
    if _FAILED.search(bare):
        return "failed"
    if _PENDING.search(bare):
        return "pending"
    return "ok" if _OK.search(bare) else None
