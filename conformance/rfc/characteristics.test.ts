import { afterAll, describe, expect, test } from 'vitest';
import { expectError, startBench, urn, type Body } from '../bench.ts';
import { partWith, readClaims, validValues, valueIn, wrongValues, type Claim } from './claims.ts';

/**
 * Every attribute that `/Schemas` describes is held to its description: each characteristic is a promise to clients,
 * and the tests are made from what the server serves, so that a new attribute is tested as it is described.
 */
const bench = await startBench();
afterAll(() => bench.close());
const claims = await readClaims(bench);

const part = (claim: Claim, value: unknown) => partWith(bench, claim, value);

/** The claims that are about something, as cases. */
function about(holds: (claim: Claim) => boolean): { type: string; path: string; claim: Claim }[] {
  return claims.filter(holds).map((claim) => ({ type: claim.type, path: claim.path, claim }));
}

const mutabilityOf = ({ described, parent }: Claim): string =>
  parent?.mutability === 'readOnly' ? 'readOnly' : described.mutability;
const isWritable = (claim: Claim): boolean => ['readWrite', 'immutable'].includes(mutabilityOf(claim));
const isShown = ({ described }: Claim): boolean => described.returned !== 'never';

async function bodyWith(claim: Claim, more: object): Promise<Record<string, unknown>> {
  const required = claim.type === 'User' ? { userName: bench.name() } : { displayName: bench.name() };
  const schemas = claim.type === 'User' ? [urn.user, urn.enterprise] : [urn.group];
  return { schemas, ...required, ...more };
}

async function create(claim: Claim, more: object): ReturnType<typeof bench.scim> {
  return bench.scim(claim.endpoint, { method: 'POST', body: await bodyWith(claim, more) });
}

async function created(claim: Claim, more: object): Promise<Body> {
  const { status, body } = await create(claim, more);
  expect(status, JSON.stringify(body)).toBe(201);
  return body;
}

/** Complex values may come back with more than was sent, such as the display name of a member. */
function expectValue(claim: Claim, resource: Body, value: unknown): void {
  const found = valueIn(claim, resource);
  if (typeof value === 'object') expect(found).toMatchObject(value as object);
  else expect(found).toEqual(value);
}

/** One and the same user or group for tests that only refuse or read. */
const samples = new Map<string, Promise<Body>>();
function sample(claim: Claim): Promise<Body> {
  const known = samples.get(claim.type) ?? created(claim, {});
  samples.set(claim.type, known);
  return known;
}

describe('mutability', () => {
  test.each(about((claim) => isWritable(claim) && isShown(claim)))(
    'RFC 7643 §2.2 mutability: $type $path is kept as it is created',
    async ({ claim }) => {
      const [value] = await validValues(bench, claim);
      const { id } = await created(claim, await part(claim, value));
      expectValue(claim, await bench.read(`${claim.endpoint}/${id}`), value);
    },
  );

  test.each(about((claim) => mutabilityOf(claim) === 'readWrite' && isShown(claim)))(
    'RFC 7643 §2.2 mutability: $type $path is replaced by PATCH and by PUT',
    async ({ claim }) => {
      const [value, another] = await validValues(bench, claim);
      const before = await created(claim, await part(claim, value));
      const address = `${claim.endpoint}/${before.id}`;
      const patched = await bench.patch(address, { op: 'replace', path: claim.path, value: another });
      expect(patched.status, JSON.stringify(patched.body)).toBe(200);
      expectValue(claim, await bench.read(address), another);
      const put = await bench.scim(address, { method: 'PUT', body: { ...before, ...(await part(claim, value)) } });
      expect(put.status, JSON.stringify(put.body)).toBe(200);
      expectValue(claim, await bench.read(address), value);
    },
  );

  test.each(about((claim) => mutabilityOf(claim) === 'readWrite' && isShown(claim) && !claim.described.required))(
    'RFC 7643 §2.5 unassigned: $type $path is absent after null, and after remove',
    async ({ claim }) => {
      const [value] = await validValues(bench, claim);
      const { id } = await created(claim, await part(claim, value));
      const address = `${claim.endpoint}/${id}`;
      expect((await bench.patch(address, { op: 'remove', path: claim.path })).status).toBe(200);
      expect(valueIn(claim, await bench.read(address))).toBeUndefined();
      const empty = await created(claim, await part(claim, null));
      expect(valueIn(claim, empty)).toBeUndefined();
    },
  );

  test.each(about((claim) => mutabilityOf(claim) === 'readOnly'))(
    'RFC 7643 §2.2 mutability: $type $path is read-only: ignored in bodies, refused in PATCH',
    async ({ claim }) => {
      const forged = claim.described.type === 'complex' ? [{ value: 'forged' }] : 'forged';
      const { id } = await created(claim, await part(claim, forged));
      const address = `${claim.endpoint}/${id}`;
      const read = await bench.read(address);
      expect(JSON.stringify(valueIn(claim, read) ?? null)).not.toContain('forged');
      const put = await bench.scim(address, { method: 'PUT', body: { ...read, ...(await part(claim, forged)) } });
      expect(put.status).toBe(200);
      expect(JSON.stringify(valueIn(claim, put.body) ?? null)).not.toContain('forged');
      expectError(await bench.patch(address, { op: 'replace', path: claim.path, value: forged }), 400, 'mutability');
    },
  );

  test.each(about((claim) => mutabilityOf(claim) === 'writeOnly'))(
    'RFC 7643 §2.2 mutability: $type $path is write-only: taken by POST, PUT and PATCH, and in no answer',
    async ({ claim }) => {
      const body = await bodyWith(claim, await part(claim, 'T0p-Secret!'));
      const answers = [await bench.scim(claim.endpoint, { method: 'POST', body })];
      const address = `${claim.endpoint}/${answers[0]!.body.id}`;
      answers.push(
        await bench.scim(address, { method: 'PUT', body }),
        await bench.patch(address, { op: 'replace', path: claim.path, value: 'T0p-Secret!' }),
        await bench.scim(address),
      );
      expect(answers.map(({ status }) => status)).toEqual([201, 200, 200, 200]);
      expect(JSON.stringify(answers)).not.toMatch(/T0p-Secret|password/i);
    },
  );
});

