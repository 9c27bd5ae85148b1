import { own } from '../things.ts';
import { attributeNames, makeFilter, makePath } from './filters.ts';
import { mutateJson, mutateText, nastyTexts, nastyValue } from './nasty.ts';
import type { Random } from './random.ts';

/** A request as it goes over the wire; the path is below the endpoint and not encoded any further. */
export interface FuzzRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

/** Where resources are: of the standard's types, and of one that the organization has defined (`things.ts`). */
const collections = ['Users', 'Groups', 'Things'] as const;
export type Collection = (typeof collections)[number];

/** Ids to name: of this organization, which come and go, and of another one, which must stay out of reach. */
export interface Known {
  readonly ids: Readonly<Record<Collection, string[]>>;
  readonly foreign: readonly string[];
  /** Cursors that the server gave out. */
  readonly cursors: readonly string[];
}

const urn = 'urn:ietf:params:scim';
const enterprise = `${urn}:schemas:extension:enterprise:2.0:User`;

function allIds({ ids, foreign }: Known): readonly string[] {
  return [...ids.Users, ...ids.Groups, ...ids.Things, ...foreign, 'not-an-id', '00000000-0000-7000-8000-000000000000'];
}

function aUser(random: Random, known: Known): object {
  const userName = `fuzz.${random.below(1_000_000)}`;
  if (random.chance(0.3)) return { schemas: [`${urn}:schemas:core:2.0:User`], userName };
  return {
    schemas: [`${urn}:schemas:core:2.0:User`, enterprise],
    userName,
    externalId: `e${random.below(1000)}`,
    name: { familyName: 'Mori', givenName: 'Hana', formatted: 'Hana Mori' },
    emails: [
      { value: `${userName}@a.example`, type: 'work', primary: true },
      { value: `${userName}@b.example`, type: 'home' },
    ],
    active: random.chance(0.5),
    groups: [],
    password: 'secret',
    meta: { resourceType: 'User' },
    [enterprise]: { department: 'Sales', manager: { value: random.pick(allIds(known)) } },
  };
}

function members(random: Random, known: Known): object[] {
  return Array.from({ length: random.below(6) }, () => ({ value: random.pick(allIds(known)) }));
}

function aGroup(random: Random, known: Known): object {
  const displayName = `group ${random.below(1_000_000)}`;
  const group = { schemas: [`${urn}:schemas:core:2.0:Group`], displayName, members: members(random, known) };
  return random.chance(0.5) ? group : { ...group, [own.lease]: { contract: 'L', badge: `g${random.below(1000)}` } };
}

function aThing(random: Random, known: Known): object {
  const needed = { schemas: [own.thing, own.cost], code: `c${random.below(1_000_000)}`, [own.cost]: { center: 'C1' } };
  if (random.chance(0.3)) return needed;
  return {
    ...needed,
    label: `l${random.below(1000)}`,
    flag: random.chance(0.5),
    count: random.below(10),
    weight: 1.5,
    at: '2026-01-01T00:00:00Z',
    data: 'AAAA',
    link: 'https://a.example/x',
    keeper: `../Users/${random.pick(allIds(known))}`,
    kind: random.pick(['small', 'LARGE', 'other']),
    tags: ['a', 'b'],
    fixed: 'f',
    pin: '1234',
    hidden: 'h',
    made: 'm',
    place: { room: '1', floor: random.below(5), building: 'B' },
    parts: [
      { value: 'p', type: 't', primary: true },
      { value: 'q', uid: `u${random.below(1000)}` },
    ],
    [own.lease]: { contract: 'L', until: '2027-01-01T00:00:00Z', badge: `b${random.below(1000)}` },
  };
}

/** A resource as may be created in the collection that an address is of. */
function resourceAt(address: string, random: Random, known: Known): object {
  if (address.startsWith('/Groups')) return aGroup(random, known);
  return address.startsWith('/Things') ? aThing(random, known) : aUser(random, known);
}

function operation(random: Random, known: Known): object {
  const op = random.pick(['add', 'remove', 'replace', 'Add', 'Replace', 'Remove', 'move']);
  const plain = random.pick<unknown>(['x', true, 'False', [{ value: 'x@a.example', type: 'work' }], { value: 'x' }]);
  const value = random.chance(0.3) ? nastyValue(random) : random.chance(0.3) ? members(random, known) : plain;
  const shape = random.below(8);
  if (shape === 0) return { op, value: { [random.pick(attributeNames)]: value, 'name.givenName': 'G' } };
  if (shape === 1) return { op, path: `members[value eq "${random.pick(allIds(known))}"]` };
  if (shape === 2) return { op, path: makePath(random, allIds(known)) };
  return { op, path: shape < 5 ? random.pick(attributeNames) : makePath(random, allIds(known)), value };
}

