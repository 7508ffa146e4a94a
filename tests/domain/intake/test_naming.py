"""One workshop under all its spellings is one name; names that set nobody apart are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anxin.domain.intake.naming import plain_name, written

NEAR = written(["浙江省", "绍兴市", "越城区", "皋埠街道", "东浦村"])
CORES = st.sampled_from(["红星服装", "鑫达印染", "张记面馆", "天马科技", "银兴建设", "abc针织", "海天"])
FORMS = st.sampled_from(
    ["", "有限公司", "有限责任公司", "股份有限公司", "集团有限公司", "公司", "厂", "总厂", "店", "分店", "经营部"]
)
PLACES = st.sampled_from(
    ["", "绍兴", "绍兴市", "浙江省绍兴市", "浙江绍兴", "绍兴市越城区皋埠街道", "皋埠", "东浦村", "柯桥区", "安昌镇"]
)
REMARKS = st.sampled_from(["", "（没挂牌）", "(没挂牌)", "【演示】", "（绍兴）", "[二楼]", "（老厂（旧址））"])
LEADS = st.sampled_from(["", "在", "我们在", "这家", "我在一家叫"])


def wide(text):
    return "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in text)


@given(CORES, FORMS, PLACES, REMARKS, st.booleans(), st.booleans())
def test_place_form_brackets_and_width_make_no_other_employer(core, form, place, remark, broad, spaced):
    said = f"{place}{core}{form}{remark}"
    said = " ".join(said) if spaced else said
    said = wide(said).upper() if broad else said
    assert plain_name(said, places=NEAR) == core


@given(st.text(max_size=40))
def test_a_plain_name_is_its_own_plain_name(text):
    found = plain_name(text, places=NEAR)
    assert plain_name(found, places=NEAR) == found


@given(CORES, CORES)
def test_different_names_stay_different(one, other):
    assert (plain_name(one + "厂", places=NEAR) == plain_name(other + "有限公司", places=NEAR)) == (one == other)


@pytest.mark.parametrize(
    "said",
    ["", "？？", "服装厂", "大酒店", "工地", "老板", "不知道", "某某公司", "A厂", "绍兴", "绍兴市", "东浦村", "一家小店", "3号厂", "安昌镇"],
)  # fmt: skip
def test_what_sets_nobody_apart_is_no_name(said):
    assert plain_name(said, places=NEAR) == ""


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("惠民超市", "惠民超市"),
        ("阳光小区物业公司", "阳光小区物业"),
        ("我们在红星服装厂", "红星服装"),
        ("东浦村那家红星厂", "红星"),
        ("东浦村工地", "东浦村工地"),
        ("绍兴市大酒店", "绍兴市大酒店"),
        ("红星服装厂分厂", "红星服装"),
        ("绍兴服装厂", "绍兴服装"),
    ],
)
def test_what_belongs_to_the_name_stays(said, name):
    assert plain_name(said, places=NEAR) == name
