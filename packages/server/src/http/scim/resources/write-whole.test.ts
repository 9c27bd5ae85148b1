import { parseProjection, present, project, type JsonObject, type ResourceTypeDefinition } from '@lockstep/scim';
import { defineResourceType, defineSchema, enterpriseUserSchema, userSchema } from '@lockstep/scim';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { userResourceType } from '../../../directory/users/user-type.ts';
import { writeWhole } from './write-whole.ts';

fc.configureGlobal({ seed: Number(process.env['LOCKSTEP_TEST_SEED'] ?? 1) });

const enterprise = enterpriseUserSchema.id;
const meta = {
  created: '2026-01-01T00:00:00.000Z',
  lastModified: '2026-01-02T00:00:00.000Z',
  location: 'https://lockstep.example.com/o/acme/scim/v2/Users/1',
  version: 'W/"2"',
};
const groups = [{ value: '7', $ref: 'https://x.example/Groups/7', display: 'A "B", ü', type: 'direct' }];

/** The long way: take apart, present, project, write. */
function longWay(type: ResourceTypeDefinition, text: string, readOnly?: JsonObject): string {
  const options = { id: '1', meta, ...(readOnly === undefined ? {} : { readOnly }) };
  const whole = present(type, JSON.parse(text) as JsonObject, options);
  return JSON.stringify(project(type, whole, parseProjection({}, type)));
}

function shortWay(type: ResourceTypeDefinition, text: string, readOnly?: JsonObject): string | undefined {
  const options = {
    id: '1',
    meta: { resourceType: type.name, ...meta },
    ...(readOnly === undefined ? {} : { readOnly }),
  };
  return writeWhole(type, text, options);
}

// what a value may hold that looks like a key
const nasty = fc.oneof(
  fc.string(),
  fc.constantFrom('"password":', `"${enterprise}":`, `${enterprise}":{}`, '\\"active\\":', '{}', '",'),
);
const users = fc.record(
  {
    userName: nasty,
    displayName: nasty,
    active: fc.boolean(),
    emails: fc.array(fc.record({ value: nasty, type: nasty }), { minLength: 1, maxLength: 3 }),
    [enterprise]: fc.record({ department: nasty, manager: fc.record({ value: nasty }) }, { requiredKeys: [] }),
  },
  { requiredKeys: ['userName'] },
);

test('the short way writes what the long way writes, or leaves it to that', () => {
  let written = 0;
  fc.assert(
    fc.property(users, fc.boolean(), (user, inGroups) => {
      const [text, readOnly] = [JSON.stringify(user), inGroups ? { groups } : undefined];
      const short = shortWay(userResourceType, text, readOnly);
      if (short === undefined) return;
      written += 1;
      expect(short).toBe(longWay(userResourceType, text, readOnly));
    }),
    { numRuns: 500 },
  );
  expect(written).toBeGreaterThan(100);
});

test.each([
  ['no attributes', '{}'],
  ['an attribute that is never returned', '{"userName":"ann","password":"secret"}'],
  ['an extension that is empty', `{"userName":"ann","${enterprise}":{}}`],
])('%s: left to the long way', (_name, text) => {
  expect(shortWay(userResourceType, text)).toBeUndefined();
});

test('text as an older version kept it, with spaces, is the same resource', () => {
  const text = `{"userName": "ann", "${enterprise}": {"department": "Sales"}}`;
  expect(JSON.parse(shortWay(userResourceType, text) ?? '')).toEqual(JSON.parse(longWay(userResourceType, text)));
});

test('an attribute that is returned on request only keeps a resource from the short way', () => {
  const schema = defineSchema({
    id: 'urn:example:Thing',
    name: 'Thing',
    description: 'Thing',
    attributes: [{ name: 'quiet', type: 'string', description: 'Quiet', returned: 'request' }],
  });
  const thing = defineResourceType({
    name: 'Thing',
    endpoint: '/Things',
    schema: userSchema,
    extensions: [{ schema, required: false }],
  });
  expect(shortWay(thing, '{"userName":"ann","urn:example:Thing":{"quiet":"hush"}}')).toBeUndefined();
  expect(shortWay(thing, '{"userName":"ann"}')).toBe(longWay(thing, '{"userName":"ann"}'));
});
