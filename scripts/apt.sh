# apt_install PACKAGE...: installs Debian's packages where we may; otherwise prints the exact command and stops.
apt_install() {
    if [ "$(id -u)" = 0 ]; then
        as=
    elif sudo -n true 2>/dev/null; then
        as=sudo
    else
        printf 'Packages of the operating system are missing. Run this, then try again:\n\n    %s\n\n' \
            "sudo apt-get update && sudo apt-get install --no-install-recommends $*" >&2
        exit 1
    fi
    echo "Installing $* ..."
    # Another installation may be under way: wait for it rather than fail.
    set -- -qq -o DPkg::Lock::Timeout=300 install --yes --no-install-recommends "$@"
    $as apt-get -qq update
    $as env DEBIAN_FRONTEND=noninteractive apt-get "$@" >/dev/null
}
