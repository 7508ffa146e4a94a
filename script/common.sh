# Shared by script/server and script/test: the virtual environment and the front-end packages, made once and kept.
# Each step leaves a stamp of what it was made from, so that a second run costs nothing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
ROOT=$PWD
unset PYTHONDONTWRITEBYTECODE  # a second start without compiled modules takes twice as long
PY=$ROOT/.venv/bin/python

say() { printf '\033[1m▸ %s\033[0m\n' "$*" >&2; }
fail() { printf '✗ %s\n' "$*" >&2; exit 1; }

need() { command -v "$1" >/dev/null || fail "缺少 $1：$2"; }

stamp() { cat "$@" | sha256sum | cut -d' ' -f1; }

# environment LOCKFILE: the virtual environment holds what the lock file names. The larger lock contains the smaller one.
environment() {
  need python3 "请先安装 Python 3.11 或更新版本（apt-get install python3 python3-venv）"
  python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || fail "Python 版本过低，需要 3.11 或更新"
  local lock=$1 wanted
  wanted=$(stamp "$lock" pyproject.toml)
  if [ ! -x "$PY" ]; then
    say "建立虚拟环境"
    python3 -m venv .venv || fail "无法建立虚拟环境：请安装 python3-venv（apt-get install python3-venv）"
  fi
  if [ "$(cat .venv/stamp 2>/dev/null)" != "$wanted" ]; then
    # A dev environment already holds the core; do not take packages away for the server.
    if [ "$lock" = requirements/core.txt ] && [ "$(cat .venv/stamp 2>/dev/null)" = "$(stamp requirements/dev.txt pyproject.toml)" ]; then
      return
    fi
    say "安装 Python 软件包（$lock）"
    # Python compiles what is used when it is first used; compiling all that is installed takes longer than installing it.
    "$PY" -m pip install --quiet --no-compile --require-hashes -r "$lock" || fail "安装软件包失败，请检查网络后重试"
    "$PY" -m pip install --quiet --no-deps --no-build-isolation -e . || fail "安装 anxin 失败"
    echo "$wanted" > .venv/stamp
  fi
}

frontend() {
  need node "请先安装 Node 20 或更新版本"
  need npm "请先安装 npm"
  script/vendor
}
