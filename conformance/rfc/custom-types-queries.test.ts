import { afterAll, describe, expect, test } from 'vitest';
import { expectError, expectList, idsOf, startBench, urn, type Body } from '../bench.ts';
import { createThing, defineThings, own } from '../things.ts';

/** Queries over attributes that an organization defined. */
const bench = await startBench();
afterAll(() => bench.close());
await defineThings(bench.running);

const thing = (more: object) => createThing(bench, more);

describe('queries', async () => {
  const group = 'queried';
  const all: Body[] = [];
  for (let n = 0; n < 12; n += 1) {
    all.push(
      await thing({
        text: group,
        exact: n % 2 === 0 ? 'Even' : 'Odd',
        flag: n < 3,
        count: n,
        weight: n / 2,
        at: `2026-01-${String(n + 10)}T00:00:00Z`,
        tags: n % 3 === 0 ? ['three', 'all'] : ['all'],
        place: { room: `R${n}`, floor: n },
        parts: [{ value: `P${n}`, type: n < 6 ? 'low' : 'high' }],
        externalId: `ext-${n}`,
        [own.cost]: { center: n < 4 ? 'North' : 'South' },
      }),
    );
  }
  const search = async (filter: string, more = ''): Promise<Body> =>
    bench.read(`/Things?filter=${encodeURIComponent(`text eq "${group}" and (${filter})`)}${more}`);

  test.each([
    ['count ge 9', 3],
    ['count eq 4', 1],
    ['weight lt 1', 2],
    ['flag eq true', 3],
    ['exact eq "Even"', 6],
    ['exact eq "even"', 0],
    ['text eq "QUERIED"', 12],
    ['at gt "2026-01-20T01:00:00+01:00"', 1],
    ['tags eq "three"', 4],
    ['not (tags eq "three")', 8],
    ['place.room eq "r7"', 1],
    ['place.floor le 2', 3],
    ['parts[value eq "p3" and type eq "low"]', 1],
    ['parts[value eq "p3" and type eq "high"]', 0],
    ['parts.type eq "high"', 6],
    [`${own.cost}:center eq "north"`, 4],
    [`${own.lease}:contract pr`, 0],
    ['schemas eq "urn:example:params:scim:schemas:Thing"', 12],
    ['externalId eq "ext-5"', 1],
    ['externalId eq "EXT-5"', 0],
    ['meta.resourceType eq "Thing"', 12],
    ['label pr', 0],
  ])('RFC 7644 §3.4.2.2 own attributes: %s', async (filter, total) => {
    expectList(await search(filter), total);
  });

  test('RFC 7644 §3.4.2.2 own attributes: what identifies a thing is looked up alone', async () => {
    const [first] = all;
    for (const filter of [`code eq "${first.code}"`, 'externalId eq "ext-0"', `id eq "${first.id}"`])
      expect(await bench.read(`/Things?filter=${encodeURIComponent(filter)}`)).toMatchObject({
        totalResults: 1,
        Resources: [{ id: first.id }],
      });
    const wrongCase = encodeURIComponent(`code eq "${first.code.toUpperCase()}!"`);
    expectList(await bench.read(`/Things?filter=${wrongCase}`), 0);
  });

  test.each(['nothing eq "x"', 'count co "1"', 'hidden pr', 'flag gt true', 'place eq "x"'])(
    'RFC 7644 §3.4.2.2 own attributes: %s makes no sense',
    async (filter) => {
      expectError(await bench.scim(`/Things?filter=${encodeURIComponent(filter)}`), 400, 'invalidFilter');
    },
  );

  test('RFC 7644 §3.4.2.3 things are sorted by own attributes of every type', async () => {
    for (const by of ['count', 'weight', 'at', 'place.floor']) {
      const { Resources } = await search('count ge 0', `&sortBy=${by}&sortOrder=descending`);
      expect(Resources.map(({ count }: Body) => count)).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
    }
    const { Resources } = await search('count ge 0', `&sortBy=${own.cost}:center&count=4`);
    expect(Resources.every((one: Body) => one[own.cost].center === 'North')).toBe(true);
  });

  test('RFC 7644 §3.4.2.4 things are paged by index, with the true total', async () => {
    const page = await search('count ge 0', '&sortBy=count&startIndex=11&count=5');
    expectList(page, 12, 2);
    const { totalResults } = await bench.read('/Things?count=0');
    const everything = await bench.read('/Things?count=1000');
    expectList(everything, totalResults);
    const last = await bench.read(`/Things?startIndex=${totalResults}`);
    expect(last.Resources.map(({ id }: Body) => id)).toEqual([everything.Resources.at(-1).id]);
  });

  test('RFC 9865 §2 things are paged by cursor, sorted or not, each once', async () => {
    for (const sorting of ['', '&sortBy=count']) {
      const seen: string[] = [];
      let cursor: string | undefined = '';
      while (cursor !== undefined) {
        const page: Body = await search('count ge 0', `&count=5&cursor=${encodeURIComponent(cursor)}${sorting}`);
        seen.push(...page.Resources.map(({ id }: Body) => id));
        cursor = page.nextCursor;
      }
      expect([...seen].sort()).toEqual(idsOf(...all));
    }
  });

  test('RFC 7644 §3.4.2.1 a search over everything finds things beside users, and sorts by an own attribute', async () => {
    const user = await bench.user({ title: 'queried' });
    const filter = `count ge 10 and text eq "${group}" or title eq "queried"`;
    const body = { schemas: [urn.search], filter, sortBy: 'count' };
    const { status, body: found } = await bench.scim('/.search', { method: 'POST', body });
    expect(status, JSON.stringify(found)).toBe(200);
    expect(found.Resources.map(({ id }: Body) => id)).toEqual([all[10].id, all[11].id, user.id]);
  });

  test('RFC 7644 §3.4.3 things are searched by POST at their own address', async () => {
    const body = { schemas: [urn.search], filter: `text eq "${group}" and count lt 2`, attributes: ['count'] };
    const { body: found } = await bench.scim('/Things/.search', { method: 'POST', body });
    expect(found.Resources.map(({ count }: Body) => count).sort()).toEqual([0, 1]);
    expect(found.Resources[0].text).toBeUndefined();
  });
});
