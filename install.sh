#!/bin/sh
# Installs Parley for this user: downloads the programs of this platform, verifies their checksums, and
# only then puts them into place.
#
#   sh install.sh                 both programs
#   sh install.sh parley          the terminal client alone
#
# PARLEY_RELEASE   where the release's files are (a URL)
# PARLEY_VERSION   its version
# PARLEY_FOLDER    where the programs go; $HOME/.local/bin if not set
set -eu

# A release fills these two in.
release=${PARLEY_RELEASE:-}
version=${PARLEY_VERSION:-}

fail() {
  printf 'install: %s\n' "$1" >&2
  exit 1
}

if [ -z "$release" ] || [ -z "$version" ]; then
  fail "Expected PARLEY_RELEASE, the URL of a release's files, and PARLEY_VERSION, its version."
fi
folder=${PARLEY_FOLDER:-${HOME:?}/.local/bin}
[ $# -gt 0 ] || set -- parley parley-server
for program in "$@"; do
  case $program in
    parley | parley-server) ;;
    *) fail "There is no program $program; expected parley or parley-server." ;;
  esac
done

case $(uname -s) in
  Linux) system=linux ;;
  Darwin) system=macos ;;
  *) fail "There are no programs for $(uname -s) here; on Windows, use install.ps1." ;;
esac
case $(uname -m) in
  x86_64 | amd64) machine=x86_64 ;;
  aarch64 | arm64) machine=aarch64 ;;
  *) fail "There are no programs for $(uname -m); expected x86_64 or aarch64." ;;
esac

if command -v curl >/dev/null; then
  download() { curl --fail --silent --show-error --location --output "$2" "$1"; }
elif command -v wget >/dev/null; then
  download() { wget --quiet --output-document="$2" "$1"; }
else
  fail "Neither curl nor wget is here; install one of them."
fi
if command -v sha256sum >/dev/null; then
  checksum() { sha256sum <"$1" | cut -d ' ' -f 1; }
elif command -v shasum >/dev/null; then
  checksum() { shasum -a 256 <"$1" | cut -d ' ' -f 1; }
else
  fail "Neither sha256sum nor shasum is here: nothing could be verified, so nothing is installed."
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
download "$release/SHA256SUMS" "$work/SHA256SUMS" ||
  fail "$release/SHA256SUMS can't be downloaded."

for program in "$@"; do
  file=$program-$version-$system-$machine.gz
  expected=$(awk -v file="$file" '$2 == file { print $1 }' "$work/SHA256SUMS")
  [ -n "$expected" ] || fail "The release has no checksum of $file. Nothing was installed."
  echo "Downloading $file …"
  download "$release/$file" "$work/$file" || fail "$release/$file can't be downloaded."
  found=$(checksum "$work/$file")
  [ "$found" = "$expected" ] ||
    fail "$file is not what the release says: expected SHA-256 $expected, found $found. Nothing was installed."
  gunzip -c "$work/$file" >"$work/$program"
  chmod 755 "$work/$program"
  "$work/$program" --version >/dev/null ||
    fail "$program doesn't start on this system. Nothing was installed."
done

mkdir -p "$folder"
for program in "$@"; do
  # Beside its place first: a program that runs is replaced by a rename, never written over.
  cp "$work/$program" "$folder/.$program.new"
  mv -f "$folder/.$program.new" "$folder/$program"
  echo "$folder/$program $("$folder/$program" --version)"
done
case :$PATH: in
  *":$folder:"*) ;;
  *) echo "$folder is not in your PATH. Add it: export PATH=\"$folder:\$PATH\"" ;;
esac
