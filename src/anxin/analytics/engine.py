"""Where analytics run: one setting names the engine, and the same Ibis expressions (表达式) run on whichever it is.

DuckDB comes with the core install; Spark with the `scale` extra.
"""

from __future__ import annotations

import importlib.util

import ibis
from ibis.backends import BaseBackend

from anxin.kernel.outcome import BadInput

DEFAULT_URL = "duckdb://"
_KNOWN = {"duckdb": "duckdb", "spark": "pyspark", "pyspark": "pyspark", "polars": "polars"}


def open(url: str = DEFAULT_URL, *, threads: int | None = None, memory: str | None = None) -> BaseBackend:
    """A connection to the engine that the URL names: `duckdb://`, `duckdb:///file.db`, `pyspark://local[2]`, `polars://`.

    Threads and memory (such as "2GB") are limits for DuckDB and Spark; left out, the engine decides.
    """
    name, _, where = url.partition("://")  # not urlsplit: it takes the brackets of local[2] for an address
    driver = _KNOWN.get(name)
    if driver is None:
        raise BadInput("engine.unknown", f"不认识的计算引擎“{name}”。可用 duckdb、spark 或 columns。")
    if importlib.util.find_spec(driver) is None:
        raise BadInput(
            "engine.missing",
            f"计算引擎“{name}”没有安装。请运行 pip install 'anxin[scale]'，或改用默认的 duckdb。",
        )
    if driver == "duckdb":
        return _duckdb(where.removeprefix("/") or ":memory:", threads, memory)
    if driver == "pyspark":
        return _spark(where or "local[*]", threads, memory)
    return ibis.polars.connect()


def _duckdb(database: str, threads: int | None, memory: str | None) -> BaseBackend:
    limits = {"threads": threads, "memory_limit": memory}
    return ibis.duckdb.connect(database, **{name: value for name, value in limits.items() if value is not None})


def _spark(master: str, threads: int | None, memory: str | None) -> BaseBackend:
    from pyspark.sql import SparkSession  # type: ignore[import-not-found,unused-ignore]

    builder = SparkSession.builder.appName("anxin").master(f"local[{threads}]" if threads else master)
    settings = {
        "spark.sql.session.timeZone": "UTC",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.memory": (memory or "2g").lower().replace("gb", "g").replace("mb", "m"),
        "spark.sql.shuffle.partitions": str((threads or 2) * 4),
    }
    for name, value in settings.items():
        builder = builder.config(name, value)
    return ibis.pyspark.connect(builder.getOrCreate())
