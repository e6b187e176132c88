#!/bin/sh
# with_postgres.sh COMMAND...: runs the command with DATABASE_URL set to a throw-away PostgreSQL, reached by socket alone
# and gone afterwards, whatever became of the command. With DURABLE=1 it keeps each transaction as safe as a real one.
set -eu
cd "$(dirname "$0")/.."
. scripts/apt.sh

newest_postgres() { ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1; }
[ -n "$(newest_postgres)" ] || apt_install postgresql
bin=$(newest_postgres)

dir=$(mktemp -d /tmp/tracker-postgres.XXXXXX)
as=
if [ "$(id -u)" = 0 ]; then # PostgreSQL refuses to run as root
    chown postgres "$dir"
    as="setpriv --reuid=postgres --regid=postgres --clear-groups env HOME=$dir"
fi
control() { (cd "$dir" && $as "$bin/pg_ctl" --pgdata="$dir/data" --silent --wait "$@"); }

finish() {
    control --mode=immediate stop || true
    rm -rf "$dir"
}
trap finish EXIT
trap 'exit 130' INT TERM

(cd "$dir" && $as "$bin/initdb" --pgdata="$dir/data" --username=tracker --auth=trust --no-locale --encoding=UTF8 --no-sync >/dev/null)
# Nothing here has to survive a power cut, unless what is measured is how long that takes.
hurry="-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
[ -z "${DURABLE:-}" ] || hurry=
control --log="$dir/log" --options="-k $dir -c listen_addresses='' $hurry" start

DATABASE_URL="postgres://tracker@$(echo "$dir" | sed 's:/:%2F:g')/postgres" "$@"
