"""Where analytics run: one setting names the engine, and the same Ibis expressions (表达式) run on whichever it is.

DuckDB comes with the core install; Spark with the `scale` extra.
"""

from __future__ import annotations

import importlib.util
import os
import shutil

import ibis
from ibis.backends import BaseBackend

from anxin.kernel.outcome import BadInput

DEFAULT_URL = "duckdb://"
_KNOWN = {"duckdb": "duckdb", "spark": "pyspark", "pyspark": "pyspark", "polars": "polars"}
_SAME_ANSWERS = {"spark.sql.session.timeZone": "UTC"}
"""Set on every cluster: a day is the day that the file says, wherever a worker stands."""

_ONE_MACHINE = {
    # Nobody else takes part, so nothing listens to the network and no page of progress is served.
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    # Everything runs in the driver, workers and kept steps too, so Spark's own 1 GB is little.
    "spark.driver.memory": "2g",
    # The pieces of the result are as large as we ask for, so Spark need not refuse them.
    "spark.driver.maxResultSize": "0",
    # Spark's 200 parts per shuffle would hold a few thousand rows each, and starting a task costs more than that.
    "spark.sql.shuffle.partitions": "4",
    # The thorough compiler of Java (C2) cost more processor time than it saved, also at a million rows (69 against 61 s).
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1",
}
"""Set inside one machine, unless it has a Spark of its own (SPARK_CONF_DIR): there `spark-defaults.conf` decides, master and memory too."""


def open(url: str = DEFAULT_URL, *, threads: int | None = None, memory: str | None = None) -> BaseBackend:
    """A connection to the engine that the URL names: `duckdb://`, `duckdb:///file.db`, `spark://local[2]`, `polars://`.

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
        return _spark(where, threads, memory)
    return ibis.polars.connect()


def _duckdb(database: str, threads: int | None, memory: str | None) -> BaseBackend:
    limits = {"threads": threads, "memory_limit": memory}
    return ibis.duckdb.connect(database, **{name: value for name, value in limits.items() if value is not None})


def _spark(where: str, threads: int | None, memory: str | None) -> BaseBackend:
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        remedy = "请运行 apt-get install openjdk-17-jre-headless，或改用默认的 duckdb。"
        raise BadInput("engine.no_java", f"Spark 需要 Java 17，这台机器上没有找到。{remedy}")
    from pyspark.sql import SparkSession  # type: ignore[import-not-found,unused-ignore]

    builder = SparkSession.builder.appName("anxin")
    for name, value in spark_settings(where, threads, memory, own="SPARK_CONF_DIR" in os.environ).items():
        builder = builder.config(name, value)
    return ibis.pyspark.connect(builder.getOrCreate())


def spark_settings(where: str, threads: int | None, memory: str | None, *, own: bool) -> dict[str, str]:
    """What a session of Spark is opened with; `own` when the place's own files say how its Spark runs.

    >>> spark_settings("", None, None, own=True)
    {'spark.sql.session.timeZone': 'UTC'}
    >>> spark_settings("10.0.0.5:7077", None, "8GB", own=True)["spark.master"]
    'spark://10.0.0.5:7077'
    """
    is_host = ":" in where and not where.startswith(("k8s:", "local"))
    master = f"local[{threads}]" if threads else f"spark://{where}" if is_host else where or ("" if own else "local[*]")
    settings = {**_SAME_ANSWERS, **(_ONE_MACHINE if master.startswith("local") and not own else {})}
    if master:
        settings["spark.master"] = master
    if memory:
        settings["spark.driver.memory"] = memory.lower().replace("gb", "g").replace("mb", "m")
    return settings
