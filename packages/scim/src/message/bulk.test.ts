import { describe, expect, it } from 'vitest';
import { lenientDialect, strictDialect } from '../dialect.ts';
import { ScimError } from '../errors.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { resolveBulkIds } from './bulk-id.ts';
import { bulkRequestSchema, parseBulkRequest } from './bulk-request.ts';
import type { BulkRequest } from './bulk-request.ts';
import { bulkResponse, bulkResult } from './bulk-response.ts';

function parse(operations: readonly JsonValue[], more: JsonObject = {}): BulkRequest {
  const body = { schemas: [bulkRequestSchema], Operations: operations, ...more };
  return parseBulkRequest(body, { dialect: strictDialect, maxOperations: 10_000 });
}

/** `post('a', 'b', 'c')` creates `a`, which refers to `b` and `c`. */
function post(bulkId: string, ...references: readonly string[]): JsonObject {
  const members = references.map((reference) => ({ value: `bulkId:${reference}` }));
  return { method: 'POST', path: '/Groups', bulkId, data: { displayName: bulkId, members } };
}

const patchOf = (id: string, ...references: readonly string[]): JsonObject => ({
  method: 'PATCH',
  path: `/Groups/${id}`,
  data: {
    Operations: [{ op: 'add', path: 'members', value: references.map((value) => ({ value: `bulkId:${value}` })) }],
  },
});
const remove = (id: string): JsonObject => ({ method: 'DELETE', path: `/Groups/${id}` });

describe('the order of a bulk request', () => {
  const cases: readonly (readonly [
    name: string,
    operations: readonly JsonValue[],
    order: readonly (readonly number[])[],
  ])[] = [
    ['nothing', [], []],
    ['as it is, without references', [post('a'), post('b'), remove('1')], [[0], [1], [2]]],
    ['backward references as they are', [post('a'), post('b', 'a')], [[0], [1]]],
    ['a forward reference waits', [post('a', 'b'), post('b')], [[1], [0]]],
    ['a chain of forward references', [post('a', 'b'), post('b', 'c'), post('c')], [[2], [1], [0]]],
    ['others are not held up', [post('a', 'c'), post('b'), post('c')], [[1], [2], [0]]],
    ['RFC 7644 §3.7.1: a circle of two', [post('a', 'b'), post('b', 'a')], [[0, 1]]],
    ['a circle of three', [post('a', 'b'), post('b', 'c'), post('c', 'a')], [[0, 1, 2]]],
    [
      'a circle with something before and after',
      [post('d', 'a'), post('a', 'b', 'x'), post('b', 'a'), post('x')],
      [[3], [1, 2], [0]],
    ],
    [
      'two circles, one needing the other',
      [post('a', 'b', 'c'), post('b', 'a'), post('c', 'd'), post('d', 'c')],
      [
        [2, 3],
        [0, 1],
      ],
    ],
    ['a reference to itself', [post('a', 'a')], [[0]]],
    ['a path that needs an id', [{ method: 'PATCH', path: '/Groups/bulkId:a', data: {} }, post('a')], [[1], [0]]],
    ['operations on one resource stay in order', [patchOf('1', 'u'), remove('1'), post('u')], [[2], [0], [1]]],
    ['other resources go ahead', [patchOf('1', 'u'), remove('2'), post('u')], [[1], [2], [0]]],
    ['a name that is freed before it is used again', [post('g', 'u'), remove('7'), post('u')], [[1], [2], [0]]],
    ['references to one id, many times', [post('a', 'b', 'b'), post('b')], [[1], [0]]],
  ];

  it.each(cases)('%s', (_name, operations, order) => {
    expect(parse(operations).order).toStrictEqual(order);
  });

  it('is found for a chain and for a circle of thousands', () => {
    const chain = Array.from({ length: 5000 }, (_, index) => post(`a${index}`, `a${index + 1}`));
    expect(parse([...chain, post('a5000')]).order.slice(0, 2)).toStrictEqual([[5000], [4999]]);
    expect(parse([...chain, post('a5000', 'a0')]).order).toHaveLength(1);
  });
});

