/**
 * What the SCIM library costs for each operation, in microseconds: `node benchmarks/scim.ts`.
 * Wall-clock on an otherwise idle machine; the best of several rounds counts.
 */
import {
  applyPatch,
  checkCreate,
  compileFilter,
  evaluateFilter,
  lenientDialect,
  parseJson,
  parsePatch,
  parseProjection,
  present,
  project,
  userResourceType,
} from '@lockstep/scim';
import type { JsonObject } from '@lockstep/scim';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const body: JsonObject = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', enterprise],
  externalId: '00u1a2b3c4d5e6f7g8h9',
  userName: 'hana.mori@example.test',
  name: { formatted: 'Hana Mori', familyName: 'Mori', givenName: 'Hana', honorificPrefix: 'Ms.' },
  displayName: 'Hana Mori',
  title: 'Accountant',
  preferredLanguage: 'ja',
  locale: 'ja-JP',
  timezone: 'Asia/Tokyo',
  active: true,
  emails: [
    { value: 'hana.mori@example.test', type: 'work', primary: true },
    { value: 'hana@home.example', type: 'home' },
  ],
  phoneNumbers: [{ value: '+81 3 1234 5678', type: 'work' }],
  addresses: [{ type: 'work', streetAddress: '1-2-3 Nihonbashi', locality: 'Chuo', region: 'Tokyo', country: 'JP' }],
  [enterprise]: { employeeNumber: '701984', department: 'Accounting', manager: { value: '26118915' } },
};
const text = JSON.stringify(body);
const options = { dialect: lenientDialect };
const meta = { created: '2026-01-01T00:00:00Z', lastModified: '2026-01-01T00:00:00Z', version: 'W/"1"' };
const shown = { id: '2819c223', meta: { ...meta, location: 'https://x.example/scim/v2/Users/2819c223' } };
const { resource } = checkCreate(userResourceType, body, options);
const { filter } = compileFilter(
  'userName eq "x" or emails[type eq "work" and value co "@"]',
  userResourceType,
  options,
);
const patch = {
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations: [
    { op: 'Replace', path: 'emails[type eq "work"].value', value: 'h.mori@example.test' },
    { op: 'Replace', path: 'active', value: 'False' },
  ],
};

const measured: Readonly<Record<string, () => unknown>> = {
  'JSON.parse, for comparison': () => JSON.parse(text),
  parseJson: () => parseJson(text),
  checkCreate: () => checkCreate(userResourceType, body, options),
  present: () => present(userResourceType, resource, shown),
  'present and project': () =>
    project(userResourceType, present(userResourceType, resource, shown), parseProjection({}, userResourceType)),
  'checkCreate and present': () =>
    present(userResourceType, checkCreate(userResourceType, body, options).resource, shown),
  'compileFilter (userName eq)': () => compileFilter('userName eq "hana.mori@example.test"', userResourceType, options),
  evaluateFilter: () => evaluateFilter(filter, resource),
  'parsePatch and applyPatch': () =>
    applyPatch(userResourceType, resource, parsePatch(userResourceType, patch, options).operations, lenientDialect),
};

/** Microseconds for one call: the best of rounds of `calls` calls. */
function measure(action: () => unknown, calls: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 7; round += 1) {
    const start = performance.now();
    for (let call = 0; call < calls; call += 1) action();
    best = Math.min(best, ((performance.now() - start) * 1000) / calls);
  }
  return best;
}

console.log(`body of ${text.length} characters`);
for (const [name, action] of Object.entries(measured)) {
  console.log(`${measure(action, 20_000).toFixed(2).padStart(8)} µs  ${name}`);
}
