import { defineResourceType, defineSchema, parseBulkRequest, strictDialect } from '@lockstep/scim';
import { expect, test } from 'vitest';
import { groupResourceType } from '../../../directory/groups/group-type.ts';
import { userResourceType } from '../../../directory/users/user-type.ts';
import { patch, postGroup, postManaged, postUser, putUser, remove, type BulkItem } from '../bulk.testing.ts';
import { SideBySide } from './side-by-side.ts';

/** Nothing of it is unique. */
const tickets = defineResourceType({
  name: 'Ticket',
  endpoint: '/Tickets',
  schema: defineSchema({ id: 'urn:example:Ticket', name: 'Ticket', attributes: [{ name: 'title' }] }),
});
/** A unique attribute stands in an extension. */
const badges = defineResourceType({
  ...tickets,
  name: 'Badge',
  endpoint: '/Badges',
  extensions: [
    {
      schema: defineSchema({
        id: 'urn:example:Chip',
        name: 'Chip',
        attributes: [{ name: 'uid', uniqueness: 'server' }],
      }),
      required: false,
    },
  ],
});
const types = new Map([userResourceType, groupResourceType, tickets, badges].map((type) => [type.endpoint, type]));

/** How many of the operations, from the first on, go side by side. */
function howMany(items: readonly BulkItem[]): number {
  const body = {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
    Operations: JSON.parse(JSON.stringify(items)),
  };
  const { operations } = parseBulkRequest(body, { dialect: strictDialect, maxOperations: 100 });
  const together = new SideBySide();
  const end = operations.findIndex((operation) => {
    if (operation.kind === 'refused') throw operation.error;
    return !together.join(types.get(operation.endpoint), operation);
  });
  return end === -1 ? items.length : end;
}

const title = (id: string): BulkItem => patch(`/Users/${id}`, { op: 'add', path: 'title', value: 'x' });
const join = (id: string, user: string): BulkItem =>
  patch(`/Groups/${id}`, { op: 'add', path: 'members', value: [{ value: user }] });

const post = (path: string, bulkId: string): BulkItem => ({ method: 'POST', path, bulkId, data: { title: 'x' } });
const put = (path: string): BulkItem => ({ method: 'PUT', path, data: { title: 'x' } });

test.each<[name: string, items: readonly BulkItem[], together: number]>([
  ['new users of different names', [postUser('a', 'ann'), postUser('b', 'bob'), postUser('c', 'cat')], 3],
  ['new users and changes of others', [postUser('a', 'ann'), title('1'), putUser('2', 'bob'), postUser('c', 'cat')], 4],
  ['deletions and changes of others', [remove('/Users/1'), title('2'), remove('/Users/3')], 3],
  ['groups', [postGroup('a', 'A', ['1']), join('7', '1'), join('8', '1'), postGroup('b', 'B', ['1'])], 4],
  ['what refers to a user from before', [title('1'), join('7', '1')], 1],
  ['one name twice', [postUser('a', 'ann'), postUser('b', 'Ann')], 1],
  ['one name with spaces', [postUser('a', 'ann'), postUser('b', ' ANN ')], 1],
  ['one resource twice', [title('1'), title('2'), title('1')], 2],
  ['one resource, changed and deleted', [title('1'), remove('/Users/1')], 1],
  ['a name that a deletion may free', [remove('/Users/1'), postUser('a', 'ann')], 1],
  ['a name that is taken before a deletion', [postUser('a', 'ann'), title('2'), remove('/Users/1')], 2],
  ['users and groups', [postUser('a', 'ann'), postGroup('g', 'G')], 1],
  ['deletion of a user and a group with it', [join('7', '1'), remove('/Users/1')], 1],
  ['what needs a new user', [postUser('a', 'ann'), postManaged('b', 'bob', 'bulkId:a')], 1],
  ['what changes a new user', [postUser('a', 'ann'), title('bulkId:a')], 1],
  ['a user who is their own manager', [postManaged('a', 'ann', 'bulkId:a'), postUser('b', 'bob')], 2],
  ['a rename', [title('2'), patch('/Users/1', { op: 'replace', path: 'USERNAME', value: 'x' })], 1],
  ['a rename without a path', [title('2'), patch('/Users/1', { op: 'replace', value: { username: 'x' } })], 1],
  ['a rename first', [patch('/Users/1', { op: 'replace', path: 'userName', value: 'x' }), title('2')], 1],
  ['a rename of a group', [join('7', '1'), patch('/Groups/8', { op: 'replace', path: 'displayName', value: 'x' })], 1],
  ['a display name of a user', [title('2'), patch('/Users/1', { op: 'replace', path: 'displayName', value: 'x' })], 2],
  ['a name that is no text', [title('2'), postUser('a', 'ann', { userName: 7 })], 1],
  ['a PUT without a name', [title('2'), { method: 'PUT', path: '/Users/1', data: {} }], 1],
  ['new resources without names', [post('/Tickets', 'a'), post('/Tickets', 'b'), put('/Tickets/1')], 3],
  ['new resources and a deletion', [post('/Tickets', 'a'), remove('/Tickets/1')], 1],
  ['what may name itself in an extension', [post('/Badges', 'a'), post('/Badges', 'b')], 1],
  ['changes of what may name itself in an extension', [put('/Badges/1'), put('/Badges/2')], 1],
  ['an endpoint that does not exist', [title('2'), remove('/Devices/1')], 1],
])('%s', (_name, items, together) => {
  expect(howMany(items)).toBe(together);
});
