"""Whether somebody says that wages are owed (是否欠薪): the words for it, and the words that take it back.

A message is about arrears when a clause says that pay is owed, held back or cannot be had, and neither denies it nor asks
what the law would be. A person confirms it.
"""

from __future__ import annotations

import re
from itertools import islice

from anxin.domain.intake.said import EVEN, Read
from anxin.domain.intake.second_look import LONGEST, leaning
from anxin.domain.intake.typed import as_meant

_PAY = (
    r"(?:工资|工钱|薪水|薪资|薪金|月薪|血汗钱|辛苦钱|加班费|加班工资|劳务费|人工费|工时费|高温补贴|高温费|夜班费|夜班补贴|餐补|饭补|全勤奖|年终奖|人工工资|计件费|课时费|台班费|单费|提成|奖金|绩效|"
    r"底薪|生活费|工程款|钞票|款子|钱|补偿金|双倍工资|尾款|饷)"
)
_HOLD = (
    r"(?:拖欠|久欠|赊欠|欠着|欠下|欠(?!债)|克扣|扣着|扣住|扣押|压着|押着|拖着|拖了|一拖再拖|赖着?|不肯给|不肯发|不愿意?给|拒不支付|拒付|"
    r"拒绝支付|不给|不发|不付|不结|没结|没给|没发|没付|没有发|没有给|没有结|没有支付|没支付|没到账|没有到账|没拿到|没有拿到|"
    r"没收到|没有收到|未发放|未支付|未发|未付|未结清|未结|未给|没拿过|没有拿过|没领到|没领过|没有领到|拿不到|拿不着|要不到|要不来|要不回|讨不到|讨不回|讨要|没有?着落|没有?钱发|只发一半|只发|发一半|拖着|拖|没人给|没人发|没人付|没着落|不退|押了|压了|压(?!力|榨|迫|根|制|价|缩|电|线|低|下)|结不了|"
    r"就是不|发不出|发不下来|不兑现|少发|少给|少算|迟迟|不见|停止发放|没有发放|未能(?:拿到|领到|发放)|(?:未|没有?|不)[按安][^，。]{0,8}?发放)"
)
_GAP = r"[^，。！？；!?;\n]{0,14}?"
_GONE = r"(?:找不到|找不着|不见了|跑了|没影|失踪|联系不上|电话(?:打不通|不接|关机))"
_COUNT = r"\s?[\d一二两三四五六七八九十百千万]+"
_SUM = r"\s?[\d一二两三四五六七八九十百千万]{2,}"
_YET = r"(?:都|还|也|又|就|全|统统|一直|到现在|至今|再也|始终|从来|根本|压根|仍然|迟迟)*"
_NONE_CAME = r"(?:(?:没有?|未)(?:见)?(?:给|发|结|拿|付|领|收)|不(?:给|发|结|付)(?!力))"
_WAGE = r"(?:工资|工钱|薪水|薪资|提成|底薪|奖金|加班费|劳务费|人工费?|课时费|台班费|单费|绩效|血汗钱)"
_RATE = rf"(?:一|每|按)个?(?:小时|天|工|班|晚|夜|趟|单|件|串|车|平方?|米|吨|斤|套|间|个?月){_COUNT}|{_COUNT}(?:块钱?|元)?(?:一|每|/)个?(?:小时|天|工|班|晚|夜|趟|单|件|串|车|平方?|米|吨|斤|套|间)"
"""What is paid by the hour, the day or the piece: whoever says a rate speaks of work."""
_BARE = (
    r"欠薪|讨薪|血汗钱|白干|白做了?",
    r"(?:拖欠|欠了?)(?:我(?:爸|妈|哥|姐|弟|妹)?|我们|俺|俺们|大家|他们?|她们?|工人|民工|农民工|[俩仨两三四五六七八九十几\d]+个?多?人?)[^，。！？；\n]{0,10}?(?:月|块|元|万|千|百|年)",
    r"少(?:发|给|算)了?(?:我们?|俺)?\s?\d|扣了?我[^，。]{0,6}?\d|欠(?:了)?[\d一二两三四五六七八九十百千万]+(?:块|元|万|千|百)|欠了?(?:我们?|俺)\s?\d{3}",
    r"(?:还剩|剩下|余下)[^，。]{0,10}?(?:没有?|不|未)(?:给|发|付|结)",
    r"(?:没|不)见(?:到|着)?(?:一分)?钱",
    r"(?:结账|结算|结清|发工资|台班费|工钱)[^。！？\n]{0,16}?(?:没给|没发|没结|不结|不给|没结|没付)",
    r"(?:工资|工钱)[^。！？]{0,12}?(?:到底|究竟)(?:什么时候|几时|哪天|给不给|发不发|结不结)",
    r"(?:工资|工钱)(?:都|也)?没影|(?:工资|工钱|薪水)(?:一直|都|还|也|就)?(?:没有|没)(?=[，。！？；,\s]|$)",
    r"(?:一分|一毛|分文)(?:钱)?(?:都|也)?(?:没(?!涨|加|变)|未|不)",
    r"(?:(?<!少)跑路|失联|人去楼空|卷款|躲起来)",
    r"(?:干|做)了?[^。！？\n]{0,30}?(?:包工头|工头|老板)[^，。]{0,6}?" + _GONE,
    r"[\d十百千万][wWkK万千百块元](?:多|左右)?(?:钱)?(?:都|还|一直|到现在)*(?:没|未)(?:结|给|发|付|到手)",
    r"(?:说发|说好发|答应发|该发|说要发)[^。！？\n]{0,14}?(?:没发|没给|不发)",
    r"(?:说好|讲好|谈好|讲定|承诺)[^。！？\n]{0,20}?(?:只给|才给|就给|只发|才发|只付|才付)",
    r"(?:工资|到手|工钱)[^。！？\n]{0,24}?(?:少了|少给|短了)\s?\d",
    r"个月(?:的)?(?:都|还|也)?(?:没|未)(?:给|发|结|拿)",
    r"(?:只|才|就)(?:发|给|付)了?\d[\d.]*[^。！？\n]{0,6}?(?:差|少|欠|还有|剩)",
    r"工资[^，。]{0,8}?(?:只|才|就)(?:给|发|付)了?[\d一二两三四五六七八九]",
    r"工资[^。！？]{0,20}?(?:现在|又|还是)(?:不|没)(?:发|给)|等(?:着)?(?:发)?工资",
    r"(?:打|写|开|出)(?:了|过|的)?(?:我们?)?(?:一?张)?[^，。！？\n]{0,8}?(?:欠条|白条)",
    rf"(?:还差|还欠|还短|还少)(?:我们?|俺)?{_COUNT}+(?![年天个岁分人名级])",
    rf"欠(?:了)?(?:我们?|俺)?{_COUNT}?[\d.]*[kKwW]|(?:拿|卷|带)(?:了|着)?[^，。]{{0,3}}钱(?:就|都)?跑",
    rf"扣着(?:我们?|俺)?[^，。]{{0,8}}?{_COUNT}",
    r"(?:还有|其余|其他的?|剩)[^，。]{0,12}?(?:没有?|不|未)(?:给|发|付|结)",
    r"(?:就|又|再)(?:也)?不(?:给|发|付|结)了|一(?:次|回)(?:都|也)?没(?:有)?(?:给|发|付|拿)|(?:工资|工钱)(?:还|都|又)?(?:是|等于)(?:零|0)",
    r"(?:工资|工钱|薪水|人工费?|劳务费|提成)[^。！？\n]{0,20}?(?:(?:到现在|至今|到今天)(?:也|都|还|已经?|一直|仍然?|快|有)*(?:没|未|不(?!错|好|高|够)|[\d一二两三四五六七八九十几半]+个?多?月)|要?等到|要等(?!于))",
    rf"(?:工资|工钱|薪水|到手)[^。！？\n]{{0,24}}?(?:少了|短了|少给|少发){_COUNT}",
    rf"(?:一天|每天|一个工|每个工|一个月|每月|月薪){_COUNT}[^。！？\n]{{0,24}}?(?:不给|没给|不发|没发|没拿到|不结|没结|没见)",
    r"月(?:份)?的(?:钱|提成|奖金)[^，。]{0,8}?(?:说没有|没有|没给|没发|没结)",
    r"欠款[^。！？\n]{0,40}?(?:人工费?|工资|工钱|劳务费)|(?:人工费?|工资|工钱|劳务费)[^，。]{0,10}?(?:分文|一分)(?:未|没(?!涨|加|变))",
    r"(?:到现在|至今|到头来)[^，。]{0,4}?(?:就|只|才)(?:拿|给|发|领|付)(?:到|了|过)?",
    rf"月(?:份)?(?:的)?{_WAGE}?(?:起|开始|钱)?{_YET}{_NONE_CAME}",
    rf"个(?:半|多)?月(?:的|了)?{_YET}{_NONE_CAME}",
    rf"{_WAGE}呢(?=[？?！!，,。\s]|$)|(?:再也|就再|再)没(?:有)?(?:发|给)过?",
    rf"月(?:份)?的{_YET}没有(?=[，。！？,!?\s]|$)",
    rf"(?:{_RATE})[^。！？\n]{{0,50}}?(?:只|才|就)(?:打|转|丢|塞)?(?:给|发|付|结|丢下|扔下)(?:了|过)?(?:我们?|俺)?{_COUNT}",
    rf"(?:差|欠|少(?:算|记|给)?)(?:了|着)?(?:我们?|俺|他|她|咱){_COUNT}(?:多|来)?(?:天|个工|个?月|块|元)",
    rf"(?:每个?人|一个?人|人均|一人)(?:都|还|各|被)*(?:欠|差|少)(?:着|了)?{_SUM}",
    r"(?:剩|剩下|余下|其余|还有|前面)的?(?:钱)?[^，。！？\n]{0,4}?(?:没有(?=了|[，。！？,!?\s]|$)|不认|不肯|要等|石沉大海|没下文|没影|没了|再说|等(?=[^，。]{1,8}(?:审|批|拨|款|验收|回款|付)))",
    r"(?:绩效|提成|奖金|全勤奖?|工资|工钱)(?:就|也|都|全|一下)*没了",
    rf"{_WAGE}[^，。]{{0,6}}?(?:还差|还欠|还短|还少|还剩){_COUNT}",
    r"(?:说好|答应|讲好|说)[^，。！？\n]{0,8}?号(?:发|结|给|打)[^。！？\n]{0,12}?(?:今天都?\d|都\d|现在都?|还说|还在|还没)",
    rf"(?:每个?月|一直)(?:都|各)*(?:欠|差|少){_SUM}",
    r"(?:拿|用)[^，。！？]{1,8}抵(?:我们?|俺)?的?(?:工资|工钱)|(?:工资|工钱)[^，。]{0,6}(?:存着|停了|断了|停掉)|(?:停|断)(?:了|掉)(?:我们?|俺)?的?工资",
    r"月[^，。！？\n]{0,6}(?:鸭蛋|零蛋|影子?都(?:没|不见))",
    r"少(?:打|转|结)了?(?:我们?|俺)?[\d一二两三四五六七八九]",
    rf"再不(?:给|发|结|付|把)[^，。！？\n]{{0,12}}?(?:钱|{_WAGE}|块|元|结)",
    r"(?:不让|不能|没法|无法|不给)提现|提现不了|提不了现",
    rf"(?:拖|推)到(?:现在|今天|如今|这会儿)[^。！？\n]{{0,16}}?{_SUM}",
    rf"(?:一共|总共|共|每人|一人)?还剩(?:我们?|俺)?{_SUM}+(?![\d一二两三四五六七八九十百千万年天个岁分人名级月次周套间件公平米])",
    r"(?:零|0)(?:元|块)?工资(?!单|标准|条)|工资(?:还|都)?(?:是|为)零",
    rf"(?<!不)(?<!还)要[^，。]{{0,10}}?(?:工资|工钱|提成|人工费|血汗钱)[^，。\d]{{0,4}}?{_COUNT}",
)
"""What says that wages are owed without a word of holding back beside one of pay."""
_PAY_SAID = re.compile(r"工资|工钱|薪")
_BEGINS = "一不久人停克全加劳压双发只夜奖少就尾工年底扣押拒拖拿提月未欠款没生结绩薪血补要计讨赊赖辛迟钞钱餐饭饷高单台课"
_BEGINS_BARE = r"\d\s零一二两三四五六七八九十百千万个不人余做共其再写出分到剩加劳卷又发只台失奖少就差干底开总才打扣承拖按推提无月欠每没白等答结至薪血要讨讲该说谈跑躲还停断用工带拿全前单课绩"
"""What words of owing begin with: a look at one letter spares trying them all at every letter of a message."""
_OWED = re.compile(rf"(?=[{_BEGINS}])(?:{_HOLD}{_GAP}{_PAY}|{_PAY}{_GAP}{_HOLD})")
_OWED_BARE = re.compile(rf"(?=[{_BEGINS_BARE}])(?:{'|'.join(_BARE)})")
_WORK = re.compile(
    r"工资|工钱|薪|干活|打工|上班|老板|工地|厂|公司|包工头|工人|民工|活|离职|辞职|师傅|店|项目|车间|劳务|做工|干了|做了|小工|点工|\d个工|粉墙|粉刷|护工|司机|实习|帮工|计件|兼职|主播|模特|群演|代驾|骑手|跑腿|加工|手工活|时薪|班组|刷墙|贴砖|砌墙|搬砖|搬货|卸货|钢筋|木工|瓦工|油漆|保洁|保安|送货|送餐|跑单|绩效|提成|台班|挖机|铲车|吊车|防水|装修|人工|号人|没结"
)
_DENIED = re.compile(
    r"(?:没有?|从来?不?|从未|未曾|不存在|并未|不曾|从没|未发现|未见|未查到)(?:再|有|任何)?(?:拖欠|克扣|欠过?|拖)|不(?:压|拖|扣)工资|(?:分|毛)(?:钱)?(?:都|也)?(?:不欠|没欠|(?:没|不)少(?![干做上]))|(?:没|未)少(?:过|发过?|给过?)(?=[，。]|$)|(?:工资|钱|月的)[^，。！？]{0,6}(?:也|都)到了(?=[，。！？]|$)|(?:有人|他们?|工人)[^，。]{0,6}(?:举报|投诉|诬告|冤枉|说)我欠|不(?:拖欠|欠|克扣)(?:我们?|工人|大家)?(?:的)?(?:工人)?工资|"
    r"(?:已经?|都|全部?|均)(?:全部|都|足额|按时)?(?:结清|付清|发清|还清|补发|发放到位|足额发放|发下来了|拿到了?工资|到账了|收到了)"
    r"|并不欠|已经?(?:全部)?发完|一分不少|(?:工资|工钱|钱)[^，。]{0,6}(?:收到了|到手了|拿到了)|按时(?:足额)?发(?:放|了)?工资|工资(?:都|已经?|全部|均)?(?:按时|足额|准时)|(?:谢谢|感谢)[^。]{0,20}(?:拿到|到账|要回|讨回)"
    r"|(?:一事|问题|事情?)(?:已经?|都)(?:圆满)?解决|已于[^，。]{0,12}(?:发放|支付|结清|付清|到账)|(?:刚好?|总算|后来|终于|已经?)(?:都|就)?发了(?=[，。！？]|$)|当场[^，。]{0,16}(?:付清|结清)|再无争议|申请结案|没有的事|不实(?:信息|消息)|谁说[^，。]{0,12}(?:没|不|欠|拖)|都发了(?=好|[，。！？]|$)|(?:乱讲|瞎说|造谣)|撤诉|撤(?:销|回|掉)(?:我)?[^，。]{0,6}(?:投诉|举报|诉求|申请)|不用(?:再)?(?:处理|管)了"
)
_STILL = re.compile(
    r"(?:但|可是|可|不过|还有|剩|另外|其余|只有|就是)[^。]{0,24}(?:没|未|欠|不给|差)|又|还没|仍|至今|剩下"
)
_OTHER_DEBT = re.compile(
    r"(?:物业费|水费|电费|水电费|煤气费|燃气费|话费|宽带|房租|租金|货款|借款|借我|贷款|网贷|信用卡|利息|押金|房款|定金|(?<!交)学费|退款|"
    r"退费|退[钱票]|票钱|会员卡|预付卡|理财|集资|医药费|社保费|税款|土地款|征地|拆迁|(?<![块元])补贴|低保|(?:朋友|亲戚|同学|邻居|网友|熟人)[^，。]{0,10}?(?:还|借|欠条)|退休金|养老金|退休工资|赔偿款|彩礼|保险费|公积金|租赁费|材料款|水泥款|钢筋款|砂石料|加盟费|[料货菜鲜煤油木布砂石]款)"
)
_SUPPOSED = re.compile(
    r"如果|要是|往年|假如|假设|万一|倘若|会不会|怕(?!丢)|担心|听说|据说|听闻|传闻|打听|(?:^|[^号日月年天底初来了职工完班家后])以后(?!再|给)"
)
"""What makes of its clause something that may come, or that was heard of; “7月以后”, “离职以后” and “说以后给” tell of what was."""
_NOT_NOW = re.compile(
    r"段子|笑话|(?:小说|电视剧|电视|电影)(?:里|中|上)|(?:爷爷|奶奶|老一辈)(?:讲|说)|公社|生产队|旧社会|判了?[一二三四五六七八九十\d]+(?:年|个月)|^(?:转发|新闻|宣传|科普)|新闻(?:说|里|上)|刷到|(?:抖音|网上|快手|朋友圈)(?:上)?(?:看|说|传)|真的假的|^转[：:【]|失信名单|某[市地县](?!场|方|块)|法考|做题|考试题|案例|不还的人"
)
"""A joke, a tale of old, a piece of news or an exercise: whoever tells it is owed nothing."""
_ADVERT = re.compile(
    r"^[^，。！]{0,6}(?:急招|诚聘|高薪|招聘|招(?!呼|投标|标|商|待|牌))|有意者|加群|包吃包?住[^。]{0,12}(?:月薪|工资)\s?\d"
)
"""An offer of work, which promises that wages are paid."""
_QUESTION = re.compile(r"是什么|是多少|怎么算|怎么规定|有什么规定|政策|标准是|咨询|请问|想问|问一下")
_PLAIN = re.compile(
    r"工资|工钱|薪|劳务|人工|加班费|血汗工钱|高温|夜班|餐补|饭补|全勤|年终奖|课时费|台班费|单费|提成|奖金|绩效|计件|工时费"
)
"""Words that name wages and nothing else; 血汗钱 and 钱 are said of flats, loans and fees as well."""
_BUYER = re.compile(
    r"业主|购房|买房|房产证|交房|收房|烂尾|开发商|楼盘|房贷|物业|投资|出借|[Pp]2[Pp]|网贷|集资|兑付|诈骗|(?<!交)学费|培训班|驾校|学员|会员|加盟|商铺|商户|消费者|认筹|医保|小区|房屋|受害人"
)
"""What somebody writes about who bought, lent, paid in or was cheated, and is owed money that is no wage."""
_LABOUR = re.compile(r"工人|民工|打工|员工|职工|包工头|工头|干活|干了|做工|上班|劳务|班组|工地|工友|加班")
_BY_TIME = re.compile(rf"[欠差][^，。]{{0,6}}月(?![供租饼卡])|每个?月[^，。]{{0,3}}[少差欠]|{_RATE}")
"""What is owed for a month, or by the hour or the piece, is a wage, whatever else the message speaks of."""
_BOUGHT = re.compile(r"买|购|房")
_IF_SO = re.compile(r"(?:要是|如果|万一|假如)[^。！？\n]{0,20}?就(?:不|没)")
"""要是货被退，工钱就不发了: what follows from a supposition is supposed, too."""
_SEVERANCE = re.compile(r"补偿金|赔偿金")
_CLAUSE, _SENTENCE = re.compile(r"[，。！？；,!?;\n]"), re.compile(r"[。！？!?\n]")
_JUDGED, _REACH = 20, 200
"""How many mentions of each kind are judged, and how far a clause reaches: whoever repeats one word for pages keeps nobody waiting."""
_AT_LENGTH = 80
"""From so many characters on, somebody who writes of wages names them, or the work, somewhere."""
_PREACHED = re.compile(
    r"(?:不得|不准|不许|严禁|禁止|杜绝|根治|整治|防范|预防|预防和处置|治理|打击|查处|严厉打击|拒绝|远离|零容忍|遏制)[^，。！？；\n]{0,12}?(?:拖欠|欠薪|克扣|欠)"
    r"|欠薪(?:零容忍|专项|整治|治理|宣传|线索征集|举报电话|维权中心|办公室|条例)|(?:拖欠|欠薪|克扣|不发工资)[^，。！？；\n]{0,12}?(?:违法|犯法|合法|犯罪|算不算)[^，。！；\n]{0,4}?(?:吗|嘛|么|不|？|\?)"
)
"""Notices, slogans and questions of policy: they speak of arrears and say that nobody is owed anything."""
_OWED_HERE = re.compile(
    r"我|俺|咱|本人|工友|老公|老婆|儿子|女儿|父亲|母亲|丈夫|妻子|同事|老乡|[\d一二两仨三四五六七八九十几半]+\s*(?:个?(?:多|来)?月|块|元|万|千|年|天)"
)
_PAY_OR_RATE = re.compile(
    rf"工资|工钱|薪|{_PLAIN.pattern}|尾款|(?:一天|每天|一晚|一单|每单|一个工|每个工|一个月|每月|日结){_COUNT}|[\d百千]+(?:元|块)?一天"
)
_NOT_DONE = re.compile(
    r"没(?!有?(?:问题|意见|办法|涨|捂|人(?![给发付])|加过?|签|交|买)|收了)|未(?![来成婚])|不[给肯认结付发]|拖|欠|还差|跑了|没钱|周转不|共克时艰|没回款|没打款|死活|才肯|[只就才](?:给|发|付)了?|剩"
)
_POLICY = re.compile(
    r"[合违]法[吗么嘛]|合理|正常[吗么嘛]|怎么算|是什么|标准|能不能要|就问问|没有年终奖|最低工资|已经(?:给|发|付|结)|都发(?:了|完)|补上了|调岗|降薪|冻结|社保|双倍|两份"
)
_AGAINST = (_OTHER_DEBT, _BUYER, _DENIED, _SUPPOSED, _NOT_NOW, _ADVERT)
_MONEY_SAID = re.compile(
    r"工资|工钱|薪|钱|块|元|欠|结|账|提成|奖金|费|[\d一二两三四五六七八九十]\s?[万千百kKwW]|(?<![-\d])[1-9]\d{2,5}(?![-\d年月日号点路米])"
)
_OF_POLICY = re.compile(r"政策|待遇|标准|社保|公积金")
"""Without the first no letters tell of wages owed; with the second they rather tell of what wages ought to be."""
_SHORT, _NEAR, _HARDLY, _UNUSUAL = 120, 30, 0.55, "没有常见的欠薪说法，请看原文"
_LEANT, _LEANT_OF_PAY = 0.8, 0.6
"""How far a message must lean, of which no rule knows anything, before a person is asked to look; one that names pay or a rate, less far."""
_FIRST_PERSON = re.compile(r"我|俺|咱|本人|工友|大家|我们|兄弟|老公|老婆|爸|妈|儿子|女儿|父亲|母亲|丈夫|妻子|同事|老乡")


