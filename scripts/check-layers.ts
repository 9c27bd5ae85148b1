import { readFileSync, globSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { parseSync } from 'oxc-parser';
import { layers as houseLayers, type Layers } from '../layers.ts';

export interface LayerViolation {
  readonly file: string;
  readonly imports: string;
  readonly from: string;
  readonly to: string;
}

/** The longest key of the table that is the file itself or a folder above it. */
function layerOf(file: string, layers: Layers): string | undefined {
  return Object.keys(layers)
    .filter((layer) => file === layer || file.startsWith(`${layer}/`))
    .sort((a, b) => b.length - a.length)[0];
}

function allows(allowed: readonly string[], target: string): boolean {
  if (allowed.includes(`!${target}`)) return false;
  return allowed.includes('*') || allowed.includes(target);
}

/** Where an import specifier lands in the repository; undefined for npm packages and node: modules. */
function resolveImport(file: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return normalize(join(dirname(file), specifier));
  const workspace = /^@lockstep\/([a-z-]+)/.exec(specifier);
  return workspace ? `packages/${workspace[1]}/src/index.ts` : undefined;
}

/** Static imports and re-exports, dynamic imports too; read by a parser so that comments and strings do not count. */
function importsOf(file: string, source: string): string[] {
  const { module } = parseSync(file, source);
  const specifiers = module.staticImports.map((entry) => entry.moduleRequest.value);
  for (const statement of module.staticExports) {
    for (const entry of statement.entries) if (entry.moduleRequest) specifiers.push(entry.moduleRequest.value);
  }
  for (const entry of module.dynamicImports) {
    specifiers.push(source.slice(entry.moduleRequest.start, entry.moduleRequest.end).replaceAll(/['"`]/g, ''));
  }
  return specifiers;
}

/** Every import in `root` that the table does not allow. A file that no layer holds is a violation too. */
export function findLayerViolations(root: string, layers: Layers = houseLayers): LayerViolation[] {
  const files = globSync('packages/*/src/**/*.{ts,tsx}', { cwd: root }).filter(
    (file) => !/\.(test|testing|d)\.tsx?$/.test(file),
  );
  const violations: LayerViolation[] = [];
  for (const file of files.sort()) {
    const from = layerOf(file, layers);
    if (from === undefined) {
      violations.push({ file, imports: '', from: '(no layer)', to: '' });
      continue;
    }
    for (const specifier of importsOf(file, readFileSync(join(root, file), 'utf8'))) {
      const target = resolveImport(file, specifier);
      const to = target === undefined ? undefined : layerOf(target, layers);
      if (to === undefined || to === from || allows(layers[from] ?? [], to)) continue;
      violations.push({ file, imports: specifier, from, to });
    }
  }
  return violations;
}

if (import.meta.main) {
  const violations = findLayerViolations(process.cwd());
  for (const { file, imports, from, to } of violations) {
    const reason = to === '' ? 'belongs to no layer of layers.ts' : `imports ${imports}: ${from} may not use ${to}`;
    process.stderr.write(`${file} ${reason}\n`);
  }
  if (violations.length > 0) process.exit(1);
}
