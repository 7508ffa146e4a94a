"""Which mediation body stands nearest: the employer's own, that of the village, that of the town; never another firm's."""

from __future__ import annotations

from anxin.domain.casework.bodies import Body, Level, nearest_first

TOWN, EAST, WEST = "33/town/", "33/town/east/", "33/town/west/"
ALL = [
    Body(1, Level.TOWN, "街道", TOWN),
    Body(2, Level.VILLAGE, "西头", WEST),
    Body(3, Level.VILLAGE, "东头", EAST),
    Body(4, Level.FIRM, "甲厂", WEST, employer=7),
    Body(5, Level.FIRM, "乙厂", EAST, employer=8),
]


def order(**told):
    return [one.number for one in nearest_first(ALL, **told)]


def test_the_employer_s_own_comes_first_wherever_the_case_stands_then_place_then_town_then_others():
    assert order(employer=7, place_path=EAST) == [4, 3, 1, 2]
    assert order(employer=8, place_path=EAST) == [5, 3, 1, 2]


def test_without_an_employer_or_with_one_that_has_no_committee_no_firm_s_committee_is_offered():
    assert order(employer=None, place_path=WEST) == [2, 1, 3]
    assert order(employer=9, place_path=f"{WEST}grid/") == [2, 1, 3]
    assert Level.FIRM.term == "企业劳动争议调解委员会"