def about_arrears(text: str) -> Read[bool]:
    """Whether a message says that wages are owed; of several clauses the clearest decides."""
    written, text = text, as_meant(text)
    said = [*islice(_OWED.finditer(text), _JUDGED), *islice(_OWED_BARE.finditer(text), _JUDGED)]
    found = max(said, key=lambda one: _confidence(text, one), default=None)
    confidence = _confidence(text, found) if found else 0.0
    if confidence < EVEN and (start := _between_the_lines(text, found)) is not None:
        return Read(value=True, words=written[slice(*start)], start=start[0], confidence=_HARDLY, doubt=_UNUSUAL)
    if found is None:
        return Read(value=False, words="", start=0, confidence=0.75 if _PAY_SAID.search(text) else 0.9)
    sure, words = round(max(confidence, 1 - confidence), 2), written[found.start() : found.end()]
    return Read(value=confidence >= EVEN, words=words, start=found.start(), confidence=sure, doubt=_doubt(text, found))


def _between_the_lines(text: str, found: re.Match[str] | None) -> tuple[int, int] | None:
    """Where a message tells of wages owed in no usual way, so that a person looks.

    Words of pay stand not far from words of something not done, in a short message about work; or its letters lean that way.
    """
    if len(text) > LONGEST or any(one.search(text) for one in _AGAINST):
        return None
    if found is None and len(text) <= _SHORT and not _POLICY.search(text):
        for one in islice(_PAY_OR_RATE.finditer(text), _JUDGED):
            around = text[max(0, one.start() - _NEAR) : one.end() + _NEAR]
            if _NOT_DONE.search(around) and (_PAY_SAID.search(one[0]) or _WORK.search(text)):
                return one.span()
    if not _MONEY_SAID.search(text) or _OF_POLICY.search(text):
        return None
    if leaning(text) < (_LEANT_OF_PAY if _PAY_OR_RATE.search(text) else _LEANT):
        return None
    return found.span() if found else (0, 0)


