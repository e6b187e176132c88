#!/usr/bin/env bash
# Rebuilds static/govuk, static/vendor and tests/vendor from pinned npm packages.
# Needs node and npm; run it only to move to another version, and commit what it writes.
set -euo pipefail

project=$(cd "$(dirname "$0")/.." && pwd)
build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT

cd "$build"
npm init --yes >/dev/null
npm install --no-fund --no-audit --ignore-scripts \
  govuk-frontend@6.6.0 sass@1.108.2 axe-core@4.14.1 esbuild@0.28.2 dingbat-to-unicode@1.0.2 \
  prosemirror-commands@1.7.2 prosemirror-history@1.5.2 prosemirror-keymap@1.2.3 prosemirror-model@1.25.13 \
  prosemirror-schema-list@1.6.1 prosemirror-state@1.4.4 prosemirror-tables@1.8.5 prosemirror-view@1.44.0
govuk=node_modules/govuk-frontend/dist/govuk

# A source map that is not there is an error to Django's manifest storage.
without_source_map() { sed '/^\/\/# sourceMappingURL=/d; s/\/\/# sourceMappingURL=.*$//' "$1"; }

mkdir -p "$project"/static/{govuk,vendor} "$project"/tests/vendor/govuk_fixtures
node_modules/.bin/sass --quiet-deps --no-source-map --style=compressed \
  --load-path=node_modules/govuk-frontend/dist \
  "$project/scripts/govuk.scss" "$project/static/govuk/govuk.css"
without_source_map $govuk/govuk-frontend.min.js >"$project/static/govuk/govuk.js"
cp "$project/scripts/prosemirror.js" "$project/scripts/symbol_fonts.js" .
node_modules/@esbuild/*/bin/esbuild prosemirror.js --bundle --minify --format=esm --target=es2022 --legal-comments=none \
  --outfile="$project/static/vendor/prosemirror.js"
cp node_modules/prosemirror-view/LICENSE "$project/static/vendor/prosemirror.LICENSE.txt"
node symbol_fonts.js >"$project/static/vendor/symbol_fonts.js"
cp node_modules/dingbat-to-unicode/LICENSE "$project/static/vendor/symbol_fonts.LICENSE.txt"
cp node_modules/axe-core/axe.min.js "$project/tests/vendor/axe.min.js"
cp node_modules/axe-core/LICENSE "$project/tests/vendor/axe.LICENSE.txt"
cp node_modules/axe-core/LICENSE-3RD-PARTY.txt "$project/tests/vendor/axe.LICENSE-3RD-PARTY.txt"

# GOV.UK Frontend's own examples of its HTML: what our form templates are held against.
GOVUK=$govuk node - >"$project/tests/vendor/govuk_fixtures/examples.json" <<'JS'
const used = {
  button: ["prevent double click", "secondary", "warning"],
  "character-count": ["default", "with hint and error"],
  checkboxes: ["default", "with hints on items", "with error message and hint"],
  "date-input": ["default", "with error message and hint", "with error on year input"],
  "error-summary": ["mixed with and without links"],
  "file-upload": ["default", "with error message and hint"],
  input: ["default", "with error and hint"],
  "password-input": ["default", "with error message"],
  radios: ["default", "inline", "with hint and error message"],
  select: ["with hint text and error message"],
  textarea: ["default"],
};
const examples = {};
for (const [component, names] of Object.entries(used)) {
  const { fixtures } = require(`${process.cwd()}/${process.env.GOVUK}/components/${component}/fixtures.json`);
  for (const name of names) {
    examples[`${component}: ${name}`] = fixtures.find((fixture) => fixture.name === name).html;
  }
}
console.log(JSON.stringify(examples, null, 2));
JS
