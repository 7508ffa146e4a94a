"""One telephone is one number, however it was written down."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anxin.domain.intake.phones import plain_number

LANDLINE = "057588001234"


@pytest.mark.parametrize(
    "written",
    [
        "057588001234", "0575-88001234", "（0575）8800 1234", "88001234", "8800-1234", "８８００１２３４", "57588001234",
        "+86 575 8800 1234", "0086-0575-88001234", "88001234-801", "0575-88001234—801", "88001234转801", "88001234 ext.801", "88001234/88001235",
    ],
)  # fmt: skip
def test_a_landline_with_and_without_its_area_code_is_one_number(written):
    assert plain_number(written, area="0575") == LANDLINE


@pytest.mark.parametrize("said", ["110", "12345", "95588", "4008001234", "01088001234", "1390000000"])
def test_short_service_and_other_towns_numbers_stay_as_they_are(said):
    assert plain_number(said, area="0575") == said


@pytest.mark.parametrize("said", ["", "张三", "wx_abc88001234", "微信同号"])
def test_what_is_no_number_is_empty(said):
    assert plain_number(said, area="0575") == ""


def test_without_an_area_code_a_landline_stays_as_it_was_written():
    assert plain_number("8800 1234") == "88001234"


@given(
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
    st.sampled_from(["", "+86 ", "0086", "0", "86-"]),
    st.sampled_from(["", "转1"]),
)
def test_a_mobile_number_is_itself_whatever_stands_around_it(number, before, after):
    assert plain_number(f"{before}{number[:3]}-{number[3:7]} {number[7:]}{after}", area="0575") == number


@given(st.text(max_size=30), st.sampled_from(["", "0575", "010"]))
def test_a_plain_number_is_its_own_plain_number(text, area):
    found = plain_number(text, area=area)
    assert plain_number(found, area=area) == found