function aPatch(random: Random, known: Known): object {
  const Operations = Array.from({ length: 1 + random.below(4) }, () => operation(random, known));
  return { schemas: [`${urn}:api:messages:2.0:PatchOp`], Operations };
}

function aCursor(random: Random, { cursors }: Known): string {
  const cursor = random.pick(['', '', 'made-up', 'A'.repeat(3000), '%00', '..', ...cursors]);
  return random.chance(0.2) ? mutateText(cursor, random).replaceAll(/[^!-~]/gu, '') : cursor;
}

function aSearch(random: Random, known: Known): object {
  return {
    schemas: [`${urn}:api:messages:2.0:SearchRequest`],
    filter: makeFilter(random, allIds(known)),
    sortBy: random.pick(attributeNames),
    startIndex: random.pick<unknown>([1, 0, -5, 1e9, 2 ** 53, 1.5, '1']),
    count: random.pick<unknown>([1, 0, -5, 10, 1e9, 'x']),
    ...(random.chance(0.3) ? { cursor: aCursor(random, known) } : {}),
    ...(random.chance(0.3) ? { attributes: [random.pick(attributeNames)] } : {}),
  };
}

function aBulk(random: Random, known: Known): object {
  const Operations = Array.from({ length: random.below(6) }, (_one, index) => {
    const method = random.pick(['POST', 'PUT', 'PATCH', 'DELETE', 'GET']);
    const collection = random.pick(['/Users', '/Groups', '/Things', '/Nothing', '/Users/../Groups']);
    const target = random.pick([...allIds(known), 'bulkId:0', 'bulkId:1', 'bulkId:nothing']);
    const group = { ...aGroup(random, known), members: [{ value: `bulkId:${random.below(6)}` }] };
    const usual = [aUser(random, known), aThing(random, known), group, aPatch(random, known)];
    const data = random.pick<unknown>([...usual, nastyValue(random)]);
    return { method, path: method === 'POST' ? collection : `${collection}/${target}`, bulkId: `${index}`, data };
  });
  const failOnErrors = random.pick<unknown>([undefined, 1, 0, -1, 'x']);
  return { schemas: [`${urn}:api:messages:2.0:BulkRequest`], Operations, failOnErrors };
}

function encode(text: string, random: Random): string {
  const whole = encodeURIComponent(text.isWellFormed() ? text : text.toWellFormed());
  switch (random.below(12)) {
    case 0:
      return whole.replaceAll('%20', '+');
    case 1:
      return encodeURIComponent(whole);
    case 2:
      return mutateText(whole, random);
    default:
      return whole;
  }
}

