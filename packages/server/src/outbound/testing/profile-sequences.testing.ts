import type { ClientProfileId } from '@lockstep/scim-client';

/** `METHOD /path?query` and the body, byte for byte; the answer that the target gives. */
export interface Exchange {
  readonly request: string;
  readonly body?: string;
  /** The `If-Match` that is sent; none unless told. */
  readonly ifMatch?: string;
  /** The `ETag` of the answer. */
  readonly etag?: string;
  readonly status: number;
  readonly answer?: object;
}

/** What one identity provider sends in one situation. */
export interface ProfileSequence {
  readonly profile: ClientProfileId;
  /** The public document that describes it. */
  readonly source: string;
  /** `new`: no account is known. `known`: active, with the old surname. `inactive`: as known, but deactivated. */
  readonly account: 'new' | 'known' | 'inactive';
  /** Whether the person is to have an account. */
  readonly wanted: boolean;
  readonly exchanges: readonly Exchange[];
}

const oktaGuide = 'developer.okta.com/docs/api/openapi/okta-scim/guides/scim-20';
const oktaFaq = 'github.com/okta/okta-developer-docs, docs/concepts/scim/faqs/index.md';
const entraGuide = 'github.com/MicrosoftDocs/entra-docs, app-provisioning/use-scim-to-provision-users-and-groups.md';
const entraFlag =
  'github.com/MicrosoftDocs/entra-docs, app-provisioning/application-provisioning-config-problem-scim-compatibility.md';
const rfc = 'RFC 7644 §3.3, §3.4.2 and §3.5.2';

const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const none = { totalResults: 0, Resources: [] };

/** The account as a target answers it. */
const held = (active: boolean) => ({
  schemas: [core, enterprise],
  id: 'u-17',
  userName: 'hana.mori@example.test',
  externalId: '00uEXAMPLE0000000001',
  name: { givenName: 'Hana', familyName: 'Abe' },
  emails: [{ primary: true, value: 'hana@example.test', type: 'work' }],
  displayName: 'Hana Mori',
  active,
  [enterprise]: { department: 'Tokyo' },
});
const whole = (active: boolean, familyName: string) =>
  `{"schemas":["${core}","${enterprise}"],"id":"u-17","userName":"hana.mori@example.test","externalId":"00uEXAMPLE0000000001","name":{"givenName":"Hana","familyName":"${familyName}"},"emails":[{"primary":true,"value":"hana@example.test","type":"work"}],"displayName":"Hana Mori","active":${active},"${enterprise}":{"department":"${familyName === 'Abe' ? 'Tokyo' : 'Sales'}"}}`;

const oktaLookup = {
  request: 'GET /Users?filter=userName%20eq%20%22hana.mori%40example.test%22&startIndex=1&count=100',
  status: 200,
  answer: none,
};
const plainLookup = {
  request: 'GET /Users?filter=userName%20eq%20%22hana.mori%40example.test%22',
  status: 200,
  answer: none,
};
const readActive = { request: 'GET /Users/u-17', status: 200, answer: held(true) };
const readInactive = { request: 'GET /Users/u-17', status: 200, answer: held(false) };
const patch = (operations: string): Pick<Exchange, 'request' | 'body'> => ({
  request: 'PATCH /Users/u-17',
  body: `{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[${operations}]}`,
});
const oktaCreation = {
  request: 'POST /Users',
  body: `{"schemas":["${core}","${enterprise}"],"userName":"hana.mori@example.test","name":{"givenName":"Hana","familyName":"Mori"},"emails":[{"primary":true,"value":"hana.mori@example.test","type":"work"}],"displayName":"Hana Mori","externalId":"00uEXAMPLE0000000001","groups":[],"password":"Aa1!random","active":true,"${enterprise}":{"department":"Sales"}}`,
  status: 201,
  answer: { id: 'u-17' },
};
const entraCreation = {
  request: 'POST /Users',
  body: `{"schemas":["${core}","${enterprise}"],"externalId":"00uEXAMPLE0000000001","userName":"hana.mori@example.test","active":true,"displayName":"Hana Mori","emails":[{"primary":true,"type":"work","value":"hana.mori@example.test"}],"meta":{"resourceType":"User"},"name":{"familyName":"Mori","givenName":"Hana"},"roles":[],"${enterprise}":{"department":"Sales"}}`,
  status: 201,
  answer: { id: 'u-17' },
};

const okta = (profile: 'okta' | 'okta-wizard'): ProfileSequence[] => [
  { profile, source: oktaGuide, account: 'new', wanted: true, exchanges: [oktaLookup, oktaCreation] },
  {
    profile,
    source: `${oktaGuide} (link, then push the profile)`,
    account: 'new',
    wanted: true,
    exchanges: [
      { ...oktaLookup, answer: { totalResults: 1, Resources: [held(true)] } },
      readActive,
      { request: 'PUT /Users/u-17', body: updatedWhole(true), status: 200 },
    ],
  },
  {
    profile,
    source: oktaGuide,
    account: 'known',
    wanted: true,
    exchanges: [readActive, { request: 'PUT /Users/u-17', body: updatedWhole(true), status: 200 }],
  },
];

