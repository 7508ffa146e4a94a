"""What the templates of legal papers say: letters as lines, tables as pairs. script/make-document-templates sets them in Word."""

SIGN = (">{{ authority_name }}（印章）", ">{{ issued_on }}")
CONTACT = "联系电话：{{ contact_phone }}"
ADDRESS = "{% if contact_address %}　　地址：{{ contact_address }}{% endif %}"
LIST = ("claims", (("序号", "{{ row.n }}", 18), ("姓名", "{{ row.name }}", 92), ("金额（元）", "{{ row.amount }}", 50)))
PARTS = (
    "instalments",
    (
        ("序号", "{{ row.n }}", 18), ("姓名", "{{ row.name }}", 62), ("支付日期", "{{ row.due }}", 40),
        ("金额（元）", "{{ row.amount }}", 40),
    ),
)  # fmt: skip
WHO = (
    "{% if employer_uscc %}（统一社会信用代码 {{ employer_uscc }}）{% endif %}"
    "{% if employer_address %}（住所：{{ employer_address }}）{% endif %}"
)
USCC = "{% if employer_uscc %}（统一社会信用代码 {{ employer_uscc }}）{% endif %}"

ASKED = (
    "asked",
    (
        ("序号", "{{ row.n }}", 14), ("申请人", "{{ row.name }}", 28), ("请求", "{{ row.term }}", 38),
        ("计算", "{{ row.formula }}", 48), ("金额（元）", "{{ row.amount }}", 32),
    ),
)  # fmt: skip
DOSSIER = (
    "dossier",
    (
        ("序号", "{{ row.n }}", 14), ("材料", "{{ row.term }}", 48), ("文件或说明", "{{ row.name }}", 56),
        ("校验码", "{{ row.digest }}", 42),
    ),
)  # fmt: skip
HEADINGS = {
    "claims": "附：劳动者名单",
    "instalments": "附：分期支付安排",
    "asked": "附：请求明细",
    "dossier": "材料清单",
}
CLAIMED = "{% if claimed %}{{ claimed_in_words }}（¥{{ claimed }}）{% endif %}"
APPLICANT = (
    "=申请人：{{ complainants }}{% if complainant_identity %}，身份证号码：{{ complainant_identity }}{% endif %}"
    "{% if complainant_address %}，住址：{{ complainant_address }}{% endif %}"
    "{% if complainant_phone %}，联系电话：{{ complainant_phone }}{% endif %}"
)
PARTY = (
    "=　　　　　　　　　　　　　　　申请人（签名、指印）：",
    "=　　　　　　　　　　　　　　　　　　年　　月　　日",
)
HELPED = "本申请由{{ authority_name }}协助制作，{{ issued_on }}，编号：{{ number }}"
"""At the foot of the page of what goes out in a worker's name."""
OPINIONS = (
    ("承办人意见", "{{ opinion }}\n承办人（签名）：　　　　　　　　年　　月　　日"),
    ("负责人审批意见", "\n\n负责人（签名）：　　　　　　　　年　　月　　日"), ("依据", "{{ basis }}"),
)  # fmt: skip
MATTER = (
    ("案件编号", "{{ case_title }}"), ("用人单位", "{{ employer_name }}"), ("立案日期", "{{ accepted_on }}"),
    ("涉及人数", "{{ workers }}"), ("尚欠金额", "{% if owed %}{{ owed_in_words }}（¥{{ owed }}）{% endif %}"),
)  # fmt: skip

