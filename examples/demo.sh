#!/usr/bin/env bash
# The main job on the example corpus: load, look, ask for related work, draw it. `make demo` runs this.
# Ends with 0, or with 3 when some records were rejected, and says which and why.
set -uo pipefail
cd "$(dirname "$0")/.."

demo=${PAPERMESH_DEMO_DIR:-demo}
paper=${PAPERMESH_DEMO_PAPER:-FlashAttention: Fast and Memory-Efficient Exact Attention with IO-Awareness}
mkdir -p "$demo"
export PAPERMESH_STORE=${PAPERMESH_STORE:-$demo/graph.kgl} PAPERMESH_CONFIG=$demo/config.toml
case $PAPERMESH_STORE in *://*) ;; *) rm -f "$PAPERMESH_STORE"* ;; esac

code=0
run() { # run WORD...: show the command, run it, and stop at anything but 0 and 3
  printf '\n$ papermesh'; printf ' %q' "$@"; printf '\n'
  papermesh "$@"
  local ended=$?
  case $ended in
    0) ;;
    3) code=3 ;;
    *) echo "demo: this command ended with $ended" >&2; exit "$ended" ;;
  esac
}

run load examples/papers-2017-2022.jsonl
run load examples/papers-2023-2025.jsonl examples/similar-papers-page.txt
run stats
run find --method quantization --hardware gpu --has-code --limit 8
run related "$paper" --top 5 --why
run view "$paper" -o "$demo/related.html"

echo
if [ "$code" = 3 ]; then
  echo "demo: done; some records were rejected, each named above with its place and reason (exit code 3)"
else
  echo "demo: done, nothing was rejected (exit code 0)"
fi
echo "demo: open $demo/related.html in a browser; it needs no network"
exit "$code"
