#!/bin/sh
# Prepares what a target of the Makefile needs, and does nothing when it is already there:
#
#   installer/setup.sh demo   what the program and its window need
#   installer/setup.sh run    the same
#   installer/setup.sh test   also the tools of the tests, and the system packages they need
#   installer/setup.sh dev    the tools alone
#
# Speaks on stderr only, so that the target's own output stays clean. PYTHON chooses the interpreter.
set -eu
cd "$(dirname "$0")/.."

# Debian packages a target needs beyond Python; elsewhere they are named for the reader.
qt_packages='libdbus-1-3 libegl1 libfontconfig1 libfreetype6 libgl1 libglib2.0-0 libgssapi-krb5-2 libx11-6 libxkbcommon0'
screen_packages='libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0'
display_packages='openbox x11-utils xauth xdotool xvfb' # a screen, its manager and a hand on it
reader_packages='at-spi2-core gir1.2-atspi-2.0 python3-pyatspi' # what a screen reader uses
secret_packages='dbus gnome-keyring' # a real Secret Service
demo_packages="$qt_packages $screen_packages"
test_packages="$demo_packages $display_packages $reader_packages $secret_packages"

say() { printf '%s\n' "$*" >&2; }

fail() {
    say "setup: $*"
    exit 1
}

# Gives the Debian packages among the arguments that are not installed. Since Debian 13 and Ubuntu 24.04 some libraries
# have t64 after their name; apt finds them by the old one.
missing_packages() {
    for package in "$@"; do
        dpkg-query -W -f='${db:Status-Status}\n' "$package" "${package}t64" 2>/dev/null | grep -qx installed ||
            printf ' %s' "$package"
    done
}

# Installs Debian packages as root or with sudo; fails where neither is possible.
install_packages() {
    command -v apt-get >/dev/null || return 1
    if [ "$(id -u)" = 0 ]; then
        as_root='env'
    elif command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
        as_root='sudo env'
    else
        return 1
    fi
    say "Installing system packages: $*"
    apt="$as_root DEBIAN_FRONTEND=noninteractive apt-get -qq -o=Dpkg::Use-Pty=0"
    # Package lists may be missing or old, as in a fresh container: then fetch them and try once more.
    $apt install --yes --no-install-recommends "$@" >/dev/null 2>&1 && return
    $apt update >&2 && $apt install --yes --no-install-recommends "$@" >&2
}

# Sees to the Debian packages among the arguments. Without them the target still runs, and says what it misses.
ensure_packages() {
    [ "$(uname)" = Linux ] || return 0
    missing=" $*"
    if command -v dpkg-query >/dev/null; then missing=$(missing_packages "$@"); fi
    [ -n "${missing# }" ] || return 0
    # shellcheck disable=SC2086 # a list of names
    install_packages $missing ||
        say "Please install what Debian and Ubuntu call$missing (there: sudo apt-get install$missing)." \
            "Going on without."
}

# Makes .venv with an interpreter of the right age, unless it stands.
ensure_environment() {
    python=${PYTHON:-python3}
    command -v "$python" >/dev/null || fail "there is no $python; install Python 3.11, 3.12 or 3.13."
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])') || fail "$python does not run."
    case $version in
        3.11 | 3.12 | 3.13) ;;
        *) fail "$python is Python $version, but 3.11, 3.12 or 3.13 is needed. Choose one: make … PYTHON=python3.12" ;;
    esac
    if [ -x ".venv/bin/python$version" ] && [ -x .venv/bin/pip ]; then return; fi
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        install_packages "python$version-venv" ||
            fail "$python has no venv module; on Debian and Ubuntu: sudo apt-get install python$version-venv"
    fi
    say "Making the environment .venv with Python $version"
    "$python" -m venv --clear .venv
}

# Installs a lock and the project, unless .venv holds exactly these. A copy of what was installed is the stamp.
ensure_installed() {
    lock=$1
    pip='.venv/bin/python -m pip --disable-pip-version-check --no-input --quiet --quiet'
    if ! cmp -s "$lock" ".venv/$lock"; then
        say "Installing what $lock names (takes a minute the first time)"
        rm -f .venv/*.lock
        $pip install --require-hashes --only-binary :all: --requirement "$lock" >&2
        cp requirements.lock .venv/ # the lock for development contains this one
        cmp -s "$lock" ".venv/$lock" || cp "$lock" .venv/
    fi
    if ! cmp -s pyproject.toml .venv/pyproject.toml; then
        $pip install --no-deps --no-build-isolation --no-index --editable . >&2
        cp pyproject.toml .venv/
    fi
}

target=${1:-}
case $target in
    demo | run) packages=$demo_packages lock=requirements.lock ;;
    test) packages=$test_packages lock=requirements-dev.lock ;;
    dev) packages='' lock=requirements-dev.lock ;;
    *) fail 'usage: installer/setup.sh demo|run|test|dev' ;;
esac
ensure_environment
# shellcheck disable=SC2086 # a list of names
ensure_packages $packages
ensure_installed "$lock"
