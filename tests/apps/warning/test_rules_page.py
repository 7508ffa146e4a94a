"""The page of the rules: found by words, by level, by whether the source was checked."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.urls import reverse

from anxin.base.people.models import Account, Post

pytestmark = pytest.mark.django_db


@pytest.fixture
def look(client, small_town):
    account = Account.objects.create(username="clerk-r", name="某经办")
    Post.objects.create(account=account, role="clerk", place=small_town.town, valid_from=date(2020, 1, 1))
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")

    def page(**asked):
        text = client.get(reverse("warning:rules"), asked).content.decode()
        return text, len(re.findall("<tr><td><strong>", text))

    return page


def test_rules_are_found_by_words_level_and_source_and_a_wrong_level_hides_nothing(look):
    text, whole = look()
    assert whole > 20
    assert "清除条件" not in text
    levels = [look(colour=one)[1] for one in ("red", "orange", "yellow")]
    assert sum(levels) == whole
    assert look(checked="yes")[1] + look(checked="no")[1] == whole
    text, some = look(q="社会保险")
    assert 0 < some < whole
    assert f"找到 {some} 条，共 {whole} 条" in text
    assert look(q="没有这样的规则")[1] == 0
    assert look(colour="purple")[1] == whole