def _only_asked(text: str, found: re.Match[str]) -> bool:
    """Whether words of owing are only supposed, or stand in a question that tells of nobody's wages: “请问公司不发工资违法吗”."""
    clause = _around(text, found, _CLAUSE)
    begun = max(found.start() - _REACH, 0)
    if any(one.start() < found.start() <= one.end() for one in _IF_SO.finditer(text, begun, found.end())):
        return True
    asked = _QUESTION.search(_around(text, found, _SENTENCE))
    return bool(_SUPPOSED.search(clause) or (asked and not _OWED_HERE.search(clause)))


def _around(text: str, found: re.Match[str], ends: re.Pattern[str]) -> str:
    """The clause or sentence that words of owing stand in."""
    nearest, furthest = max(found.start() - _REACH, 0), found.end() + _REACH
    begun = max((one.end() for one in ends.finditer(text, nearest, found.start())), default=nearest)
    ended = ends.search(text, found.end(), furthest)
    return text[begun : ended.start() if ended else furthest]


def _of_another_debt(text: str, clause: str) -> float:
    """How much speaks against wages where only money is named: a flat, a loan or a fee, or no work at all in a long message."""
    if _LABOUR.search(clause) and not _BOUGHT.search(clause):
        return 0
    if _OTHER_DEBT.search(text):
        return 0.5
    if _BUYER.search(text):
        return 0.45
    return 0.4 if len(text) >= _AT_LENGTH and not _LABOUR.search(text) else 0


