#!/usr/bin/env bash
# Formats all C++ of the tree with clang-format 14; `--check` only names the files that it would
# change.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

formatter=$(command -v clang-format-14 || command -v clang-format || true)
case "$("${formatter:-false}" --version 2>/dev/null)" in
  *"version 14."*) ;;
  *)
    echo "tools/format.sh: clang-format 14 is needed; other versions break lines differently." >&2
    exit 2
    ;;
esac

files=$(find engine web tools tests -name '*.cpp' -o -name '*.h' | sort)
case "${1:-}" in
  "") "$formatter" -i $files ;;
  --check) "$formatter" --dry-run --Werror $files ;;
  *) echo "usage: tools/format.sh [--check]" >&2 && exit 2 ;;
esac
