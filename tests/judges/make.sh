#!/bin/sh
# Makes tests/judges/schemas/*.json anew from Slack's published types. Needs Node 20 or later and npm, once;
# tests read the finished schemas and need neither. Raise the versions here, run, and read the difference.
set -eu

packages="@slack/types@3.2.0 @slack/bolt@5.1.0 @slack/web-api@8.2.0"
tools="typescript@5.9.3 ts-json-schema-generator@2.9.0"

judges=$(cd "$(dirname "$0")" && pwd)
project=$(cd "$judges/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cp "$judges/making/shapes.ts" "$work/shapes.ts"
cd "$work"
echo '{"private": true}' > package.json
echo '{"compilerOptions": {"strict": true, "skipLibCheck": true, "module": "node16", "target": "es2022", "noEmit": true}, "files": ["shapes.ts"]}' > tsconfig.json
# shellcheck disable=SC2086 # the lists are words
npm install --silent --no-audit --no-fund --no-package-lock --ignore-scripts $packages $tools

npx tsc -p tsconfig.json
for root in Messages Lookups Inbound AppManifest; do
    npx ts-json-schema-generator --tsconfig tsconfig.json --path shapes.ts --type "$root" --no-type-check \
        --out "$work/${root#App}.json"
done

cd "$project"
# shellcheck disable=SC2086 # the lists are words
"${PYTHON:-.venv/bin/python}" -m tests.judges.making.distil "$work" "$judges/schemas" $packages $tools