describe('returned', () => {
  test.each(about(({ described, parent }) => described.returned === 'default' && parent?.returned !== 'never'))(
    'RFC 7643 §2.2 returned: $type $path is there by default, and neither when excluded nor when others are wanted',
    async ({ claim }) => {
      if (!isWritable(claim)) return expectAbsentAmongOthers(claim, await sample(claim));
      const [value] = await validValues(bench, claim);
      const { id } = await created(claim, await part(claim, value));
      const address = `${claim.endpoint}/${id}`;
      expect(valueIn(claim, await bench.read(address))).toBeDefined();
      expectValue(claim, await bench.read(`${address}?attributes=${claim.path}`), value);
      expect(valueIn(claim, await bench.read(`${address}?excludedAttributes=${claim.path}`))).toBeUndefined();
      return expectAbsentAmongOthers(claim, { id });
    },
  );

  async function expectAbsentAmongOthers(claim: Claim, { id }: Body): Promise<void> {
    const body = await bench.read(`${claim.endpoint}/${id}?attributes=externalId`);
    expect(valueIn(claim, body)).toBeUndefined();
  }

  test.each(about(({ described }) => described.returned === 'never'))(
    'RFC 7643 §2.2 returned: $type $path is never there, and nobody can ask for it',
    async ({ claim }) => {
      const { id } = await created(claim, await part(claim, 'T0p-Secret!'));
      const address = `${claim.endpoint}/${id}`;
      for (const query of ['', `?attributes=${claim.path}`, '?excludedAttributes=title'])
        expect(valueIn(claim, await bench.read(address + query))).toBeUndefined();
      const filter = encodeURIComponent(`${claim.path} pr`);
      expectError(await bench.scim(`${claim.endpoint}?filter=${filter}`), 400, 'invalidFilter');
      expectError(await bench.scim(`${claim.endpoint}?sortBy=${claim.path}`), 400, 'invalidValue');
    },
  );

  test('RFC 7643 §2.2 returned: id and schemas are there whatever is asked for', async () => {
    const { id } = await bench.user();
    for (const query of ['attributes=title', 'excludedAttributes=id,schemas', 'attributes=nothing'])
      expect(await bench.read(`/Users/${id}?${query}`)).toMatchObject({ id, schemas: [urn.user] });
  });
});

describe('type', () => {
  test.each(about((claim) => isWritable(claim)))(
    'RFC 7643 §2.3 type: $type $path takes no value of another type',
    async ({ claim }) => {
      const wrong = wrongValues[claim.described.type] ?? [];
      expect(wrong.length).toBeGreaterThan(0);
      const before = await sample(claim);
      const address = `${claim.endpoint}/${before.id}`;
      for (const value of wrong) {
        const given = claim.described.multiValued ? [value] : value;
        expectError(await create(claim, await part(claim, given)), 400, 'invalidValue');
        expectError(await bench.patch(address, { op: 'replace', path: claim.path, value: given }), 400, 'invalidValue');
      }
      expect(await bench.read(address)).toEqual(before);
    },
  );

  test.each(about((claim) => isWritable(claim) && claim.described.multiValued))(
    'RFC 7643 §2.4 multi-valued: $type $path keeps several values',
    async ({ claim }) => {
      const [first, second] = (await validValues(bench, claim)) as [unknown[], unknown[]];
      const list = [
        ...first,
        ...second.map((value) => (typeof value === 'object' ? { ...value, primary: undefined } : value)),
      ];
      const { id } = await created(claim, await part(claim, list));
      expect(valueIn(claim, await bench.read(`${claim.endpoint}/${id}`))).toHaveLength(2);
    },
  );

  test.each(about((claim) => isWritable(claim) && !claim.described.multiValued))(
    'RFC 7643 §2.2 multiValued: $type $path takes no list of two',
    async ({ claim }) => {
      expectError(await create(claim, await part(claim, await validValues(bench, claim))), 400, 'invalidValue');
    },
  );
});