# A line that begins with ">" stands right, with "=" at the left margin, else its first line is indented by two characters.
LETTERS = {
    "acceptance_notice": (
        "={{ complainants }}：",
        "你（你们）反映{{ employer_name }}拖欠劳动报酬一案，本机关于{{ received_on }}收到。经审查，符合受理条件，根据{{ basis }}的规定，决定予以受理。",
        "案件编号：{{ case_title }}。移送劳动保障监察立案调查的，调查期限为自立案之日起{{ investigation_days }}；情况复杂需要延长或者中止的，将书面告知。",
        "{% if requests %}你（你们）的诉求：{{ requests }}{% endif %}",
        "请妥善保管劳动合同、考勤记录、工资条、转账记录、聊天记录等证据，并保持联系方式畅通。受理本案不收取任何费用。",
        f"承办人：{{{{ handler }}}}　　{CONTACT}{ADDRESS}",
        *SIGN,
    ),
    "refusal_notice": (
        "={{ complainants }}：",
        "你（你们）反映{{ employer_name }}拖欠劳动报酬一案，本机关于{{ received_on }}收到。经审查，该事项属于“{{ refusal_ground }}”的情形：",
        "{{ refusal_words }}",
        "根据{{ basis }}的规定，决定不予受理。",
        "建议通过下列途径维护权益：{{ route }}",
        "{% if arbitration_years %}申请劳动争议仲裁的时效期间一般为{{ arbitration_years }}；劳动关系存续期间因拖欠劳动报酬发生争议的，不受该期间限制，劳动关系终止的，应当自终止之日起{{ arbitration_years }}内提出。{% endif %}",
        "{% if contact_phone %}联系电话：{{ contact_phone }}{% endif %}",
        *SIGN,
    ),
    "order_to_correct": (
        "={{ employer_name }}" + WHO + "：",
        "经查，你单位存在下列违法行为：",
        "{{ violation }}",
        "现责令你单位于{{ deadline }}前改正：",
        "{{ corrections }}",
        "改正后，应于期限届满前将改正情况和证明材料书面报送本机关。你单位有权陈述和申辩；逾期不改正，或者抗拒、阻挠劳动保障监察的，将依法处理。依据：{{ basis }}。",
        f"{CONTACT}{ADDRESS}",
        *SIGN,
    ),
    "order_to_pay": (
        "={{ employer_name }}" + WHO + "：",
        "经查，你单位存在下列拖欠劳动报酬的行为：",
        "{{ violation }}",
        "根据{{ basis }}的规定，现责令你单位于{{ deadline }}前支付{% if workers %}{{ workers }}名{% endif %}劳动者的劳动报酬，共计人民币{{ ordered_in_words }}（¥{{ ordered }}）。支付方式：{{ pay_to }}",
        "逾期不支付的，依法责令按应付金额{{ extra_compensation }}的标准向劳动者加付赔偿金；以转移财产、逃匿等方法逃避支付，或者有能力支付而不支付，数额较大，经责令支付仍不支付的，将依法移送公安机关追究刑事责任。",
        CONTACT,
        LIST,
        *SIGN,
    ),
    "transfer_letter": (
        "={{ police }}：",
        "{{ employer_name }}" + WHO + "拖欠{{ workers }}名劳动者劳动报酬一案（{{ case_title }}），尚欠人民币{{ owed_in_words }}（¥{{ owed }}），涉嫌拒不支付劳动报酬罪：",
        "{{ suspicion }}",
        "根据{{ basis }}的规定，现将该案移送你机关，自批准移送之日起{{ notifying_hours }}内办理移交。请依法审查，并将是否立案的决定书面通知本机关。",
        "随附材料：{{ enclosures }}",
        "{% if contact_phone %}联系电话：{{ contact_phone }}{% endif %}",
        LIST,
        *SIGN,
    ),
    "closing_notice": (
        "={{ complainants }}：",
        "你（你们）反映{{ employer_name }}拖欠劳动报酬一案（{{ case_title }}），本机关于{{ received_on }}收到，现已办结。处理结果如下：",
        "{{ outcome }}",
        "{% if owed %}截至本告知书签发之日，尚欠人民币{{ owed_in_words }}（¥{{ owed }}）。{% endif %}依据：{{ basis }}。",
        "{% if arbitration_years %}对结果有异议，或者仍有劳动报酬未付的，可以依法申请劳动争议仲裁，时效期间一般为{{ arbitration_years }}。{% endif %}",
        "{% if contact_phone %}联系电话：{{ contact_phone }}{% endif %}",
        *SIGN,
    ),
    "referral_letter": (
        "={{ receiver_authority }}：",
        "我单位收到关于{{ employer_name }}" + WHO + "拖欠劳动报酬的反映（{{ case_title }}）{% if complainants %}，投诉人：{{ complainants }}{% endif %}{% if workers %}，涉及{{ workers }}人{% endif %}{% if claimed %}，主张金额人民币{{ claimed_in_words }}（¥{{ claimed }}）{% endif %}。反映的事实如下：",
        "{{ facts }}",
        "转办理由：{{ referral_reason }}",
        "根据{{ basis }}的规定，现转你单位办理，请于{{ reply_by }}前将受理和办理情况函复我单位。",
        "{% if enclosures %}随附材料：{{ enclosures }}{% endif %}",
        CONTACT,
        LIST,
        *SIGN,
    ),
    "mediation_agreement": (
        "=甲方（劳动者）：{{ complainants }}{% if complainant_identity %}　身份证号码：{{ complainant_identity }}{% endif %}",
        "=乙方（用人单位）：{{ employer_name }}" + USCC,
        "={% if employer_address %}住所：{{ employer_address }}　{% endif %}代表人：{{ employer_representative }}",
        "争议事实：{{ facts }}",
        "经{{ authority_name }}主持调解，双方自愿达成如下协议：",
        "一、乙方向甲方支付劳动报酬共计人民币{{ agreed_in_words }}（¥{{ agreed }}）。",
        "二、{{ agreement }}",
        "三、双方可以依法向人民法院申请司法确认；因支付拖欠劳动报酬达成本协议，乙方在约定期限内不履行的，甲方可以持本协议依法申请支付令。依据：{{ basis }}。",
        "四、本协议自双方签名或者盖章，并经调解员签名、调解组织盖章后生效。一式三份，甲乙双方和调解组织各一份。",
        LIST,
        PARTS,
        "=甲方（签名）：　　　　　　　　　　　　　乙方（盖章、代表人签名）：",
        "=调解员（签名）：{{ mediator }}",
        *SIGN,
    ),
    "questioning_record": (
        "=时间：{{ asked_from }} 至 {{ asked_until }}　　地点：{{ asked_where }}",
        "=被询问人：{{ asked_name }}{% if asked_identity %}　身份证号码：{{ asked_identity }}{% endif %}{% if asked_phone %}　联系电话：{{ asked_phone }}{% endif %}",
        "=与本案的关系：{{ asked_role }}{% if employer_name %}　　涉及单位：{{ employer_name }}{% endif %}",
        "=询问人：{{ askers }}　　记录人：{{ recorder }}　　案件编号：{{ case_title }}",
        "告知：我们是{{ authority_name }}的工作人员，依法向你了解情况。你应当如实回答，与本案无关的问题有权拒绝回答；认为我们与本案有利害关系的，可以申请回避。依据：{{ basis }}。",
        "={{ questions }}",
        "=以上笔录已阅（已向我宣读），与我说的一致。",
        "=被询问人（签名、指印）：　　　　　　　　　　　　　　　　年　　月　　日",
        "=询问人（签名）：　　　　　　　　　　　　记录人（签名）：",
    ),
    "supplement_notice": (
        "={{ complainants }}：",
        "你（你们）反映{{ employer_name }}拖欠劳动报酬一案（{{ case_title }}），本机关于{{ received_on }}收到。经审查，尚缺少下列内容或材料：",
        "{{ lacking }}",
        "请于{{ supplement_by }}前补正。书写有困难的，可以到本机关口头补充，由工作人员记录后签字确认。",
        "自本通知发出之日起，受理期限暂停计算；收到补正材料后继续计算，受理期限为{{ acceptance_days }}。依据：{{ basis }}。",
        f"承办人：{{{{ handler }}}}　　{CONTACT}{ADDRESS}",
        *SIGN,
    ),
    "period_notice": (
        "={{ complainants }}：",
        "你（你们）投诉{{ employer_name }}拖欠劳动报酬一案（{{ case_title }}），本机关于{{ accepted_on }}立案。现将调查期限的变动告知如下：",
        "{{ period_change }}",
        "理由：{{ period_reason }}",
        "依据：{{ basis }}。中止的原因消除后，恢复调查并继续计算期限。",
        f"承办人：{{{{ handler }}}}　　{CONTACT}{ADDRESS}",
        *SIGN,
    ),
    "prior_notice": (
        "={{ employer_name }}" + WHO + "：",
        "经查，你单位存在下列违法行为：",
        "{{ violation }}",
        "本机关拟作出如下处理：",
        "{{ intended }}",
        "依据：{{ basis }}，你单位有权陈述和申辩，请于{{ statement_by }}前向本机关书面或者口头提出；逾期未提出的，视为放弃。",
        f"{CONTACT}{ADDRESS}",
        *SIGN,
    ),
    "order_compensation": (
        "={{ employer_name }}" + WHO + "：",
        "本机关已送达{{ order_paper }}，责令你单位限期支付劳动报酬。期限届满，你单位仍有{% if workers %}{{ workers }}名劳动者的{% endif %}劳动报酬人民币{{ owed_in_words }}（¥{{ owed }}）未支付。",
        "根据{{ basis }}的规定，逾期不支付的，按应付金额{{ extra_compensation }}的标准加付赔偿金。本机关决定按{{ compensation_ratio }}的比例，责令你单位于{{ deadline }}前向劳动者加付赔偿金人民币{{ compensation_in_words }}（¥{{ compensation }}），并付清所欠劳动报酬。支付方式：{{ pay_to }}",
        "不服本决定的：{{ remedy }}",
        CONTACT,
        LIST,
        *SIGN,
    ),
    "enforcement_application": (
        "={{ court }}：",
        "申请执行人：{{ authority_name }}　　联系人：{{ handler }}　　联系电话：{{ contact_phone }}",
        "被执行人：{{ employer_name }}" + WHO + "{% if legal_person %}，法定代表人（负责人）：{{ legal_person }}{% endif %}",
        "本机关作出的{{ order_paper }}已于{{ order_on }}送达被执行人，并于{{ reminded_on }}送达催告书。期限届满，被执行人仍未履行，{% if workers %}涉及劳动者{{ workers }}名，{% endif %}尚欠人民币{{ owed_in_words }}（¥{{ owed }}）。所依据的处理规定：{{ basis }}。",
        "现申请强制执行：",
        "{{ enforce_items }}",
        "{% if enclosures %}随附材料：{{ enclosures }}{% endif %}",
        LIST,
        *SIGN,
    ),
    "mediation_notice": (
        "={{ complainants }}，{{ employer_name }}：",
        "双方劳动报酬争议（{{ case_title }}）由{{ authority_name }}组织调解，现将有关事项通知如下：",
        "一、时间：{{ sitting_at }}",
        "二、地点：{{ sitting_where }}",
        "三、调解员：{{ mediator }}。认为调解员与争议有利害关系的，可以要求更换。",
        "四、争议事实：{{ facts }}",
        "五、请携带身份证明，委托他人参加的另带授权委托书；单位请带营业执照副本、职工名册、考勤和工资支付台账，劳动者请带能证明用工和欠薪的材料。",
        "六、调解自愿，不收费用。自收到调解申请之日起{{ mediation_days }}内未达成调解协议的，可以依法申请仲裁。依据：{{ basis }}。",
        f"{CONTACT}{ADDRESS}",
        *SIGN,
    ),
    "mediation_end_notice": (
        "={{ complainants }}，{{ employer_name }}：",
        "双方劳动报酬争议（{{ case_title }}）经{{ authority_name }}组织调解{% if mediator %}（调解员：{{ mediator }}）{% endif %}，现终止调解。原因：",
        "{{ end_reason }}",
        "调解期限为自收到调解申请之日起{{ mediation_days }}。依据：{{ basis }}。",
        "{% if owed %}至本告知书签发之日，台账记载尚欠人民币{{ owed_in_words }}（¥{{ owed }}）。{% endif %}双方可以通过下列途径解决争议：{{ route }}",
        "{% if arbitration_years %}申请劳动争议仲裁的时效期间一般为{{ arbitration_years }}；劳动关系存续期间因拖欠劳动报酬发生争议的，不受该期间限制，劳动关系终止的，应当自终止之日起{{ arbitration_years }}内提出。{% endif %}",
        "{% if contact_phone %}联系电话：{{ contact_phone }}{% endif %}",
        *SIGN,
    ),
    "instalment_agreement": (
        "=甲方（劳动者）：{{ complainants }}{% if complainant_identity %}　身份证号码：{{ complainant_identity }}{% endif %}",
        "=乙方（用人单位）：{{ employer_name }}" + USCC,
        "={% if employer_address %}住所：{{ employer_address }}　{% endif %}代表人：{{ employer_representative }}",
        "乙方确认尚欠甲方劳动报酬人民币{{ owed_in_words }}（¥{{ owed }}）。双方自愿达成如下协议（{{ case_title }}）：",
        "一、乙方按所附安排，每期于支付日期前通过银行转账支付至劳动者本人账户；提前支付不受限制。",
        "二、任何一期到期未付足的，视为全部未付款项到期，本机关恢复办理。{% if default_terms %}{{ default_terms }}{% endif %}",
        "三、乙方签署本协议即表示同意履行，仲裁时效自签署之日起重新计算；经调解达成的，乙方在约定期限内不履行，甲方可以持本协议依法申请支付令。依据：{{ basis }}。",
        "四、本协议自双方签名或者盖章之日起生效。一式三份，双方和见证机关各一份。",
        PARTS,
        "=甲方（签名）：　　　　　　　　　　　　　乙方（盖章、代表人签名）：",
        "=见证人（签名）：{{ handler }}",
        *SIGN,
    ),
    "payment_order_application": (
        APPLICANT,
        "=被申请人：{{ employer_name }}" + WHO + "{% if legal_person %}，法定代表人（负责人）：{{ legal_person }}{% endif %}",
        "请求事项：请求依法向被申请人发出支付令，督促其给付拖欠的劳动报酬人民币{{ owed_in_words }}（¥{{ owed }}），申请费由被申请人承担。",
        "事实和理由：双方因拖欠劳动报酬，于{{ agreement_on }}经{{ authority_name }}主持达成调解协议。被申请人在协议约定期限内没有履行，至今尚欠上述款项。双方没有其他债务纠纷，支付令能够送达被申请人。根据{{ basis }}的规定提出申请。",
        "{% if enclosures %}随附材料：{{ enclosures }}{% endif %}",
        LIST,
        "=此致",
        "={{ court }}",
        *PARTY,
    ),
    "arbitration_application": (
        APPLICANT,
        "{% if particulars %}申请人情况：{{ particulars }}{% endif %}",
        "=被申请人：{{ employer_name }}" + WHO + "{% if legal_person %}，法定代表人（负责人）：{{ legal_person }}{% if legal_person_post %}，职务：{{ legal_person_post }}{% endif %}{% endif %}",
        "请求事项：请求裁决被申请人支付人民币{{ asked_total_in_words }}（¥{{ asked_total }}），明细附后。",
        "事实和理由：",
        "{{ facts }}",
        "{% if proofs %}证据：{{ proofs }}{% endif %}",
        "{% if proof_sources %}证据来源：{{ proof_sources }}{% endif %}",
        "{% if witnesses %}证人：{{ witnesses }}{% endif %}",
        "本申请在仲裁时效内提出，仲裁不收费。依据：{{ basis }}。",
        ASKED,
        "=此致",
        "={{ commission }}",
        *PARTY,
    ),
    "reconsideration_request": (
        "={{ police }}：",
        "本机关移送的{{ employer_name }}" + USCC + "涉嫌拒不支付劳动报酬一案（{{ case_title }}），你机关{{ refused_notice }}通知不予立案，本机关于{{ refused_on }}收到。",
        "{% if owed %}该案{% if workers %}涉及劳动者{{ workers }}名，{% endif %}尚欠人民币{{ owed_in_words }}（¥{{ owed }}）。{% endif %}本机关不同意不予立案的决定，理由如下：",
        "{{ objection }}",
        "根据{{ basis }}的规定，现提请复议，请自收到之日起{{ reconsideration_days }}内作出立案或者不予立案的决定，并书面通知本机关。",
        "{% if enclosures %}随附材料：{{ enclosures }}{% endif %}",
        CONTACT,
        *SIGN,
    ),
    "procuratorate_letter": (
        "={{ procuratorate }}：",
        "本机关已将{{ employer_name }}" + USCC + "涉嫌拒不支付劳动报酬一案（{{ case_title }}）移送{{ police }}（审查期限{{ police_review_days }}），{% if refused_notice %}该机关以{{ refused_notice }}通知不予立案{% else %}该机关至今未作出立案决定{% endif %}。",
        "{% if owed %}该案{% if workers %}涉及劳动者{{ workers }}名，{% endif %}尚欠人民币{{ owed_in_words }}（¥{{ owed }}）。{% endif %}涉嫌犯罪的事实和证据：",
        "{{ suspicion }}",
        "本机关认为应当立案，理由：{{ objection }}",
        "根据{{ basis }}的规定，建议你院依法进行立案监督，并将结果书面告知本机关。",
        "{% if enclosures %}随附材料：{{ enclosures }}{% endif %}",
        CONTACT,
        LIST,
        *SIGN,
    ),
    "transfer_report": (
        "=案件编号：{{ case_title }}　　专案组成员：{{ team }}",
        "一、当事人：{{ employer_name }}" + WHO + "{% if legal_person %}，法定代表人（负责人）：{{ legal_person }}{% endif %}",
        "二、责令支付情况：{{ order_paper }}{% if order_on %}，{{ order_on }}送达{% endif %}，期满未付，尚欠{{ workers }}名劳动者劳动报酬人民币{{ owed_in_words }}（¥{{ owed }}）。",
        "三、涉嫌犯罪的事实和证据：",
        "{{ suspicion }}",
        "四、意见：{{ opinion }}",
        "依据：{{ basis }}。请负责人依法决定是否批准移送。",
        "=专案组成员（签名）：",
        "=负责人意见：□批准移送　□不批准移送，理由：",
        "=负责人（签名）：　　　　　　　　　　　　　　年　　月　　日",
        *SIGN,
    ),
    "dossier_list": (
        "=案件编号：{{ case_title }}",
        "=涉案单位：{{ employer_name }}",
        "=移送机关：{{ authority_name }}　　接收机关：{{ police }}",
        "根据{{ basis }}的规定，随案移送下列材料。校验码为文件 SHA-256 的前 12 位，完整校验码见电子卷宗 SHA256SUMS。",
        DOSSIER,
        "=移送人（签名）：　　　　　　　　　　　　　　　　年　　月　　日　　时",
        "=接收人（签名、盖章）：　　　　　　　　　　　　　年　　月　　日　　时",
        *SIGN,
    ),
    "handover_list": (
        "=案件编号：{{ case_title }}",
        "=涉案单位：{{ employer_name }}",
        "=移交机关：{{ authority_name }}　　接收机关：{{ police }}",
        "公安机关已决定立案。根据{{ basis }}的规定，现移交下列物品和与案件有关的其他材料，并办结交接手续。",
        "物品：{{ articles_list }}",
        DOSSIER,
        "=移交人（签名）：　　　　　　　　　　　　　　　　年　　月　　日　　时",
        "=接收人（签名、盖章）：　　　　　　　　　　　　　年　　月　　日　　时",
        *SIGN,
    ),
    "investigation_report": (
        "=案件编号：{{ case_title }}　　立案日期：{{ accepted_on }}",
        "=调查人员：{{ inspectors }}",
        "一、当事人：{{ employer_name }}" + WHO + "{% if legal_person %}，法定代表人（负责人）：{{ legal_person }}{% endif %}",
        "二、调查经过：",
        "{{ process }}",
        "三、查明的事实和证据：",
        "{{ findings }}",
        "{% if owed %}经核定，{% if workers %}涉及劳动者{{ workers }}名，{% endif %}尚欠人民币{{ owed_in_words }}（¥{{ owed }}）。{% endif %}",
        "四、处理意见：{{ handling }}",
        "调查期限和人数的依据：{{ basis }}。",
        LIST,
        "=调查人员（签名）：　　　　　　　　　　　　负责人（签名）：",
        *SIGN,
    ),
}  # fmt: skip
TABLES = {
    "intake_form": (
        (
            ("投诉人", "{{ complainants }}"), ("联系电话", "{{ complainant_phone }}"),
            ("身份证号码", "{{ complainant_identity }}"), ("收到日期", "{{ received_on }}"),
            ("用人单位", "{{ employer_name }}"), ("统一社会信用代码", "{{ employer_uscc }}"),
            ("单位住所", "{{ employer_address }}"), ("所在地", "{{ place_name }}"), ("涉及人数", "{{ workers }}"),
            ("主张金额", CLAIMED),
            ("反映的事实", "{{ facts }}"), ("诉求", "{{ requests }}"), ("提交的材料", "{{ evidence }}"),
            ("投诉人签名", "\n"), ("承办人", "{{ handler }}"), ("依据", "{{ basis }}"),
        ),
        (LIST, *SIGN),
    ),
    "service_receipt": (
        (
            ("送达的文书", "{{ served_title }}"), ("案件编号", "{{ case_title }}"), ("涉及单位", "{{ employer_name }}"),
            ("受送达人", "{{ recipient }}"), ("送达地点", "{{ serve_where }}"),
            ("送达方式", "□直接　□邮寄　□留置　□公告　□电子"), ("受送达人签名或盖章", "\n　　　　　　　　年　　月　　日　　时"),
            ("代收人签名及代收理由", "\n　　　　　　　　年　　月　　日　　时"),
            ("拒收事由、见证人签名", "\n　　　　　　　　年　　月　　日"), ("送达人签名", "\n　　　　　　　　年　　月　　日"),
            ("备注", "\n"),
        ),
        SIGN,
    ),
    "filing_approval": (
        (
            ("案件编号", "{{ case_title }}"), ("案件来源", "{{ case_source }}"), ("收到日期", "{{ received_on }}"),
            ("投诉人", "{{ complainants }}"), ("用人单位", "{{ employer_name }}"), ("统一社会信用代码", "{{ employer_uscc }}"),
            ("单位住所", "{{ employer_address }}"), ("法定代表人（负责人）", "{{ legal_person }}"),
            ("涉及人数", "{{ workers }}"), ("主张金额", CLAIMED), ("反映的事实", "{{ facts }}"), *OPINIONS,
        ),
        SIGN,
    ),
    "extension_approval": (
        (
            *MATTER, ("延长理由", "{{ period_reason }}"), ("延长至", "{{ period_until }}（最多延长{{ extension_days }}）"),
            *OPINIONS,
        ),
        SIGN,
    ),
    "suspension_approval": (
        (*MATTER, ("中止事由", "{{ suspension_ground }}"), ("具体情况", "{{ period_reason }}"), *OPINIONS),
        SIGN,
    ),
    "revocation_approval": (
        (*MATTER, ("查明的事实", "{{ findings }}"), ("撤销理由", "{{ period_reason }}"), *OPINIONS),
        SIGN,
    ),
    "legal_aid_application": (
        (
            ("申请人", "{{ complainants }}"), ("身份证号码", "{{ complainant_identity }}"),
            ("住址", "{{ complainant_address }}"), ("联系电话", "{{ complainant_phone }}"),
            ("对方当事人", "{{ employer_name }}"), ("对方住所", "{{ employer_address }}"), ("案情", "{{ facts }}"),
            ("申请事项", "{{ requests }}"), ("请求金额", CLAIMED), ("提交的材料", "{{ proofs }}"),
            ("经济状况", "申请支付劳动报酬，依法免予核查经济困难状况。"), ("依据", "{{ basis }}"),
        ),
        (
            "法律援助机构应当自收到申请之日起{{ aid_decision_days }}内审查决定。以上内容和所附材料真实。",
            "=此致", "={{ aid_centre }}", *PARTY,
        ),
    ),
}  # fmt: skip