function updatedWhole(active: boolean): string {
  return whole(active, 'Mori').replace('"value":"hana@example.test"', '"value":"hana.mori@example.test"');
}

const entra = (profile: 'entra' | 'entra-compliant', source: string): ProfileSequence[] => [
  { profile, source: entraGuide, account: 'new', wanted: true, exchanges: [plainLookup, entraCreation] },
  {
    profile,
    source: `${entraGuide} (one match: its id is kept, and the difference sent)`,
    account: 'new',
    wanted: true,
    exchanges: [
      { ...plainLookup, answer: { totalResults: 1, Resources: [held(true)] } },
      readActive,
      { ...patch(entraUpdate[profile]), status: 200 },
    ],
  },
  {
    profile,
    source,
    account: 'known',
    wanted: true,
    exchanges: [readActive, { ...patch(entraUpdate[profile]), status: 200 }],
  },
  {
    profile,
    source,
    account: 'inactive',
    wanted: true,
    exchanges: [readInactive, { ...patch(entraReactivation[profile]), status: 200 }],
  },
  {
    profile,
    source,
    account: 'known',
    wanted: false,
    exchanges: [
      readActive,
      {
        ...patch(
          profile === 'entra'
            ? '{"op":"Replace","path":"active","value":"False"}'
            : '{"op":"replace","path":"active","value":false}',
        ),
        status: 204,
      },
    ],
  },
];

const entraUpdate = {
  entra: [
    '{"op":"Replace","path":"emails[type eq \\"work\\"].value","value":"hana.mori@example.test"}',
    '{"op":"Replace","path":"name.familyName","value":"Mori"}',
    `{"op":"Replace","path":"${enterprise}:department","value":"Sales"}`,
  ].join(),
  'entra-compliant': [
    '{"op":"replace","path":"emails[type eq \\"work\\"].value","value":"hana.mori@example.test"}',
    `{"op":"replace","value":{"name.familyName":"Mori","${enterprise}:department":"Sales"}}`,
  ].join(),
};

const entraReactivation = {
  entra: `{"op":"Replace","path":"active","value":"True"},${entraUpdate.entra}`,
  'entra-compliant': entraUpdate['entra-compliant'].replace('"value":{', '"value":{"active":true,'),
};

const noConfig: Exchange = { request: 'GET /ServiceProviderConfig', status: 404 };
const versions = { etag: { supported: true } };
const withoutPatch: Exchange = {
  request: 'GET /ServiceProviderConfig',
  status: 200,
  answer: { patch: { supported: false }, ...versions },
};
const nativeUpdate = [
  '{"op":"replace","path":"emails[type eq \\"work\\"].value","value":"hana.mori@example.test"}',
  '{"op":"replace","path":"name.familyName","value":"Mori"}',
  `{"op":"replace","path":"${enterprise}:department","value":"Sales"}`,
].join();
const nativeDeactivation = '{"op":"replace","path":"active","value":false}';

