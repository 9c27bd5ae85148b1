import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  createTestOrganization,
  startTestServer,
  type ScimCall,
  type ScimRequest,
  type TestServer,
} from '../../test-server.testing.ts';
import { groupSchema, patchOp, userSchema } from './groups.testing.ts';

/** The least that each option allows, so that a request can be just beyond. */
const limits = {
  LOCKSTEP_SCIM_FILTER_LENGTH: '64',
  LOCKSTEP_SCIM_FILTER_DEPTH: '2',
  LOCKSTEP_SCIM_FILTER_TERMS: '3',
  LOCKSTEP_SCIM_VALUE_PATHS: '1',
  LOCKSTEP_SCIM_JSON_DEPTH: '8',
  LOCKSTEP_SCIM_PATCH_OPERATIONS: '2',
  LOCKSTEP_SCIM_VALUES: '100',
  LOCKSTEP_SCIM_TEXT_LENGTH: '1024',
  LOCKSTEP_SCIM_BULK_OPERATIONS: '2',
  LOCKSTEP_BODY_LIMIT: '65536',
};

let running: TestServer;
let scim: ScimCall;
let user: string;
let group: string;

async function created(path: string, body: object): Promise<string> {
  const answer = await scim(path, { method: 'POST', body });
  expect(answer.status).toBe(201);
  return answer.body.id;
}

beforeAll(async () => {
  running = await startTestServer(limits);
  ({ scim } = await createTestOrganization(running, 'acme'));
  user = await created('/Users', { schemas: [userSchema], userName: 'ann' });
  group = await created('/Groups', { schemas: [groupSchema], displayName: 'All' });
});
afterAll(() => running.close());

const query = (filter: string): ScimRequest & { path: string } => ({
  path: `/Users?filter=${encodeURIComponent(filter)}`,
});
const patch = (...Operations: readonly object[]): ScimRequest => ({
  method: 'PATCH',
  body: { schemas: [patchOp], Operations },
});
const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));
const nested = (depth: number): string => `{"schemas":["${userSchema}"],"x":${'['.repeat(depth)}${']'.repeat(depth)}}`;
const long = 'x'.repeat(1001);

interface LimitCase {
  /** The most that is accepted. */
  readonly within: () => ScimRequest & { path: string };
  readonly beyond: () => ScimRequest & { path: string };
  readonly status: number;
  readonly scimType?: string;
}

const post = (path: string, body: unknown): ScimRequest & { path: string } => ({ method: 'POST', path, body });
let serial = 0;
const someone = (more: object): object => ({ schemas: [userSchema], userName: `user${(serial += 1)}`, ...more });
const bulkOf = (...Operations: readonly object[]): object => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
  Operations,
});
const remove = { method: 'DELETE', path: '/Users/nobody' };