function swapCase(text: string): string {
  return text.replaceAll(/[a-z]/gi, (letter) =>
    letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase(),
  );
}

test.each(
  about(
    (claim) => isWritable(claim) && isShown(claim) && ['string', 'reference', 'binary'].includes(claim.described.type),
  ),
)('RFC 7643 §2.2 caseExact: a filter on $type $path says whether case counts', async ({ claim }) => {
  const [given] = (await validValues(bench, claim)) as [string | [string], unknown];
  const { id } = await created(claim, await part(claim, given));
  const [value] = [given].flat() as [string];
  const finds = async (text: string): Promise<boolean> => {
    const filter = encodeURIComponent(`${claim.path} eq "${text}" and id eq "${id}"`);
    return (await bench.read(`${claim.endpoint}?filter=${filter}`)).totalResults === 1;
  };
  expect(await finds(value)).toBe(true);
  expect(await finds(swapCase(value))).toBe(!claim.described.caseExact);
});

test.each(about((claim) => claim.described.required && claim.parent === undefined))(
  'RFC 7643 §2.2 required: $type $path cannot be left out, emptied or removed',
  async ({ claim }) => {
    for (const value of [undefined, null, ''])
      expectError(await create(claim, { [claim.path]: value }), 400, 'invalidValue');
    const before = await sample(claim);
    const address = `${claim.endpoint}/${before.id}`;
    expectError(await bench.patch(address, { op: 'remove', path: claim.path }), 400, 'mutability');
    const put = await bench.scim(address, { method: 'PUT', body: { schemas: before.schemas } });
    expectError(put, 400, 'invalidValue');
    expect(await bench.read(address)).toEqual(before);
  },
);

test.each(about((claim) => claim.described.required && claim.parent !== undefined))(
  'RFC 7643 §2.2 required: $type $path cannot be left out of a value that has something else',
  async ({ claim }) => {
    const name = claim.place[0]!;
    const sent = [{ type: 'User' }, { display: 'Ann' }, { [claim.described.name]: null, type: 'User' }];
    for (const value of sent) {
      expectError(await create(claim, { [name]: [value] }), 400, 'invalidValue');
      const { id } = await sample(claim);
      const patch = await bench.patch(`${claim.endpoint}/${id}`, { op: 'add', path: name, value: [value] });
      expectError(patch, 400, 'invalidValue');
    }
  },
);

test.each(about((claim) => !claim.described.required && claim.parent === undefined))(
  'RFC 7643 §2.2 required: $type $path may be left out',
  async ({ claim }) => {
    expect(valueIn(claim, await created(claim, {}))).toBeUndefined();
  },
);

test.each(about((claim) => claim.described.uniqueness === 'server'))(
  'RFC 7643 §2.2 uniqueness: $type $path is given once, by POST, PUT and PATCH',
  async ({ claim }) => {
    const [taken] = (await validValues(bench, claim)) as [string, string];
    await created(claim, await part(claim, taken));
    const same = claim.described.caseExact ? taken : swapCase(taken);
    expectError(await create(claim, await part(claim, same)), 409, 'uniqueness');
    const before = await created(claim, {});
    const address = `${claim.endpoint}/${before.id}`;
    const put = await bench.scim(address, { method: 'PUT', body: { ...before, ...(await part(claim, same)) } });
    expectError(put, 409, 'uniqueness');
    expectError(await bench.patch(address, { op: 'replace', path: claim.path, value: same }), 409, 'uniqueness');
    expect(await bench.read(address)).toEqual(before);
  },
);

test.each(about((claim) => claim.described.uniqueness === 'none' && isWritable(claim) && claim.parent === undefined))(
  'RFC 7643 §2.2 uniqueness: $type $path may be the same for two',
  async ({ claim }) => {
    const [value] = await validValues(bench, claim);
    const [first, second] = [await part(claim, value), await part(claim, value)];
    expect((await created(claim, first)).id).not.toBe((await created(claim, second)).id);
  },
);

test.each(about((claim) => (claim.described.canonicalValues ?? []).length > 0 && isWritable(claim)))(
  'RFC 7643 §7 canonicalValues: $type $path takes each of them',
  async ({ claim }) => {
    for (const value of claim.described.canonicalValues ?? []) {
      const given = claim.described.multiValued ? [value] : value;
      const body = await created(claim, await part(claim, given));
      expect(valueIn(claim, body)).toEqual(given);
    }
  },
);
