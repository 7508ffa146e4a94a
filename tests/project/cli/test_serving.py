"""`anxin serve`: what the web server says of itself reaches the terminal in Chinese."""

from __future__ import annotations

import logging

from anxin.project.cli.serve import in_chinese


def test_the_end_of_a_web_process_is_said_in_chinese_and_other_words_stay(caplog):
    logger = logging.getLogger("anxin.test.serving")
    logger.addFilter(in_chinese)
    logger.error("Unexpected exit from worker-2")
    logger.error("other %s", "words")
    assert [one.getMessage() for one in caplog.records] == ["网页进程 2 已停止", "other words"]