def _preached(text: str, found: re.Match[str]) -> bool:
    """Whether the sentence is a notice, a slogan or a question of policy that tells of nobody's wages."""
    sentence = _around(text, found, _SENTENCE)
    return bool(_PREACHED.search(sentence) and not _STILL.search(sentence) and not _OWED_HERE.search(sentence))


def _told_of_others(text: str, found: re.Match[str]) -> bool:
    """Whether the sentence tells a joke, old times or news, or the message offers work."""
    if _NOT_NOW.search(_around(text, found, _SENTENCE)):
        return True
    return _ADVERT.search(text) is not None and not _FIRST_PERSON.search(text)


def _confidence(text: str, found: re.Match[str]) -> float:
    """How likely the words found mean wages owed to the one who writes or to those spoken for."""
    clause = _around(text, found, _CLAUSE)
    sure = 0.86 if found.re is _OWED else 0.72
    by_time = _BY_TIME.search(found[0]) is not None and not _OTHER_DEBT.search(clause)
    if not _WORK.search(text) and not by_time:
        sure -= 0.3
    if _DENIED.search(text) and not _STILL.search(text):
        sure -= 0.55
    if not _PLAIN.search(found[0]) and not by_time:
        sure -= _of_another_debt(text, clause)
    if _only_asked(text, found) and not re.search(r"至今|已经?|都|现在|一直|还没|仍", clause):
        sure -= 0.5
    sure -= 0.6 * (_preached(text, found) + _told_of_others(text, found))
    if _SEVERANCE.search(found[0]) and not _PAY_SAID.search(found[0]):
        sure -= 0.4
    if re.search(r"退休工资|养老金|退休金|内退|退养", clause):
        sure -= 0.5
    if _FIRST_PERSON.search(text):
        sure += 0.08
    return min(max(sure, 0.03), 0.97)


def _doubt(text: str, found: re.Match[str]) -> str:
    if _DENIED.search(text):
        return "文中有“没有拖欠”或“已结清”一类的话"
    if _only_asked(text, found):
        return "可能是咨询或假设"
    if _preached(text, found):
        return "可能是通知、宣传或问政策"
    if _OTHER_DEBT.search(text):
        return "文中也提到其他款项"
    return ""
