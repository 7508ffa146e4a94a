"""What a message is about (类别), by telling words alone: the last fallback, which needs no file.

The seven classes are those of public 问政 platforms; the words are our own. A model trained on labelled messages
(`anxin triage --train`), else the shipped one (`analytics/topic_shipped.py`), takes this one's place in `anxin triage`.
"""

from __future__ import annotations

import re
from collections import Counter

from anxin.domain.intake.said import Read

OTHER = "其他"
_WORDS = {
    "劳动和社会保障": "工资 工钱 欠薪 讨薪 拖欠 加班 劳动合同 劳动法 社保 养老保险 养老金 退休 工伤 辞职 离职 辞退 裁员 仲裁 农民工 民工 工人 职工 员工 "
    "打工 老板 包工头 上班 失业 公积金 五险一金 试用期 劳务 劳动局 人社 待遇 低保 医保 底薪 薪 工龄 职称 工友 克扣 产假 用工",
    "城乡建设": "物业 小区 业主 开发商 楼盘 房产证 交房 拆迁 征地 安置 违建 违章建筑 烂尾 规划 施工 停车位 水管 自来水 停水 停电 燃气 天然气 暖气 电梯 路灯 "
    "下水道 绿化 公园 城管 房屋 漏水 危房 棚改 宅基地 占道 摊贩 公租房 经济适用房 车位 住房 楼顶 广场舞 房子 业委会 道路 建设",
    "教育文体": "学校 学生 老师 教师 小学 中学 高中 幼儿园 招生 入学 学区 补课 学费 教育局 高考 中考 家长 孩子 教育 校长 作业 培训班 大学 体育 文化 图书馆 班主任 "
    "辅导 课本 学位 转学 食堂 实习 毕业",
    "商贸旅游": "消费者 商家 超市 价格 假货 假冒 传销 诈骗 网购 退货 旅游 景区 酒店 饭店 食品 市场 店铺 电商 税务 发票 工商 非法集资 会员卡 美容院 健身房 欺诈 "
    "质量 购买 购物 门票 导游 经营 公司 客户 合同 贷款 企业 烟草 电梯安装",
    "环境保护": "污染 噪音 噪声 扰民 臭味 异味 臭气 废水 污水 废气 排放 粉尘 扬尘 垃圾 焚烧 环保 环境 河水 养殖场 猪场 油烟 辐射 黑烟 化工厂 排污 采石 烧 生态 灰尘",
    "卫生计生": "医院 医生 护士 病人 患者 治疗 手术 药 看病 卫生院 诊所 医疗 计生 准生证 生育 二胎 独生子女 计划生育 社会抚养费 疫苗 卫生局 医师 乡村医生 村医 体检 "
    "住院 新农合 病历 产检 献血 奶粉",
    "交通运输": "公交 出租车 的士 滴滴 客运 高速 收费站 车站 班车 地铁 高铁 火车 驾校 驾照 快递 物流 运输 交通 司机 车票 线路 公路 桥 码头 机场 货车 超载 堵车 "
    "红绿灯 网约车 乘客 票价 运管 公交车",
}  # fmt: skip
LABELS = tuple(_WORDS)
_OF = {word: label for label, words in _WORDS.items() for word in words.split()}
_FOUND = re.compile("|".join(sorted(map(re.escape, _OF), key=len, reverse=True)))
_ENOUGH = 6


def topic(text: str) -> Read[str]:
    """The class whose telling words stand most often; none of them is 其他."""
    seen = Counter(_OF[match[0]] for match in _FOUND.finditer(text))
    if not seen:
        return Read(OTHER, "", 0, 0.3)
    (label, count), *others = seen.most_common(2)
    total = seen.total()
    confidence = 0.4 + 0.5 * (count / total) * min(total, _ENOUGH) / _ENOUGH
    doubt = f"也可能是{others[0][0]}" if others and others[0][1] == count else ""
    first = next(match for match in _FOUND.finditer(text) if _OF[match[0]] == label)
    return Read(label, first[0], first.start(), round(confidence, 2), doubt)
