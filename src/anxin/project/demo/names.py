"""Invented names of persons and employers; every employer's name ends in （演示）."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

MARK = "（演示）"
_SURNAMES = list(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵"
)
_MEN = list("伟强磊军勇杰涛斌明辉刚健平波鹏峰超亮建国华志文东海林飞宇浩俊德根荣富贵祥福庆云松柏江河山川")
_WOMEN = list("芳娜敏静丽艳娟霞燕玲红梅兰英萍莉琴凤云秀珍香月桂花洁雪琳慧颖晶倩婷佳欣怡美春菊妹银巧彩")
_BOTH = list("晓小永新金玉志春海天学成光思安宁乐嘉子一雨家世文")
_BRAND_1 = list("云禾锦澜映星瑞恒兰越稽鉴若溪柯会镜湖青芷霁朗岚沐穗舟砚桐棠绍")
_BRAND_2 = list("栖泽帆澄晟砾岑畅谷屿垣坤彤翎舫沁屹陌笺桥桉苒朔颂阡甫沛")

INDUSTRIES: tuple[tuple[tuple[str, str], ...], ...] = (
    (
        ("针织服装", "针织有限公司"),
        ("印染", "印染有限公司"),
        ("纺织", "纺织有限公司"),
        ("家纺", "家纺有限公司"),
        ("五金加工", "五金制品厂"),
        ("机械零部件", "机械有限公司"),
        ("电子元件", "电子科技有限公司"),
        ("包装印刷", "包装材料有限公司"),
        ("塑料制品", "塑业有限公司"),
        ("黄酒酿造", "酒业有限公司"),
        ("家具制造", "家具有限公司"),
        ("食品加工", "食品有限公司"),
    ),
    (
        ("正餐服务", "饭店"),
        ("火锅", "火锅店"),
        ("快餐", "快餐店"),
        ("宴会酒店", "大酒店有限公司"),
        ("农家菜", "农家乐"),
        ("面馆", "面馆"),
        ("团餐配送", "餐饮管理有限公司"),
    ),
    (
        ("房屋建筑", "建设有限公司"),
        ("建筑劳务", "建筑劳务有限公司"),
        ("装饰装修", "装饰工程有限公司"),
        ("市政园林", "市政园林有限公司"),
        ("钢结构", "钢结构工程有限公司"),
        ("水电安装", "安装工程有限公司"),
    ),
    (
        ("物业管理", "物业服务有限公司"),
        ("保安保洁", "保洁服务有限公司"),
        ("物流运输", "物流有限公司"),
        ("仓储", "仓储服务有限公司"),
        ("批发零售", "商贸有限公司"),
        ("汽车维修", "汽车修理厂"),
        ("美容美发", "美发店"),
        ("养老服务", "养老服务中心"),
        ("教育培训", "培训学校有限公司"),
        ("电商服务", "电子商务有限公司"),
    ),
)
"""Industries of each sector (0 manufacturing, 1 catering, 2 construction, 3 services) with the ending of the name."""

JOBS = (
    ("挡车工", "缝纫工", "印染工", "机修工", "质检员", "包装工", "操作工", "仓管员"),
    ("厨师", "服务员", "洗碗工", "切配工", "传菜员", "收银员"),
    ("木工", "钢筋工", "泥工", "架子工", "电工", "杂工", "塔吊司机", "水电工"),
    ("保安", "保洁员", "驾驶员", "装卸工", "营业员", "护理员", "客服", "维修工"),
)
_TRADER_ENDINGS = ("饭店", "火锅店", "快餐店", "农家乐", "面馆", "美发店", "汽车修理厂", "五金制品厂")


def persons(rng: np.random.Generator, female: npt.NDArray[np.bool_]) -> npt.NDArray[Any]:
    """Names of persons, two or three characters; many share one, as in life."""
    count = len(female)
    surname = np.array(_SURNAMES)[(rng.beta(1, 2.2, count) * len(_SURNAMES)).astype(int)]
    last = np.where(female, _drawn(rng, _WOMEN, count), _drawn(rng, _MEN, count))
    middle = np.where(rng.random(count) < 0.68, _drawn(rng, _BOTH, count), "")
    return np.char.add(np.char.add(surname, middle), last).astype(object)


def _drawn(rng: np.random.Generator, of: list[str], count: int) -> npt.NDArray[Any]:
    return np.array(of)[rng.integers(0, len(of), count)]


def is_trader(ending: str) -> bool:
    """Whether such a name usually belongs to a self-employed trader (个体工商户)."""
    return ending in _TRADER_ENDINGS


def brands(rng: np.random.Generator) -> Iterator[str]:
    """Invented brand words without repetition; when two characters are used up a third is added."""
    pairs = [first + second for first in _BRAND_1 for second in _BRAND_2]
    third = [""]
    while True:
        for tail in third:
            for place in rng.permutation(len(pairs)):
                yield pairs[place] + tail
        third = [first + second for first in ([""] if third == [""] else third) for second in _BRAND_1]