function makeQuery(random: Random, known: Known): string {
  const parts = Array.from({ length: random.below(4) }, () => {
    switch (random.below(8)) {
      case 0:
        return `sortBy=${encode(random.pick(attributeNames), random)}`;
      case 1:
        return `sortOrder=${random.pick(['ascending', 'descending', 'sideways'])}`;
      case 2:
        return `startIndex=${random.pick(['1', '0', '-1', '99999999999999', 'x', '1e3', ''])}`;
      case 3:
        return `count=${random.pick(['1', '0', '-1', '5', '99999999', 'x', ''])}`;
      case 4:
        return `${random.pick(['attributes', 'excludedAttributes'])}=${encode(random.pick(attributeNames), random)}`;
      case 5:
        return `cursor=${aCursor(random, known)}`;
      case 6:
        return encode(`${random.pick(nastyTexts)}=${random.pick(nastyTexts)}`, random).slice(0, 2000);
      default:
        return `filter=${encode(makeFilter(random, allIds(known)), random).slice(0, 20_000)}`;
    }
  });
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

function makeAddress(random: Random, known: Known): string {
  const kind = random.below(20);
  const name = random.pick(['Users', 'Users', ...collections] as const);
  const ids = known.ids[name];
  const collection = `/${name}`;
  if (kind < 9 && ids.length > 0) return `${collection}/${random.pick(ids)}`;
  if (kind < 13) return collection;
  if (kind === 13) return `${collection}/${random.pick(known.foreign)}`;
  if (kind === 14) return random.pick(['/ServiceProviderConfig', '/Schemas', '/ResourceTypes', '/Me', '/Bulk', '/']);
  if (kind === 15)
    return random.pick([
      '/.search',
      '/Users/.search',
      '/Groups/.search',
      '/Things/.search',
      '/Bulk',
      '/Bulk',
      '/Bulk',
      '/Bulk',
    ]);
  if (kind === 16) return `${collection}/${encode(random.pick(nastyTexts), random)}`.slice(0, 3000);
  if (kind === 17) return `/${mutateText(`${collection}/${random.pick(allIds(known))}/name`, random)}`;
  if (kind === 18)
    return random.pick(['//Users', '/Users//', '/Users/..', '/Users/%2e%2e/Groups', '/users', '/Users;a=b']);
  return `/Schemas/${encode(random.pick(nastyTexts), random)}`.slice(0, 3000);
}

function bodyFor(method: string, address: string, random: Random, known: Known): unknown {
  if (address.endsWith('.search')) return aSearch(random, known);
  if (address.startsWith('/Bulk')) return aBulk(random, known);
  if (method === 'PATCH') return aPatch(random, known);
  return resourceAt(address, random, known);
}

function makeBody(value: unknown, random: Random): Buffer {
  let json = value;
  const changes = random.chance(0.4) ? 0 : 1 + random.below(3);
  for (let change = 0; change < changes; change += 1) json = mutateJson(json, random);
  const text = JSON.stringify(json) ?? '';
  if (random.chance(0.1)) return Buffer.from(mutateText(text, random), 'utf8');
  const bytes = Buffer.from(text, 'utf8');
  // bytes that are no UTF-8
  if (bytes.length > 0 && random.chance(0.02)) bytes[random.below(bytes.length)] = 0x80 + random.below(0x80);
  return bytes;
}

const oddHeaders: readonly (readonly [string, readonly string[]])[] = [
  [
    'content-type',
    ['application/json', 'text/plain', 'application/scim+json; charset=utf-16', '', 'a/b/c', 'x'.repeat(500)],
  ],
  ['accept', ['text/html', '*/*', 'application/xml;q=0.1', '\xff']],
  ['if-match', ['*', 'W/"1"', '"1"', 'W/"999"', '1,2,,', '"', 'x'.repeat(2000)]],
  ['if-none-match', ['*', 'W/"1"', ',,,']],
  ['prefer', ['return=minimal', 'return=representation', ';;;=', 'respond-async']],
  ['authorization', ['', 'Bearer', 'Bearer x', 'Basic YTpi', 'bearer \xe9', 'lockstep_x']],
  ['x-forwarded-for', ['127.0.0.1, ::1', '\t', 'x'.repeat(1000)]],
  ['accept-encoding', ['gzip, br', 'identity;q=0']],
  ['content-encoding', ['gzip', 'identity']],
  ['host', ['nowhere.example', '[', '']],
];

/** One request of a fuzz run: mostly of sense, damaged somewhere. */
export function makeRequest(random: Random, known: Known): FuzzRequest {
  const address = makeAddress(random, known);
  const usual = address.includes('/.search') || address === '/Bulk' ? ['POST'] : methodsOf(address);
  const method = random.chance(0.05)
    ? random.pick(['HEAD', 'OPTIONS', 'TRACE', 'PROPFIND', 'SEARCH', 'PUT', 'DELETE', 'POST', 'PATCH'])
    : random.pick(usual);
  const withBody = ['POST', 'PUT', 'PATCH'].includes(method) || random.chance(0.02);
  const body = withBody ? makeBody(bodyFor(method, address, random, known), random) : undefined;
  const headers: Record<string, string> = withBody ? { 'content-type': 'application/scim+json' } : {};
  if (random.chance(0.08)) {
    const [name, values] = random.pick(oddHeaders);
    headers[name] = random.pick(values);
  }
  const path = requestable(address + (random.chance(0.6) ? makeQuery(random, known) : ''));
  return { method, path, headers, ...(body === undefined ? {} : { body }) };
}

function methodsOf(address: string): readonly string[] {
  if (/^\/(Users|Groups|Things)$/.test(address)) return ['GET', 'POST', 'POST'];
  return ['GET', 'GET', 'PATCH', 'PATCH', 'PATCH', 'PATCH', 'PUT', 'PUT', 'PUT', 'DELETE'];
}

/** Node's client sends any octet from `!` to `ÿ`; everything else is encoded. */
function requestable(path: string): string {
  return path.toWellFormed().replaceAll(/[^\u0021-\u00ff]/gu, (character) => encodeURIComponent(character));
}
