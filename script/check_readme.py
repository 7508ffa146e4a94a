"""Runs the README's commands as written, in a fresh clone with a fresh data directory, and checks what they promise."""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BLOCK = re.compile(r"```sh\n(.*?)```", re.S)
FIRST_LIMIT, SECOND_LIMIT = 900, 120  # given up after; the times are printed, never asserted


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def commands() -> list[str]:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return [line for block in BLOCK.findall(text) for line in block.splitlines() if line and not line.startswith("#")]


def serve(folder: Path, environment: dict[str, str], limit: int) -> float:
    """Start script/server, wait until the front page and the readiness page answer, stop it; seconds taken."""
    start = time.perf_counter()
    url = f"http://127.0.0.1:{environment['PORT']}"
    with subprocess.Popen(["script/server"], cwd=folder, env=environment, start_new_session=True) as server:
        try:
            while True:
                if server.poll() is not None:
                    raise SystemExit(f"script/server ended with {server.returncode}")
                try:
                    with urllib.request.urlopen(f"{url}/readyz", timeout=2) as answer:
                        if answer.status == 200:
                            break
                except OSError:
                    time.sleep(0.2)
                if time.perf_counter() - start > limit:
                    raise SystemExit(f"script/server did not answer within {limit} s")
            taken = time.perf_counter() - start
            with urllib.request.urlopen(f"{url}/", timeout=10) as answer:
                assert "安薪" in answer.read().decode(), "the front page does not greet"
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(timeout=30)
    return taken


def main() -> int:
    listed = commands()
    assert any(line.startswith("script/server") for line in listed), "README names no script/server"
    assert any(line.startswith("script/test") for line in listed), "README names no script/test"
    with tempfile.TemporaryDirectory() as holder:
        clone = Path(holder) / "anxin"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("ANXIN_", "DATABASE_URL", "DJANGO_"))}
        environment |= {"PORT": str(free_port())}
        first = serve(clone, environment, FIRST_LIMIT)
        second = serve(clone, environment, SECOND_LIMIT)
        print(f"first start {first:.1f} s (limit {FIRST_LIMIT}), second start {second:.1f} s (limit {SECOND_LIMIT})")
        for line in listed:
            if line.startswith(".venv/bin/anxin"):
                subprocess.run(["bash", "-c", line], cwd=clone, env=environment, check=True, stdout=subprocess.DEVNULL)
                print(f"ok: {line}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
