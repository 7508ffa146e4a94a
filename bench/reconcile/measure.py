"""One engine once, in a process of its own: prints seconds, CPU seconds and peak memory as JSON."""

from __future__ import annotations

import importlib
import json
import resource
import sys
import time
import warnings
from pathlib import Path


def main(engine: str, folder: Path, out: Path) -> None:
    """The time is that inside the process, after imports; the memory is that of the whole process.

    An engine that works in another process as well (`beside`) has that one's figures added.
    """
    warnings.simplefilter("ignore")
    module = importlib.import_module(f"bench.reconcile.{engine}")
    out.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{name}.parquet" for name in ("payroll", "bank", "accounts")]
    beside = getattr(module, "beside", lambda: (0.0, 0.0))
    before, _ = beside()
    wall, cpu = time.perf_counter(), time.process_time()
    module.run(*paths, out)
    seconds, used = time.perf_counter() - wall, time.process_time() - cpu
    more, also = beside()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "cpu": used + more - before, "peak_mb": peak + also}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
