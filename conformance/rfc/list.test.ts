import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectError, expectList, startBench, urn, type Body } from '../bench.ts';

const bench = await startBench();
const empty = await bench.neighbour('empty');
afterAll(() => bench.close());

/** Ten users; `title` in another order than `userName`, equal for two and absent for two. */
const titles = ['J', 'i', 'H', 'g', 'F', 'e', 'dd', 'dd', undefined, undefined];

beforeAll(async () => {
  for (const [index, title] of titles.entries()) {
    const emails = [
      { value: `b${index}@a.example`, type: 'home' },
      { value: `a${9 - index}@a.example`, type: 'work', primary: true },
    ];
    await bench.user({
      userName: `user.${index}`,
      name: { familyName: `Family ${index % 3}` },
      active: index % 2 === 0,
      emails,
      ...(title === undefined ? {} : { title }),
    });
  }
  await bench.group([], { displayName: 'Alpha' });
  await bench.group([], { displayName: 'user.4' });
});

const names = ({ Resources }: Body): string[] => Resources.map((one: Body) => one.userName ?? one.displayName);
const all = titles.map((_title, index) => `user.${index}`);
const services = names(await bench.read('/Services'));

/** A query and the same one as the body of `/.search`: both must answer alike. */
const ways: readonly (readonly [string, (query: Record<string, unknown>) => ReturnType<typeof bench.scim>])[] = [
  [
    'RFC 7644 §3.4.2 by GET',
    (query) => {
      const parameters = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
      return bench.scim(`/Users?${parameters.join('&')}`);
    },
  ],
  [
    'RFC 7644 §3.4.3 by POST to /.search',
    (query) => bench.scim('/Users/.search', { method: 'POST', body: { schemas: [urn.search], ...query } }),
  ],
];

