#!/bin/sh
# dist.sh: packs the last commit into dist/: as a zip for PGXN, and as the tar that
# debian/ makes a package of. What is not for a release is in .gitattributes.
set -eu
cd "$(dirname "$0")/../.."
version=$(perl test/tools/version.pl)

# A folder of somebody else's repository has no commits of its own.
if [ "$(git rev-parse --show-toplevel)" != "$(pwd -P)" ]; then
	echo "Only a clone of the repository can be packed." >&2
	exit 1
fi
changes=$(git status --porcelain)
if [ -n "$changes" ]; then
	echo "Only what is committed would be packed. Please commit first, or put away:" >&2
	echo "$changes" >&2
	exit 1
fi

mkdir -p dist
pack() {
	git archive --format="$1" --prefix="ses_events-$version/" --output="dist/$2" HEAD -- . ${3:+"$3"}
	echo "dist/$2"
}
pack zip "ses_events-$version.zip"
pack tar.gz "ses-events_$version.orig.tar.gz" ':(exclude)debian'
if grep -q "^## $version (unreleased)" CHANGELOG.md || grep -q '^[^ ].* UNRELEASED;' debian/changelog; then
	echo "CHANGELOG.md or debian/changelog still calls $version unreleased."
fi
