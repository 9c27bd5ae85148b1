import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { printApiPage } from '../packages/admin-api/src/print-api.ts';
import { printConformancePage } from '../conformance/print-conformance.ts';
import { printExpressionReference } from '../packages/provisioning/src/expressions/print-reference.ts';
import { languages, type Guide, type Language } from '../e2e/guide/guide.ts';
import { guides } from '../e2e/guide/guides.ts';
import { printGuide } from '../e2e/guide/print-guide.ts';
import { printConfigurationPage } from '../packages/server/src/config/print-config.ts';

/** The pages of a guide, one per language. */
function printings(guide: Guide): [string, () => string][] {
  return (Object.keys(languages) as Language[]).map((language) => [
    `docs/guide/${guide.name}.${language}.md`,
    () => printGuide(guide, language),
  ]);
}

/** Files made from code. `--check` writes nothing and fails when one is stale. */
const generated: Readonly<Record<string, () => string>> = {
  'docs/api.md': printApiPage,
  'docs/configuration.md': printConfigurationPage,
  'docs/conformance.md': printConformancePage,
  'docs/expressions.md': printExpressionReference,
  ...Object.fromEntries(guides.flatMap(({ guide }) => printings(guide))),
};

const root = join(import.meta.dirname, '..');
const check = process.argv.includes('--check');
let stale = 0;
for (const [file, make] of Object.entries(generated)) {
  const path = join(root, file);
  const fresh = make();
  if (!check) {
    writeFileSync(path, fresh);
    continue;
  }
  let present = '';
  try {
    present = readFileSync(path, 'utf8');
  } catch {
    // a missing file is a stale one
  }
  if (present === fresh) continue;
  stale += 1;
  process.stderr.write(`${file} is stale: run "npm run generate".\n`);
}
if (stale > 0) process.exit(1);