describe('parseBulkRequest', () => {
  it('reads all members of an operation', () => {
    const put = { method: 'put', path: 'Users/1', version: 'W/"3"', data: { manager: { value: 'bulkId:m' } } };
    const request = parse([put, { ...post('m'), path: '/Users' }, remove('g')], { failOnErrors: 2 });
    expect(request).toStrictEqual({
      failOnErrors: 2,
      operations: [
        {
          kind: 'operation',
          index: 0,
          method: 'PUT',
          endpoint: '/Users',
          id: '1',
          version: 'W/"3"',
          data: put.data,
          references: ['m'],
        },
        {
          kind: 'operation',
          index: 1,
          method: 'POST',
          endpoint: '/Users',
          bulkId: 'm',
          data: { displayName: 'm', members: [] },
          references: [],
        },
        { kind: 'operation', index: 2, method: 'DELETE', endpoint: '/Groups', id: 'g', references: [] },
      ],
      order: [[1], [0], [2]],
    });
  });

  const refused: readonly (readonly [name: string, operation: JsonValue, scimType: string])[] = [
    ['no object', 'x', 'invalidSyntax'],
    ['two paths', { method: 'DELETE', path: '/Users/1', Path: '/Users/2' }, 'invalidSyntax'],
    ['no method', { path: '/Users/1', data: {} }, 'invalidSyntax'],
    ['another method', { method: 'GET', path: '/Users/1' }, 'invalidSyntax'],
    ['no path', { method: 'POST', bulkId: 'q', data: {} }, 'invalidSyntax'],
    ['POST to a resource', { method: 'POST', bulkId: 'q', path: '/Users/1', data: {} }, 'invalidSyntax'],
    ['POST without bulk id', { method: 'POST', path: '/Users', data: {} }, 'invalidSyntax'],
    ['POST without data', { method: 'POST', bulkId: 'q', path: '/Users' }, 'invalidSyntax'],
    ['data that is a list', { method: 'POST', bulkId: 'q', path: '/Users', data: [] }, 'invalidSyntax'],
    ['PUT to an endpoint', { method: 'PUT', path: '/Users', data: {} }, 'invalidSyntax'],
    ['DELETE of an endpoint', { method: 'DELETE', path: '/Users' }, 'invalidSyntax'],
    ['a deeper path', { method: 'DELETE', path: '/Users/1/emails' }, 'invalidSyntax'],
    ['a URL', { method: 'DELETE', path: 'https://x.example/Users/1' }, 'invalidSyntax'],
    ['a path with a query', { method: 'DELETE', path: '/Users/1?x=1' }, 'invalidSyntax'],
    ['a reference to nothing', post('q', 'nobody'), 'invalidValue'],
    ['a reference to an operation that creates nothing', post('q', 'put'), 'invalidValue'],
    ['a reference to an operation that is refused', post('q', 'refused'), 'invalidValue'],
    ['a bulk id that is taken', post('first'), 'invalidValue'],
  ];

  it.each(refused)('refuses one operation only: %s', (_name, operation, scimType) => {
    const put = { method: 'PUT', path: '/Users/1', bulkId: 'put', data: {} };
    const refusedPost = { method: 'POST', path: '/Users/1', bulkId: 'refused', data: {} };
    const request = parse([post('first'), operation, post('last', 'first'), put, refusedPost]);
    expect(request.order).toStrictEqual([[0], [2], [3]]);
    const [, answer] = request.operations;
    expect(answer).toMatchObject({ kind: 'refused', index: 1, error: { status: 400, scimType } });
  });

  it.each<readonly [operation: JsonValue, target: string | undefined]>([
    [{ method: 'PUT', path: 'Users/1' }, '/Users/1'],
    [patchOf('1', 'nobody'), '/Groups/1'],
    [{ method: 'DELETE', path: '/Users' }, '/Users'],
    [{ method: 'DELETE', path: '/Users/1?x=1' }, '/Users/1'],
    [{ method: 'DELETE', path: 'https://x.example/Users/1' }, undefined],
    [{ method: 'GET', path: '/Users/1' }, '/Users/1'],
    [{ method: 'PATCH', path: '/Users/1', version: 5, data: {} }, '/Users/1'],
    [{ method: 'POST', path: '/Users/1', bulkId: 'q', data: {} }, undefined],
  ])('says of what a refused operation is: %j', (operation, target) => {
    const [answer] = parse([operation]).operations;
    if (answer?.kind !== 'refused') throw new Error('It was not refused.');
    expect(answer.target).toBe(target);
  });

  it('lets operations that create nothing repeat a bulk id', () => {
    const put = { method: 'PUT', path: '/Users/1', bulkId: 'a', data: {} };
    const request = parse([put, post('a'), { ...remove('1'), bulkId: 'a' }, put]);
    expect(request.operations.map(({ kind }) => kind)).toStrictEqual([
      'operation',
      'operation',
      'operation',
      'operation',
    ]);
  });

  it.each<readonly [name: string, body: JsonValue, status: number]>([
    ['no object', [], 400],
    ['no operations', { schemas: [bulkRequestSchema] }, 400],
    ['failOnErrors of 0', { schemas: [bulkRequestSchema], Operations: [], failOnErrors: 0 }, 400],
    ['failOnErrors of text', { schemas: [bulkRequestSchema], Operations: [], failOnErrors: '1' }, 400],
    ['too many', { schemas: [bulkRequestSchema], Operations: [remove('1'), remove('2'), remove('3')] }, 413],
  ])('refuses the request: %s', (_name, body, status) => {
    const options = { dialect: lenientDialect, maxOperations: 2 };
    expect(() => parseBulkRequest(body, options)).toThrow(expect.objectContaining({ status }));
  });
});