describe.each(ways)('%s', (_way, ask) => {
  test('RFC 7644 §3.4.2 a query answers 200 with a list, its total and its resources', async () => {
    const { status, body } = await ask({});
    expect(status).toBe(200);
    expectList(body, 10);
    expect(body).toMatchObject({ startIndex: 1, itemsPerPage: 10 });
    expect(names(body).sort()).toEqual(all);
  });

  test('RFC 7644 §3.4.2 a query that finds nothing is a 200 with an empty list', async () => {
    const { status, body } = await ask({ filter: 'userName eq "nobody"' });
    expect(status).toBe(200);
    expectList(body, 0);
  });

  test.each([
    ['RFC 7644 §3.4.2.3 text ascending, not case sensitive', 'title', 'ascending', [6, 7, 5, 4, 3, 2, 1, 0, 8, 9]],
    ['RFC 7644 §3.4.2.3 ascending is the default', 'title', undefined, [6, 7, 5, 4, 3, 2, 1, 0, 8, 9]],
    [
      'RFC 7644 §3.4.2.3 descending puts what has no value first',
      'title',
      'descending',
      [8, 9, 0, 1, 2, 3, 4, 5, 6, 7],
    ],
    ['RFC 7644 §3.4.2.3 a required attribute', 'userName', 'descending', [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]],
    ['RFC 7644 §3.4.2.3 the primary value of several', 'emails.value', 'ascending', [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]],
    ['RFC 7644 §3.4.2.3 a complex attribute by its value', 'emails', 'ascending', [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]],
    [
      'RFC 7644 §3.4.2.3 with the URN of the schema',
      `${urn.user}:userName`,
      'descending',
      [9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
    ],
    ['RFC 7644 §3.4.2.3 names are not case sensitive', 'USERNAME', 'Descending', [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]],
  ] as const)('%s', async (_title, sortBy, sortOrder, order) => {
    const { body } = await ask({ sortBy, ...(sortOrder === undefined ? {} : { sortOrder }) });
    // users of equal keys may come in any order
    const key = (name: string): string => (sortBy === 'title' ? (titles[Number(name.at(-1))] ?? '') : name);
    expect(names(body).map(key)).toEqual(order.map((index) => key(`user.${index}`)));
  });

  test.each([
    ['RFC 7644 §3.4.2.3 sortBy of what does not exist', { sortBy: 'nothing' }],
    ['RFC 7644 §3.4.2.3 sortBy of a complex attribute without value', { sortBy: 'name' }],
    ['RFC 7644 §3.4.2.3 an order that does not exist', { sortBy: 'title', sortOrder: 'sideways' }],
    ['RFC 7644 §3.4.2.3 sortBy of a password', { sortBy: 'password' }],
  ])('%s', async (_title, query) => {
    expectError(await ask(query), 400, 'invalidValue');
  });

  test.each([
    ['RFC 7644 §3.4.2.4 the first page', { startIndex: 1, count: 3 }, 1, all.slice(0, 3)],
    ['RFC 7644 §3.4.2.4 a page in the middle', { startIndex: 4, count: 3 }, 4, all.slice(3, 6)],
    ['RFC 7644 §3.4.2.4 the last page is as short as it is', { startIndex: 10, count: 3 }, 10, all.slice(9)],
    ['RFC 7644 §3.4.2.4 beyond the end is an empty page', { startIndex: 11, count: 3 }, 11, []],
    ['RFC 7644 §3.4.2.4 startIndex 0 is 1', { startIndex: 0, count: 2 }, 1, all.slice(0, 2)],
    ['RFC 7644 §3.4.2.4 a negative startIndex is 1', { startIndex: -7, count: 2 }, 1, all.slice(0, 2)],
    ['RFC 7644 §3.4.2.4 count 0 asks for the total', { count: 0 }, 1, []],
    ['RFC 7644 §3.4.2.4 a negative count is 0', { count: -3 }, 1, []],
    ['RFC 7644 §3.4.2.4 a count beyond the maximum is cut down', { count: 1_000_000 }, 1, all],
  ] as const)('%s', async (_title, query, startIndex, page) => {
    const { status, body } = await ask({ sortBy: 'userName', ...query });
    expect(status).toBe(200);
    expect(body).toMatchObject({ totalResults: 10, startIndex, itemsPerPage: page.length });
    expect(names(body)).toEqual(page);
  });

  test('RFC 7644 §3.4.2.4 pages in the order of nothing cover everybody once', async () => {
    const seen: string[] = [];
    for (let startIndex = 1; startIndex <= 10; startIndex += 3)
      seen.push(...names((await ask({ startIndex, count: 3 })).body));
    expect(seen.sort()).toEqual(all);
  });

  test('RFC 7644 §3.4.2.4 numbers are integers', async () => {
    const { body } = await ask({ count: 1 });
    for (const name of ['totalResults', 'startIndex', 'itemsPerPage']) expect(Number.isInteger(body[name])).toBe(true);
    expectError(await ask({ count: 'many' }), 400, 'invalidValue');
    expectError(await ask({ startIndex: 1.5 }), 400, 'invalidValue');
  });

  test('RFC 7644 §3.4.2.5 attributes and excludedAttributes of a list', async () => {
    const chosen = (await ask({ attributes: 'userName', count: 2 })).body.Resources;
    for (const one of chosen) expect(Object.keys(one).sort()).toEqual(['id', 'schemas', 'userName']);
    const rest = (await ask({ excludedAttributes: 'emails,name', count: 2 })).body.Resources;
    for (const one of rest) expect(Object.keys(one)).not.toContain('emails');
    for (const one of rest) expect(Object.keys(one)).toContain('meta');
  });

  test('RFC 7644 §3.4.2.2 filter, sort and page together', async () => {
    const { body } = await ask({
      filter: 'active eq true and name.familyName ne "Family 0"',
      sortBy: 'userName',
      sortOrder: 'descending',
      startIndex: 2,
      count: 1,
    });
    expect(body).toMatchObject({ totalResults: 3, itemsPerPage: 1 });
    expect(names(body)).toEqual(['user.4']);
  });
});

test('RFC 7644 §3.4.2 a collection without resources is an empty list', async () => {
  for (const path of ['/Users', '/Groups']) expectList(await empty.read(path), 0);
});

test('RFC 7644 §3.4.2 an unknown query parameter is passed over', async () => {
  expectList(await bench.read('/Users?nothing=x&%5B=%5D'), 10);
});

const everywhere = (query: object, from = bench) =>
  from.scim('/.search', { method: 'POST', body: { schemas: [urn.search], ...query } });

test('RFC 7644 §3.4.2.1 a query of the server root looks into every resource type', async () => {
  const { status, body } = await everywhere({ filter: 'userName eq "user.4" or displayName eq "user.4"' });
  expect(status).toBe(200);
  expectList(body, 2);
  expect(body.Resources.map((one: Body) => one.meta.resourceType).sort()).toEqual(['Group', 'User']);
});

test('RFC 7644 §3.4.2.1 a GET of the base address is the same query', async () => {
  const filter = 'userName eq "user.4" or displayName eq "user.4"';
  const { body } = await everywhere({ filter });
  for (const path of ['', '/']) {
    expect(await bench.read(`${path}?filter=${encodeURIComponent(filter)}`)).toEqual(body);
    expectList(await bench.read(path), all.length + 2 + services.length);
  }
  const page = await everywhere({ startIndex: 3, count: 2, attributes: 'userName' });
  expect(await bench.read('?startIndex=3&count=2&attributes=userName')).toEqual(page.body);
});

test('RFC 7644 §3.4.2.1 a filter on meta.resourceType selects a type', async () => {
  expect(names((await everywhere({ filter: 'meta.resourceType eq "Group"' })).body).sort()).toEqual([
    'Alpha',
    'user.4',
  ]);
});

test('RFC 7644 §3.4.2.1 an attribute that a type does not have is one without value', async () => {
  expectList((await everywhere({ filter: 'not (userName pr)' })).body, 2 + services.length);
  expectList((await everywhere({ filter: 'userName pr', count: 0 })).body, 10, 0);
});

test('RFC 7644 §3.4.2.1 pages over all types cover everything once', async () => {
  const seen: string[] = [];
  for (let startIndex = 1; startIndex <= 17; startIndex += 5)
    seen.push(...names((await everywhere({ startIndex, count: 5 })).body));
  expect(seen.sort()).toEqual([...all, 'Alpha', 'user.4', ...services].sort());
});

test('RFC 7644 §3.4.2.1 services are among all resources, found, sorted and shown as at their own address', async () => {
  const { Resources } = await bench.read('/Services');
  const select = async (query: object): Promise<Body[]> => (await everywhere(query)).body.Resources;
  const byId = (left: Body, right: Body): number => (left.id < right.id ? -1 : 1);
  for (const filter of ['meta.resourceType eq "Service"', 'type eq "service"', `schemas eq "${urn.entitlement}"`])
    expect((await select({ filter })).sort(byId), filter).toEqual([...Resources].sort(byId));
  for (const filter of ['id eq "kintone"', 'displayName eq "KINTONE"', 'meta.location ew "/Services/kintone"'])
    expect(await select({ filter }), filter).toEqual(Resources.filter(({ id }: Body) => id === 'kintone'));
  const group = await bench.group([], { displayName: 'L' });
  const filter = 'displayName ge "k" and displayName lt "n"';
  const sorted = { filter, sortBy: 'displayName', attributes: 'displayName' };
  const shown = ['Kintone', group.displayName, 'Mailwise'];
  expect((await select(sorted)).map(({ displayName }) => displayName)).toEqual(shown);
  expect(names((await everywhere({ ...sorted, sortOrder: 'descending' })).body)).toEqual(shown.toReversed());
  expect((await select({ ...sorted, startIndex: 3 })).map((one) => Object.keys(one).sort())).toEqual([
    ['displayName', 'id', 'schemas'],
  ]);
  expect((await bench.scim(`/Groups/${group.id}`, { method: 'DELETE' })).status).toBe(204);
});

test('RFC 7644 §3.4.2.1 services have no times: they are last where times ascend, and first where they descend', async () => {
  const times = async (sortOrder: string): Promise<string[]> => {
    const { body } = await everywhere({ sortBy: 'meta.lastModified', sortOrder });
    return body.Resources.map(({ meta }: Body) => meta.lastModified ?? '');
  };
  const without = services.map(() => '');
  const ascending = await times('ascending');
  const known = ascending.slice(0, -services.length);
  expect(known).not.toContain('');
  const sorted = known.toSorted((left, right) => (left < right ? -1 : 1));
  expect(ascending).toEqual([...sorted, ...without]);
  expect(await times('descending')).toEqual([...without, ...sorted.toReversed()]);
  expectList((await everywhere({ filter: 'meta.created pr' })).body, 12);
});

test.each([
  ['RFC 7644 §3.4.3 no body', '', 'invalidSyntax'],
  ['RFC 7644 §3.4.3 a list', [], 'invalidSyntax'],
  ['RFC 7644 §3.4.3 a filter that is no text', { schemas: [urn.search], filter: 7 }, 'invalidSyntax'],
  ['RFC 7644 §3.4.3 a broken filter', { schemas: [urn.search], filter: 'title' }, 'invalidFilter'],
  ['RFC 7644 §3.4.3 a count that is no number', { schemas: [urn.search], count: 'x' }, 'invalidValue'],
])('%s', async (_title, body, scimType) => {
  for (const path of ['/.search', '/Users/.search', '/Groups/.search'])
    expectError(await bench.scim(path, { method: 'POST', body }), 400, scimType);
});

test('RFC 7644 §3.4.3 attributes may be a list of names', async () => {
  const { body } = await bench.scim('/Users/.search', {
    method: 'POST',
    body: { schemas: [urn.search], attributes: ['userName', 'title'], filter: 'title eq "J"' },
  });
  expect(body.Resources).toMatchObject([{ userName: 'user.0', title: 'J' }]);
  expect(Object.keys(body.Resources[0]).sort()).toEqual(['id', 'schemas', 'title', 'userName']);
});

test('RFC 7644 §3.4.3 other methods than POST are a 405 or a 404', async () => {
  for (const method of ['GET', 'PUT', 'DELETE', 'PATCH']) {
    const { status } = await bench.scim('/.search', { method, ...(method === 'GET' ? {} : { body: {} }) });
    expect([404, 405]).toContain(status);
  }
});
