#!/usr/bin/env bash
# The built program on another Node, which an npm package brings: sample with its digest and an answer, backup, restore. Run after `npm run build`.
#   scripts/node-smoke.sh          the newest even version
#   scripts/node-smoke.sh 22       that one
set -euo pipefail
cd "$(dirname "$0")/.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
package=node-linux-$(node -p process.arch)
major=${1:-$(npm view "$package" versions --json | node -e '
  const majors = JSON.parse(require("node:fs").readFileSync(0)).filter((v) => /^\d+\.\d+\.\d+$/.test(v)).map((v) => Number.parseInt(v, 10))
  console.log(Math.max(...majors.filter((major) => major % 2 === 0)))')}

npm pack --silent --pack-destination "$folder" "$package@$major" >/dev/null
mkdir "$folder/node" "$folder/app"
tar xzf "$folder/$package"-*.tgz -C "$folder/node" --strip-components 1
npm=$(dirname "$(readlink -f "$(command -v npm)")")/npm-cli.js
export PATH="$folder/node/bin:$PATH"
echo "node smoke: $(node --version)"

# Linked but for what is compiled anew.
cp -al package.json dist regions sample node_modules "$folder/app"
rm -rf "$folder/app/node_modules/better-sqlite3"
cp -a node_modules/better-sqlite3 "$folder/app/node_modules/"
cd "$folder/app"
# Its headers stand beside it: nothing is fetched to compile against.
npm_config_nodedir="$folder/node" node "$npm" rebuild better-sqlite3 --no-audit --no-fund >"$folder/rebuild.log" 2>&1 ||
  { cat "$folder/rebuild.log"; exit 1; }

has() {
  grep -q "$2" "$1" || { echo "node smoke: no \"$2\" in:"; tail -20 "$1"; exit 1; }
}
silkwire() {
  ENV_FILE='' DATABASE_URL="file:$folder/silkwire.db" node dist/cli.js "$@"
}
silkwire sample </dev/null >"$folder/sample.txt" 2>&1
has "$folder/sample.txt" 'read 212 articles of 42 sample feeds'
has "$folder/sample.txt" '1\. '
has "$folder/sample.txt" '> trade with China'
has "$folder/sample.txt" 'Sources'
echo '{"id":"a","title":"Trade grows","body":"Trade between Kazakhstan and China reached $43.8 billion in 2024, officials said.","url":"https://example.org/a","source":"Example","lang":"en","date":"2025-06-17"}' >"$folder/rows.jsonl"
silkwire import "$folder/rows.jsonl" >"$folder/import.txt" 2>&1
has "$folder/import.txt" '1 new'
silkwire backup "$folder/backup.db" >"$folder/backup.txt" 2>&1
has "$folder/backup.txt" 'saved'
silkwire restore "$folder/backup.db" >"$folder/restore.txt" 2>&1
silkwire ask 'trade between Kazakhstan and China' >"$folder/answer.txt" 2>&1
has "$folder/answer.txt" '43.8 b'
echo 'node smoke: sample, digest, answers, import, backup, restore: well'