const cases: Readonly<Record<string, LimitCase>> = {
  'the length of a filter': {
    within: () => query(`userName eq "${'x'.repeat(50)}"`),
    beyond: () => query(`userName eq "${'x'.repeat(51)}"`),
    status: 400,
    scimType: 'invalidFilter',
  },
  'the depth of a filter': {
    within: () => query('((title pr))'),
    beyond: () => query('(((title pr)))'),
    status: 400,
    scimType: 'invalidFilter',
  },
  'the terms of a filter': {
    within: () => query('title pr or title pr or title pr'),
    beyond: () => query('title pr or title pr or title pr or title pr'),
    status: 400,
    scimType: 'invalidFilter',
  },
  'the value paths of a filter': {
    within: () => query('emails[type pr]'),
    beyond: () => query('emails[type pr] or ims[type pr]'),
    status: 400,
    scimType: 'invalidFilter',
  },
  'a filter in the body of a search': {
    within: () => post('/.search', { schemas: [], filter: '((userName pr))' }),
    beyond: () => post('/.search', { schemas: [], filter: '(((userName pr)))' }),
    status: 400,
    scimType: 'invalidFilter',
  },
  'the filter in the path of a PATCH': {
    within: () => ({
      path: `/Users/${user}`,
      ...patch({ op: 'remove', path: 'emails[type pr or type pr or type pr]' }),
    }),
    beyond: () => ({
      path: `/Users/${user}`,
      ...patch({ op: 'remove', path: 'emails[type pr or type pr or type pr or type pr]' }),
    }),
    status: 400,
    scimType: 'invalidFilter',
  },
  'the length of a path in a PATCH': {
    within: () => ({
      path: `/Users/${user}`,
      ...patch({ op: 'remove', path: `emails[value eq "${'x'.repeat(40)}"]` }),
    }),
    beyond: () => ({
      path: `/Users/${user}`,
      ...patch({ op: 'remove', path: `emails[value eq "${'x'.repeat(60)}"]` }),
    }),
    status: 400,
    scimType: 'invalidPath',
  },
  'the operations of a PATCH': {
    within: () => ({ path: `/Users/${user}`, ...patch(...times(2, () => ({ op: 'remove', path: 'title' }))) }),
    beyond: () => ({ path: `/Users/${user}`, ...patch(...times(3, () => ({ op: 'remove', path: 'title' }))) }),
    status: 413,
  },
  'the operations of a bulk request': {
    within: () => post('/Bulk', bulkOf(remove, remove)),
    beyond: () => post('/Bulk', bulkOf(remove, remove, remove)),
    status: 413,
  },
  'the depth of JSON': {
    within: () => post('/Users', nested(7).replace('{', '{"userName":"deep",')),
    beyond: () => post('/Users', nested(8)),
    status: 400,
    scimType: 'invalidSyntax',
  },
  'the values of one attribute': {
    within: () => post('/Users', someone({ emails: times(100, (index) => ({ value: `${index}@example.com` })) })),
    beyond: () => post('/Users', someone({ emails: times(101, (index) => ({ value: `${index}@example.com` })) })),
    status: 400,
    scimType: 'invalidValue',
  },
  'the members in a PATCH of a group': {
    within: () => ({ path: `/Groups/${group}`, ...patch({ op: 'add', path: 'members', value: [{ value: user }] }) }),
    beyond: () => ({
      path: `/Groups/${group}`,
      ...patch({ op: 'add', path: 'members', value: times(101, () => ({ value: user })) }),
    }),
    status: 400,
    scimType: 'invalidValue',
  },
  'the length of one text': {
    within: () => post('/Users', someone({ title: 'x'.repeat(1024) })),
    beyond: () => post('/Users', someone({ title: 'x'.repeat(1025) })),
    status: 400,
    scimType: 'invalidValue',
  },
  'the size of a body': {
    within: () => post('/Users', someone({ ignored: 'x'.repeat(60_000) })),
    beyond: () => post('/Users', someone({ ignored: 'x'.repeat(70_000) })),
    status: 413,
  },
  'the name of a group': {
    within: () => post('/Groups', { schemas: [groupSchema], displayName: 'x'.repeat(1000) }),
    beyond: () => post('/Groups', { schemas: [groupSchema], displayName: long }),
    status: 400,
    scimType: 'invalidValue',
  },
  'the identifier of a group': {
    within: () => post('/Groups', { schemas: [groupSchema], displayName: 'a', externalId: 'x'.repeat(1000) }),
    beyond: () => post('/Groups', { schemas: [groupSchema], displayName: 'b', externalId: long }),
    status: 400,
    scimType: 'invalidValue',
  },
  'the new name of a group': {
    within: () => ({ path: `/Groups/${group}`, ...patch({ op: 'replace', path: 'displayName', value: 'Everybody' }) }),
    beyond: () => ({ path: `/Groups/${group}`, ...patch({ op: 'replace', path: 'displayName', value: long }) }),
    status: 400,
    scimType: 'invalidValue',
  },
  'the new name of a group whose members are looked at': {
    within: () => ({
      path: `/Groups/${group}`,
      ...patch(
        { op: 'remove', path: 'members[display sw "z"]' },
        { op: 'replace', path: 'displayName', value: 'Everyone' },
      ),
    }),
    beyond: () => ({
      path: `/Groups/${group}`,
      ...patch({ op: 'remove', path: 'members[display sw "z"]' }, { op: 'replace', path: 'displayName', value: long }),
    }),
    status: 400,
    scimType: 'invalidValue',
  },
};

async function rows(): Promise<number> {
  const { rows } = await running.database.pool.query<{ n: number }>(
    'select (select count(*) from users)::int + (select count(*) from groups)::int + (select count(*) from changes)::int as n',
  );
  return rows[0]?.n ?? 0;
}

test.each(Object.entries(cases))('%s', async (_name, { within, beyond, status, scimType }) => {
  const send = ({ path, ...request }: ScimRequest & { path: string }) => scim(path, request);
  const accepted = await send(within());
  expect(accepted.status, JSON.stringify(accepted.body)).toBeLessThan(300);
  const before = await rows();
  const refused = await send(beyond());
  expect({ status: refused.status, scimType: refused.body.scimType }).toEqual({ status, scimType });
  expect(refused.headers.get('content-type')).toBe('application/scim+json; charset=utf-8');
  expect(await rows()).toBe(before);
});
