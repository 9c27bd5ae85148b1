import { describe, expect, it } from 'vitest';
import { lenientDialect, strictDialect } from '../dialect.ts';
import type { JsonValue } from '../json.ts';
import { listResponse } from './list-response.ts';
import { parsePaging } from './paging.ts';
import type { Paging, PagingLimits } from './paging.ts';
import { parseSearchRequest, readSearchQuery, searchRequestSchema } from './search-request.ts';
import type { QueryParameters, SearchRequest } from './search-request.ts';

const schemas = [searchRequestSchema];

describe('readSearchQuery', () => {
  it('reads every parameter and passes over others', () => {
    const query = {
      attributes: 'userName,name',
      excludedAttributes: '',
      filter: 'title pr',
      sortBy: 'userName',
      sortOrder: 'descending',
      startIndex: '11',
      count: '-1',
      other: 'x',
      more: ['a', 'b'],
    };
    expect(readSearchQuery(query)).toStrictEqual({
      attributes: ['userName', 'name'],
      excludedAttributes: [''],
      filter: 'title pr',
      sortBy: 'userName',
      sortOrder: 'descending',
      startIndex: 11,
      count: -1,
    });
  });

  it('takes an empty cursor for the first page, and an empty number for none', () => {
    expect(readSearchQuery({ cursor: '', count: '', startIndex: undefined })).toStrictEqual({ cursor: '' });
  });

  it.each<readonly [query: QueryParameters, scimType: string]>([
    [{ count: 'ten' }, 'invalidValue'],
    [{ count: '1.5' }, 'invalidValue'],
    [{ count: '1e3' }, 'invalidValue'],
    [{ count: '99999999999999999999' }, 'invalidValue'],
    [{ startIndex: 'x' }, 'invalidValue'],
    [{ count: 'ten', cursor: '' }, 'invalidCount'],
    [{ count: ['1', '2'] }, 'invalidValue'],
    [{ filter: ['a pr', 'b pr'] }, 'invalidValue'],
    [{ attributes: ['a', 'b'] }, 'invalidValue'],
  ])('refuses %j as %s', (query, scimType) => {
    expect(() => readSearchQuery(query)).toThrow(expect.objectContaining({ status: 400, scimType }));
  });
});

describe('parseSearchRequest', () => {
  it.each<readonly [body: JsonValue, request: SearchRequest]>([
    [{ schemas }, {}],
    // RFC 7644 §3.4.3 and RFC 9865 §3.
    [
      { schemas, attributes: ['displayName', 'userName'], filter: 'displayName sw "smith"', startIndex: 1, count: 10 },
      { attributes: ['displayName', 'userName'], filter: 'displayName sw "smith"', startIndex: 1, count: 10 },
    ],
    [
      { schemas, cursor: '', count: 10 },
      { cursor: '', count: 10 },
    ],
    [
      { schemas, attributes: 'a,b', sortBy: 'userName' },
      { attributes: ['a', 'b'], sortBy: 'userName' },
    ],
    [{ schemas, filter: null, count: null, attributes: null }, {}],
    [
      { Schemas: schemas, SORTBY: 'a', StartIndex: 2 },
      { sortBy: 'a', startIndex: 2 },
    ],
  ])('%j', (body, request) => {
    expect(parseSearchRequest(body, { dialect: strictDialect })).toStrictEqual(request);
  });

  it.each<readonly [body: JsonValue, scimType: string]>([
    ['x', 'invalidSyntax'],
    [[], 'invalidSyntax'],
    [{ schemas, filter: 5 }, 'invalidSyntax'],
    [{ schemas, attributes: [1] }, 'invalidSyntax'],
    [{ schemas, attributes: {} }, 'invalidSyntax'],
    [{ schemas, cursor: 5 }, 'invalidSyntax'],
    [{ schemas, count: '10' }, 'invalidValue'],
    [{ schemas, startIndex: 1.5 }, 'invalidValue'],
    [{ schemas, count: 'x', cursor: '' }, 'invalidCount'],
  ])('refuses %j as %s', (body, scimType) => {
    expect(() => parseSearchRequest(body, { dialect: lenientDialect })).toThrow(
      expect.objectContaining({ status: 400, scimType }),
    );
  });

  it('wants its schema, if strict', () => {
    expect(() => parseSearchRequest({}, { dialect: strictDialect })).toThrow('"schemas" must have');
    expect(parseSearchRequest({}, { dialect: lenientDialect })).toStrictEqual({});
  });
});

const indexOnly: PagingLimits = { defaultPageSize: 100, maxPageSize: 200 };
const both: PagingLimits = { ...indexOnly, cursor: { defaultMethod: 'index' } };
const cursorFirst: PagingLimits = { ...indexOnly, cursor: { defaultMethod: 'cursor' } };

describe('parsePaging', () => {
  it.each<readonly [request: SearchRequest, limits: PagingLimits, paging: Paging]>([
    [{}, indexOnly, { kind: 'index', startIndex: 1, count: 100 }],
    [{ startIndex: 0, count: 10 }, indexOnly, { kind: 'index', startIndex: 1, count: 10 }],
    [{ startIndex: -5, count: -1 }, indexOnly, { kind: 'index', startIndex: 1, count: 0 }],
    [{ startIndex: 7, count: 0 }, indexOnly, { kind: 'index', startIndex: 7, count: 0 }],
    [{ count: 5000 }, indexOnly, { kind: 'index', startIndex: 1, count: 200 }],
    [{}, both, { kind: 'index', startIndex: 1, count: 100 }],
    [{ cursor: '' }, both, { kind: 'cursor', count: 100 }],
    [{ cursor: 'VZUTiyhEQJ94IR', count: 10 }, both, { kind: 'cursor', cursor: 'VZUTiyhEQJ94IR', count: 10 }],
    [{ cursor: 'a-b.c_d~e', count: -3 }, both, { kind: 'cursor', cursor: 'a-b.c_d~e', count: 0 }],
    [{}, cursorFirst, { kind: 'cursor', count: 100 }],
    [{ startIndex: 1 }, cursorFirst, { kind: 'index', startIndex: 1, count: 100 }],
  ])('%j', (request, limits, paging) => {
    expect(parsePaging(request, limits)).toStrictEqual(paging);
  });

  it.each<readonly [request: SearchRequest, limits: PagingLimits, scimType: string]>([
    [{ cursor: 'abc' }, indexOnly, 'invalidCursor'],
    [{ cursor: 'a b' }, both, 'invalidCursor'],
    [{ cursor: 'a/b' }, both, 'invalidCursor'],
    [{ cursor: 'x'.repeat(5000) }, both, 'invalidCursor'],
    [{ cursor: '', count: 201 }, both, 'invalidCount'],
    [{ cursor: '', startIndex: 1 }, both, 'invalidValue'],
  ])('refuses %j', (request, limits, scimType) => {
    expect(() => parsePaging(request, limits)).toThrow(expect.objectContaining({ status: 400, scimType }));
  });
});

describe('listResponse', () => {
  it('has the members of its kind of paging and no others', () => {
    const resources = [{ id: '1' }];
    const common = {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
      itemsPerPage: 1,
      Resources: resources,
    };
    expect(listResponse({ resources, totalResults: 9, startIndex: 3 })).toStrictEqual({
      ...common,
      totalResults: 9,
      startIndex: 3,
    });
    expect(listResponse({ resources, nextCursor: 'n', previousCursor: 'p' })).toStrictEqual({
      ...common,
      nextCursor: 'n',
      previousCursor: 'p',
    });
  });
});
