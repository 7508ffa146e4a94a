"""Fails while a branch of domain or law is not walked by the tests of those two packages (architecture.md, section 7)."""

import os
import subprocess
import sys
import tempfile

SOURCES = "src/anxin/domain,src/anxin/law"
TESTS = ("tests/domain", "tests/law", "src/anxin/domain", "src/anxin/law")


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "COVERAGE_FILE": f"{folder}/coverage"}
        coverage = [sys.executable, "-m", "coverage"]
        # One seed, so that a branch which only chance reached does not come and go.
        tests = ["pytest", "-q", "-p", "no:cacheprovider", "--hypothesis-seed=0", *TESTS]
        ran = subprocess.run([*coverage, "run", "--branch", f"--source={SOURCES}", "-m", *tests], env=env, check=False)
        if ran.returncode:
            return ran.returncode
        report = [*coverage, "report", "-m", "--skip-covered", "--precision=2", "--fail-under=100"]
        return subprocess.run(report, env=env, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