/** Every profile in the situations in which they differ. */
export const profileSequences: readonly ProfileSequence[] = [
  ...okta('okta'),
  {
    profile: 'okta',
    source: oktaGuide,
    account: 'known',
    wanted: false,
    exchanges: [{ ...patch('{"op":"replace","value":{"active":false}}'), status: 200 }],
  },
  {
    profile: 'okta',
    source: 'github.com/okta/okta-developer-docs, Okta-SCIM-20-CRUD-Test.json (the same id becomes active)',
    account: 'inactive',
    wanted: true,
    exchanges: [
      { ...oktaLookup, answer: { totalResults: 1, Resources: [held(false)] } },
      { ...patch('{"op":"replace","value":{"active":true}}'), status: 200 },
      readActive,
      { request: 'PUT /Users/u-17', body: updatedWhole(true), status: 200 },
    ],
  },
  ...okta('okta-wizard'),
  {
    profile: 'okta-wizard',
    source: oktaFaq,
    account: 'known',
    wanted: false,
    exchanges: [readActive, { request: 'PUT /Users/u-17', body: whole(false, 'Abe'), status: 200 }],
  },
  {
    profile: 'okta-wizard',
    source: oktaFaq,
    account: 'inactive',
    wanted: true,
    exchanges: [
      { ...oktaLookup, answer: { totalResults: 1, Resources: [held(false)] } },
      readInactive,
      { request: 'PUT /Users/u-17', body: updatedWhole(true), status: 200 },
    ],
  },
  ...entra('entra', entraGuide),
  ...entra('entra-compliant', entraFlag),
  {
    profile: 'native',
    source: rfc,
    account: 'new',
    wanted: true,
    exchanges: [
      { request: 'GET /ServiceProviderConfig', status: 404 },
      plainLookup,
      {
        request: 'POST /Users',
        body: `{"schemas":["${core}","${enterprise}"],"userName":"hana.mori@example.test","active":true,"externalId":"00uEXAMPLE0000000001","displayName":"Hana Mori","name":{"givenName":"Hana","familyName":"Mori"},"emails":[{"value":"hana.mori@example.test","type":"work","primary":true}],"${enterprise}":{"department":"Sales"}}`,
        status: 201,
        answer: { id: 'u-17' },
      },
    ],
  },
  {
    profile: 'native',
    source: rfc,
    account: 'known',
    wanted: true,
    exchanges: [
      { request: 'GET /ServiceProviderConfig', status: 404 },
      { ...patch(nativeUpdate), status: 200 },
    ],
  },
  {
    profile: 'native',
    source: rfc,
    account: 'new',
    wanted: true,
    exchanges: [
      noConfig,
      { ...plainLookup, answer: { totalResults: 1, Resources: [held(true)] } },
      readActive,
      { ...patch(nativeUpdate), status: 200 },
    ],
  },
  {
    profile: 'native',
    source: rfc,
    account: 'known',
    wanted: false,
    exchanges: [noConfig, { ...patch(nativeDeactivation), status: 204 }],
  },
  {
    profile: 'native',
    source: rfc,
    account: 'inactive',
    wanted: true,
    exchanges: [noConfig, { ...patch(`{"op":"replace","path":"active","value":true},${nativeUpdate}`), status: 200 }],
  },
  {
    profile: 'native',
    source: 'RFC 7644 §3.5.2 (PATCH is optional)',
    account: 'known',
    wanted: false,
    exchanges: [
      noConfig,
      { ...patch(nativeDeactivation), status: 501 },
      readActive,
      { request: 'PUT /Users/u-17', body: whole(false, 'Abe'), status: 200 },
    ],
  },
  {
    profile: 'native',
    source: 'RFC 7644 §3.14 (the version stands in the ETag alone)',
    account: 'known',
    wanted: false,
    exchanges: [
      withoutPatch,
      { ...readActive, etag: 'W/"7"' },
      { request: 'PUT /Users/u-17', body: whole(false, 'Abe'), ifMatch: 'W/"7"', status: 200 },
    ],
  },
  {
    profile: 'native',
    source: 'RFC 7644 §3.14 (somebody else was faster: read anew, and what they wrote stays)',
    account: 'known',
    wanted: false,
    exchanges: [
      withoutPatch,
      { ...readActive, etag: 'W/"7"' },
      { request: 'PUT /Users/u-17', body: whole(false, 'Abe'), ifMatch: 'W/"7"', status: 412 },
      { request: 'GET /Users/u-17', status: 200, etag: 'W/"8"', answer: { ...held(true), title: 'Chief' } },
      {
        request: 'PUT /Users/u-17',
        body: whole(false, 'Abe').replace(/}$/, ',"title":"Chief"}'),
        ifMatch: 'W/"8"',
        status: 200,
      },
    ],
  },
  {
    profile: 'native',
    source: 'RFC 7643 §5 (no PATCH, no versions), RFC 7644 §3.5.1',
    account: 'known',
    wanted: false,
    exchanges: [
      { request: 'GET /ServiceProviderConfig', status: 200, answer: { patch: { supported: false } } },
      { ...readActive, etag: '"of a proxy"' },
      { request: 'PUT /Users/u-17', body: whole(false, 'Abe'), status: 200 },
    ],
  },
];

/** An import of three accounts, of which a page of the target holds two at most. */
const page = (accounts: number) => ({
  totalResults: 3,
  Resources: Array.from({ length: accounts }, (_, index) => ({ ...held(true), id: `u-${accounts}${index}` })),
});
const pagesBy = (count: string): Exchange[] => [
  { request: `GET /Users?startIndex=1${count}`, status: 200, answer: page(2) },
  { request: `GET /Users?startIndex=3${count}`, status: 200, answer: page(1) },
];
const offersCursors: Exchange = {
  request: 'GET /ServiceProviderConfig',
  status: 200,
  answer: { patch: { supported: true }, pagination: { cursor: true, index: true, maxPageSize: 50 } },
};

/** What each profile sends to read all accounts: for an import, and for the daily comparison. */
export const listSequences: readonly Pick<ProfileSequence, 'profile' | 'source' | 'exchanges'>[] = [
  { profile: 'okta', source: oktaGuide, exchanges: pagesBy('&count=100') },
  { profile: 'okta-wizard', source: oktaGuide, exchanges: pagesBy('&count=100') },
  { profile: 'entra', source: entraGuide, exchanges: pagesBy('') },
  { profile: 'entra-compliant', source: entraGuide, exchanges: pagesBy('') },
  { profile: 'native', source: 'RFC 7644 §3.4.2.4', exchanges: [noConfig, ...pagesBy('&count=100')] },
  {
    profile: 'native',
    source: 'RFC 9865 §2 and §4',
    exchanges: [
      offersCursors,
      { request: 'GET /Users?cursor=&count=50', status: 200, answer: { ...page(2), nextCursor: 'next page' } },
      { request: 'GET /Users?cursor=next%20page&count=50', status: 200, answer: page(1) },
    ],
  },
];
