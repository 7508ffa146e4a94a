"""Questions as people type them (错字、繁体): traditional characters read as simplified ones, words typed by their sound set right.

A phone offers the wrong character of the right sound: 托欠公资 is 拖欠工资. Only a pair of characters that no question knows is
read by its sound, so that what is spelt well is never touched.
"""

from __future__ import annotations

from collections.abc import Collection

_TRADITIONAL = str.maketrans(
    "資發費闆闊錢給違約勞動單壓過電話裡裏麼樣辦幹個們這會還沒時說條證據據間離職辭補償賠廠倒閉關門騙訴請師應當當僱"
    "傭雇歲學實習馬車險員業務點鐘夠兩後來為與從長帳賬單籤簽訂書訂約標準最級計算額週週節國慶勝敗審審訟訴調解決執"
    "傷醫療養產懷孕歸還結討欠債項項無網號碼戶銀聯繫係續繼經濟罰款獎紅績獲權維護報舉機構監檢查處罰團體總轉讓擔臺灣萬億幾見頭東買賣開"
    "裝織針飯館園區鎮鄉紡鋼鐵銷運輸貿塗製飾環設備術華興達龍鳳順遠陽隊橋樓廳緣綠藍黃雲飛寶豐漢眾聖榮偉創傑錦麗凱遲寫該對錄現認識語誰問題進難場",
    "资发费板阔钱给违约劳动单压过电话里里么样办干个们这会还没时说条证据据间离职辞补偿赔厂倒闭关门骗诉请师应当当雇"
    "佣雇岁学实习马车险员业务点钟够两后来为与从长账账单签签订书订约标准最级计算额周周节国庆胜败审审讼诉调解决执"
    "伤医疗养产怀孕归还结讨欠债项项无网号码户银联系系续继经济罚款奖红绩获权维护报举机构监检查处罚团体总转让担台湾万亿几见头东买卖开"
    "装织针饭馆园区镇乡纺钢铁销运输贸涂制饰环设备术华兴达龙凤顺远阳队桥楼厅缘绿蓝黄云飞宝丰汉众圣荣伟创杰锦丽凯迟写该对录现认识语谁问题进难场",
)
_SOUNDS = (
    "工公功攻供宫弓", "资子姿自字咨仔紫", "薪新心欣辛信", "拖托脱妥", "欠钱前签千迁歉", "老佬劳", "板版班般办搬扳半", "包保报抱饱宝爆",
    "头投透", "跑泡炮", "路录陆露", "加家佳甲价假", "费非废飞肥", "压押牙鸭亚", "金今斤进紧近", "合和何河核盒", "同童通统痛",
    "仲中重种众终", "裁才财材采", "赔陪倍培配", "偿常长尝场厂", "倒到道岛", "闭必毕币避", "辞词此次刺", "退腿推", "社设舍舌射涉蛇",
    "保宝报抱包", "时实十石是事市试使", "效校笑孝晓", "援元员原圆源远园", "助住主祝注著", "法发罚伐", "律率绿旅虑", "条调跳", "解借姐结节接节截",
    "协写些鞋", "议意义一以已易", "诉苏素速宿", "投头透", "监间尖坚奸简减", "察查茶插差", "离里理力历例立", "职直只指之支值", "证正政整争征",
    "据具句剧居举聚", "账帐仗丈", "认任人忍", "双霜爽", "休修秀", "息西希析", "补不部步布", "最罪嘴醉", "低底地第抵递", "标表飙", "准谁转",
    "克刻客课可", "扣口寇", "迟吃持", "罚发法", "款宽", "奖讲将", "提题体替", "成城程诚乘承", "计记机几极级", "件见建健间", "劳老捞", "动懂东冬洞",
    "童同", "工弓", "龄零令领灵", "超抄吵潮", "骑其奇起期", "手首受守", "实时石", "习西系", "外歪", "卖买麦", "国过果", "伤商上", "险现显线",
    "社设", "黑嘿", "名明命", "单但蛋丹", "失师史使", "信心", "执直", "行型形性", "冻动", "封风", "查茶", "倒刀", "注主", "销消小肖", "破迫坡",
    "产铲", "清请情青轻", "算酸蒜", "期七气起器", "周州洲", "末没莫",
)  # fmt: skip
_WORDS = (
    "工资", "工钱", "薪水", "拖欠", "欠薪", "讨薪", "欠条", "白条", "老板", "单位", "公司", "工厂", "厂子", "工地", "包工", "工头",
    "分包", "总包", "劳务", "派遣", "中介", "加班", "周末", "休息", "补休", "节日", "押金", "合同", "社保", "保险", "工伤", "受伤",
    "仲裁", "调解", "起诉", "法院", "律师", "法律", "援助", "劳动", "监察", "投诉", "举报", "报警", "公安", "犯罪", "坐牢", "辞退",
    "开除", "辞职", "离职", "裁员", "补偿", "赔偿", "双倍", "试用", "实习", "学徒", "童工", "超龄", "退休", "骑手", "外卖", "快递",
    "跑路", "跑了", "失联", "倒闭", "破产", "注销", "转让", "时效", "证据", "录音", "考勤", "最低", "标准", "计算", "扣钱",
    "罚款", "迟到", "请假", "克扣", "提成", "奖金", "停工", "停产", "放假", "现金", "转账", "身份", "匿名", "保密", "报复", "回执",
    "查询", "分期", "专户", "实名", "怀孕", "产假", "病假", "到期", "自离", "急辞",
)  # fmt: skip
"""The words a slip of the keyboard is set right to; others are left as they are."""
_KEY: dict[str, str] = {}
for _group in _SOUNDS:
    for _char in _group:
        _KEY.setdefault(_char, _KEY.get(_group[0], _group[0]))


def simplified(text: str) -> str:
    """A text in simplified characters.

    >>> simplified("老闆拖欠工資怎麼辦")
    '老板拖欠工资怎么办'
    """
    return text.translate(_TRADITIONAL)


def sound(pair: str) -> str:
    """The pair of characters that stands for all that sound alike.

    >>> sound("公资") == sound("工子")
    True
    """
    return "".join(_KEY.get(one, one) for one in pair)


_BY_SOUND: dict[str, list[str]] = {}
for _word in _WORDS:
    _BY_SOUND.setdefault(sound(_word), []).append(_word)


def set_right(text: str, *, known: Collection[str]) -> str:
    """A text with every pair that nobody knows read as the word of wage disputes that sounds like it and shares a character.

    >>> set_right("老板托欠公资", known={"老板"})
    '老板拖欠工资'
    """
    chars, at = list(text), 0
    while at < len(chars) - 1:
        pair = chars[at] + chars[at + 1]
        meant = "" if pair in known else _meant(pair)
        chars[at : at + 2] = meant or pair
        at += 2 if meant else 1
    return "".join(chars)


def _meant(pair: str) -> str:
    likely = [one for one in _BY_SOUND.get(sound(pair), ()) if one[0] == pair[0] or one[1] == pair[1]]
    return likely[0] if likely else ""
