"""Where analytics run: one setting names the engine, and the same Ibis expressions (表达式) run on whichever it is.

DuckDB comes with the core install; Spark with the `scale` extra.
"""

from __future__ import annotations

import importlib.util
from urllib.parse import urlsplit

import ibis
from ibis.backends import BaseBackend

from anxin.kernel.outcome import BadInput

DEFAULT_URL = "duckdb://"
_KNOWN = {"duckdb": "duckdb", "spark": "pyspark", "pyspark": "pyspark", "polars": "polars"}


def open(url: str = DEFAULT_URL, *, threads: int | None = None, memory: str | None = None) -> BaseBackend:
    """A connection to the engine that the URL names: `duckdb://`, `duckdb:///file.db`, `pyspark://local[2]`, `polars://`.

    Threads and memory (such as "2GB") are limits for DuckDB and Spark; left out, the engine decides.
    """
    parts = urlsplit(url if "://" in url else f"{url}://")
    driver = _KNOWN.get(parts.scheme)
    if driver is None:
        raise BadInput("engine.unknown", f"不认识的计算引擎“{parts.scheme}”。可用 duckdb 或 spark。")
    if importlib.util.find_spec(driver) is None:
        raise BadInput(
            "engine.missing",
            f"计算引擎“{parts.scheme}”没有安装。请运行 pip install 'anxin[scale]'，或改用默认的 duckdb。",
        )
    if driver == "duckdb":
        return _duckdb(parts.path.removeprefix("/") or ":memory:", threads, memory)
    if driver == "pyspark":
        return _spark(parts.netloc or "local[*]", threads, memory)
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
        "spark.driver.memory": (memory or "2g").lower().replace("gb", "g").replace("mb", "m"),
        "spark.sql.shuffle.partitions": str((threads or 2) * 4),
    }
    for name, value in settings.items():
        builder = builder.config(name, value)
    return ibis.pyspark.connect(builder.getOrCreate())
