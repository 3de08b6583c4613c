#!/bin/sh
# provider.sh: writes the files of a new provider, whose NAME is in the environment, from
# those of the provider Acme in test/templates, and prints what to do next.
set -eu
LC_ALL=C
export LC_ALL
cd "$(dirname "$0")/../.."
name=${NAME:-}
registry=src/walk/registry.h

refuse() {
	echo "$1" >&2
	exit 1
}

# Keys in the template are longer than the name, and a sign's key has 31 characters at most.
case $name in
'') refuse 'Name the provider: make provider NAME=acme' ;;
[!a-z]* | *[!a-z0-9_]*) refuse "\"$name\" is no name for a provider: a name has lower-case letters, digits and _, and begins with a letter." ;;
esac
[ ${#name} -le 24 ] || refuse "\"$name\" is no name for a provider: a name has at most 24 characters."
for file in "src/providers/$name.c" "test/fixtures/$name.ndjson" "test/sql/$name.sql" "expected/$name.out" "docs/providers/$name.md"; do
	[ ! -e "$file" ] || refuse "There is a provider $name already: $file"
done
taken=$(grep -rlw --include='*.[ch]' "ses_$name" src | head -n 1)
[ -z "$taken" ] || refuse "ses_$name is the name of something else already: $taken"

title=$(echo "$name" | awk -F _ '{ for (i = 1; i <= NF; i++) printf "%s%s", (i > 1 ? " " : ""), toupper(substr($i, 1, 1)) substr($i, 2) }')
from_template() {
	sed "s/acme/$name/g; s/Acme/$title/g" "test/templates/acme.$1.in" >"$2"
	echo "$2"
}
from_template c "src/providers/$name.c"
from_template ndjson "test/fixtures/$name.ndjson"
from_template sql "test/sql/$name.sql"
from_template md "docs/providers/$name.md"

# Empty until make expected: pg_regress ends where a file is missing.
: >"expected/$name.out"
echo "expected/$name.out"

# The line that ends the list goes on.
sed "s/^\(	provider([a-z0-9_]*)\)\$/\1 \\\\\\
	provider($name)/" "$registry" >"$registry.new"
mv "$registry.new" "$registry"
grep -q "^	provider($name)\$" "$registry" || refuse "$registry has no list of providers."
echo "$registry"

cat <<EOF

What to do next, as docs/adding-a-provider.md has it:
1. Collect what $title sends in test/fixtures/$name.ndjson.
2. Describe it in src/providers/$name.c.
3. make expected TESTS="$name", and read expected/$name.out beside $title's documentation.
4. Describe it in docs/providers/$name.md, and add it to CHANGELOG.md.
5. make docs
6. make check
EOF