describe('resolveBulkIds', () => {
  const ids = new Map([
    ['q', 'id-1'],
    ['r', 'id-2'],
  ]);

  it.each<readonly [value: JsonValue, resolved: JsonValue]>([
    ['bulkId:q', 'id-1'],
    ['bulkId:unknown', 'bulkId:unknown'],
    ['see bulkId:q', 'see bulkId:q'],
    [{ members: [{ value: 'bulkId:q' }, { value: 'bulkId:r' }] }, { members: [{ value: 'id-1' }, { value: 'id-2' }] }],
    [{ $ref: '../Users/bulkId:q' }, { $ref: '../Users/id-1' }],
    [{ $ref: '../Users/bulkId:zz' }, { $ref: '../Users/bulkId:zz' }],
    [{ keeper: 'https://scim.example/v2/Users/bulkId:q' }, { keeper: 'https://scim.example/v2/Users/id-1' }],
    [{ note: 'see /Users/bulkId:q' }, { note: 'see /Users/bulkId:q' }],
    [
      { op: 'remove', path: 'members[value eq "bulkId:q" or value eq "bulkId:r"]' },
      { op: 'remove', path: 'members[value eq "id-1" or value eq "id-2"]' },
    ],
    [{ displayName: 'a "bulkId:q" b' }, { displayName: 'a "bulkId:q" b' }],
    [
      [1, true, null, 'x'],
      [1, true, null, 'x'],
    ],
  ])('%j', (value, resolved) => {
    const before = structuredClone(value);
    expect(resolveBulkIds(value, ids)).toStrictEqual(resolved);
    expect(value).toStrictEqual(before);
  });

  it('finds in a request what it resolves', () => {
    const operation = {
      ...patchOf('bulkId:g'),
      data: { path: 'members[value eq "bulkId:a"]', $ref: '/Users/bulkId:b', x: ['bulkId:c'] },
    };
    const request = parse([operation, ...['a', 'b', 'c', 'g'].map((id) => post(id))]);
    expect(request.operations[0]).toMatchObject({ references: ['g', 'a', 'b', 'c'] });
  });
});

describe('bulkResponse', () => {
  it('answers each operation', () => {
    const operation = { method: 'POST', bulkId: 'q' };
    const location = 'https://x.example/Users/1';
    const results = [
      bulkResult({ operation, status: 201, location, version: 'W/"1"', response: { id: '1' } }),
      bulkResult({ operation: { method: 'DELETE' }, status: 204, location }),
      bulkResult({ operation, error: ScimError.uniqueness('Taken') }),
      bulkResult({ operation: { method: 'PUT' }, error: ScimError.preconditionFailed('Changed'), location }),
    ];
    expect(bulkResponse(results)).toStrictEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkResponse'],
      Operations: [
        { method: 'POST', bulkId: 'q', status: '201', location, version: 'W/"1"', response: { id: '1' } },
        { method: 'DELETE', status: '204', location },
        {
          method: 'POST',
          bulkId: 'q',
          status: '409',
          response: {
            schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
            status: '409',
            scimType: 'uniqueness',
            detail: 'Taken',
          },
        },
        {
          method: 'PUT',
          status: '412',
          location,
          response: { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: '412', detail: 'Changed' },
        },
      ],
    });
  });
});
