import type { ClientProfileId } from '@lockstep/scim-client';
import type { Exchange } from './profile-sequences.testing.ts';

/** What one identity provider sends of a group named Sales JP in one situation. */
export interface GroupSequence {
  readonly profile: ClientProfileId;
  /** The public document that describes it. */
  readonly source: string;
  /**
   * `new`: no group is known, and u-17 belongs into it. `linked`: as new, but the target has the group, with u-09 in it.
   * `moved`: known, named Sales; u-09 leaves, u-17 comes. `pushed now`: as moved, and nothing is believed. `unlinked`:
   * known, to be deleted. `renamed`, `joined` and `left`: known with everything as it is to be but the name, u-17 who comes
   * or u-09 who goes.
   */
  readonly situation: 'new' | 'linked' | 'moved' | 'pushed now' | 'unlinked' | 'renamed' | 'joined' | 'left';
  readonly exchanges: readonly Exchange[];
}

const oktaGuide = 'developer.okta.com/docs/api/openapi/okta-scim/guides/scim-20 (groups)';
const oktaFaq = 'github.com/okta/okta-developer-docs, docs/concepts/scim/faqs/index.md';
const entraGuide = 'github.com/MicrosoftDocs/entra-docs, app-provisioning/use-scim-to-provision-users-and-groups.md';
const entraFlag =
  'github.com/MicrosoftDocs/entra-docs, app-provisioning/application-provisioning-config-problem-scim-compatibility.md';
const rfc = 'RFC 7643 §4.2 and §6, RFC 7644 §3.5.2 and §3.9';

const core = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const none = { totalResults: 0, Resources: [] };
const filter = 'filter=displayName%20eq%20%22Sales%20JP%22';
const kenHeld = { value: 'u-09', display: 'ken@example.test' };
const held = (displayName: string) => ({
  schemas: [core],
  id: 'g-3',
  displayName,
  members: [kenHeld],
});
const hanaHeld = { value: 'u-17', display: 'hana.mori@example.test' };
const found = { totalResults: 1, Resources: [held('Sales JP')] };
const patch = (operations: string, status = 204): Exchange => ({
  request: 'PATCH /Groups/g-3',
  body: `{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[${operations}]}`,
  status,
});
const deletion: Exchange = { request: 'DELETE /Groups/g-3', status: 204 };
const made = { status: 201, answer: { id: 'g-3', displayName: 'Sales JP' } };

const hana = '{"value":"u-17","display":"hana.mori@example.test"}';
const oktaLookup = { request: `GET /Groups?${filter}&startIndex=1&count=100`, status: 200 };
const oktaCreation: Exchange = {
  request: 'POST /Groups',
  body: `{"schemas":["${core}"],"displayName":"Sales JP","members":[]}`,
  ...made,
};
const oktaRename = patch('{"op":"replace","value":{"id":"g-3","displayName":"Sales JP"}}');
const oktaFull = patch(`{"op":"replace","path":"members","value":[${hana}]}`);
const okta: readonly GroupSequence[] = [
  {
    profile: 'okta',
    source: oktaGuide,
    situation: 'new',
    exchanges: [
      { ...oktaLookup, answer: none },
      oktaCreation,
      oktaRename,
      patch(`{"op":"add","path":"members","value":[${hana}]}`),
    ],
  },
  {
    profile: 'okta',
    source: oktaGuide,
    situation: 'linked',
    exchanges: [{ ...oktaLookup, answer: found }, oktaRename, oktaFull],
  },
  {
    profile: 'okta',
    source: oktaGuide,
    situation: 'moved',
    exchanges: [
      oktaRename,
      patch(`{"op":"remove","path":"members[value eq \\"u-09\\"]"},{"op":"add","path":"members","value":[${hana}]}`),
    ],
  },
  { profile: 'okta', source: oktaGuide, situation: 'pushed now', exchanges: [oktaRename, oktaFull] },
  { profile: 'okta', source: oktaGuide, situation: 'unlinked', exchanges: [deletion] },
  { profile: 'okta', source: oktaGuide, situation: 'renamed', exchanges: [oktaRename] },
  {
    profile: 'okta',
    source: oktaGuide,
    situation: 'joined',
    exchanges: [oktaRename, patch(`{"op":"add","path":"members","value":[${hana}]}`)],
  },
  {
    profile: 'okta',
    source: oktaGuide,
    situation: 'left',
    exchanges: [oktaRename, patch('{"op":"remove","path":"members[value eq \\"u-09\\"]"}')],
  },
];

const whole = (member: string): string =>
  `{"schemas":["${core}"],"id":"g-3","displayName":"Sales JP","members":[${member}]}`;
const read = (displayName: string): Exchange => ({
  request: 'GET /Groups/g-3',
  status: 200,
  answer: held(displayName),
});
const oktaWizard: readonly GroupSequence[] = [
  {
    profile: 'okta-wizard',
    source: oktaFaq,
    situation: 'new',
    exchanges: [
      { ...oktaLookup, answer: none },
      oktaCreation,
      { request: 'GET /Groups/g-3', status: 200, answer: { ...held('Sales JP'), members: [] } },
      { request: 'PUT /Groups/g-3', body: whole(hana), status: 200 },
    ],
  },
  {
    profile: 'okta-wizard',
    source: oktaFaq,
    situation: 'moved',
    exchanges: [read('Sales'), { request: 'PUT /Groups/g-3', body: whole(hana), status: 200 }],
  },
  {
    profile: 'okta-wizard',
    source: oktaFaq,
    situation: 'pushed now',
    exchanges: [read('Sales JP'), { request: 'PUT /Groups/g-3', body: whole(hana), status: 200 }],
  },
  { profile: 'okta-wizard', source: oktaFaq, situation: 'unlinked', exchanges: [deletion] },
  {
    profile: 'okta-wizard',
    source: oktaFaq,
    situation: 'linked',
    exchanges: [
      { ...oktaLookup, answer: found },
      // Okta has no use for versions, whatever the target says of them
      { ...read('Sales JP'), etag: 'W/"3"', answer: { ...held('Sales JP'), meta: { version: 'W/"3"' } } },
      { request: 'PUT /Groups/g-3', body: whole(hana).replace(/}$/, ',"meta":{"version":"W/\\"3\\""}}'), status: 200 },
    ],
  },
  {
    profile: 'okta-wizard',
    source: oktaFaq,
    situation: 'renamed',
    exchanges: [
      { ...read('Sales'), answer: { ...held('Sales'), members: [hanaHeld] } },
      { request: 'PUT /Groups/g-3', body: whole(hana), status: 200 },
    ],
  },
  {
    profile: 'okta-wizard',
    source: oktaFaq,
    situation: 'joined',
    exchanges: [
      { ...read('Sales JP'), answer: { ...held('Sales JP'), members: [] } },
      { request: 'PUT /Groups/g-3', body: whole(hana), status: 200 },
    ],
  },
  {
    profile: 'okta-wizard',
    source: oktaFaq,
    situation: 'left',
    exchanges: [
      { ...read('Sales JP'), answer: { ...held('Sales JP'), members: [kenHeld, hanaHeld] } },
      { request: 'PUT /Groups/g-3', body: whole(hana), status: 200 },
    ],
  },
];

const entraRef = (id: string): string => `{"$ref":null,"value":"${id}"}`;
const entraLookup = { request: `GET /Groups?excludedAttributes=members&${filter}`, status: 200 };
const entraRead: Exchange = {
  request: 'GET /Groups/g-3?excludedAttributes=members',
  status: 200,
  answer: { id: 'g-3', displayName: 'Sales' },
};
const entraCreation: Exchange = {
  request: 'POST /Groups',
  body: `{"schemas":["${core}","http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"],"externalId":"00gEXAMPLE0000000001","displayName":"Sales JP","meta":{"resourceType":"Group"}}`,
  ...made,
};
const entraOperations = {
  entra: {
    rename: '{"op":"Replace","path":"displayName","value":"Sales JP"}',
    remove: `{"op":"Remove","path":"members","value":[${entraRef('u-09')}]}`,
    add: `{"op":"Add","path":"members","value":[${entraRef('u-17')}]}`,
  },
  'entra-compliant': {
    rename: '{"op":"replace","value":{"displayName":"Sales JP"}}',
    remove: '{"op":"remove","path":"members[value eq \\"u-09\\"]"}',
    add: `{"op":"add","path":"members","value":[${entraRef('u-17')}]}`,
  },
};
const entra = (profile: 'entra' | 'entra-compliant', source: string): readonly GroupSequence[] => {
  const { rename, remove, add } = entraOperations[profile];
  return [
    {
      profile,
      source: entraGuide,
      situation: 'new',
      exchanges: [{ ...entraLookup, answer: none }, entraCreation, patch(add)],
    },
    {
      profile,
      source: `${entraGuide} (the members of a linked group are read, so that nobody stays who is not to)`,
      situation: 'linked',
      exchanges: [{ ...entraLookup, answer: found }, read('Sales JP'), patch(remove), patch(add)],
    },
    { profile, source, situation: 'moved', exchanges: [entraRead, patch(rename), patch(remove), patch(add)] },
    { profile, source, situation: 'unlinked', exchanges: [deletion] },
    { profile, source, situation: 'renamed', exchanges: [entraRead, patch(rename)] },
    { profile, source, situation: 'joined', exchanges: [entraRead, patch(add)] },
    { profile, source, situation: 'left', exchanges: [entraRead, patch(remove)] },
    {
      profile,
      source: `${entraGuide} (the members are read, so that nobody stays who is not to)`,
      situation: 'pushed now',
      exchanges: [read('Sales'), patch(rename), patch(remove), patch(add)],
    },
  ];
};

const resourceTypes: Exchange = { request: 'GET /ResourceTypes', status: 404 };
const noConfig: Exchange = { request: 'GET /ServiceProviderConfig', status: 404 };
const nativeChange = [
  '{"op":"remove","path":"members[value eq \\"u-09\\"]"}',
  '{"op":"add","path":"members","value":[{"value":"u-17"}]}',
].join();
const nativeRename = patch('{"op":"replace","path":"displayName","value":"Sales JP"}');
const native: readonly GroupSequence[] = [
  {
    profile: 'native',
    source: rfc,
    situation: 'new',
    exchanges: [
      resourceTypes,
      { ...entraLookup, answer: none },
      noConfig,
      {
        request: 'POST /Groups',
        body: `{"schemas":["${core}"],"externalId":"00gEXAMPLE0000000001","displayName":"Sales JP"}`,
        ...made,
      },
      patch('{"op":"add","path":"members","value":[{"value":"u-17"}]}'),
    ],
  },
  {
    profile: 'native',
    source: rfc,
    situation: 'linked',
    exchanges: [resourceTypes, { ...entraLookup, answer: found }, noConfig, read('Sales JP'), patch(nativeChange)],
  },
  {
    profile: 'native',
    source: rfc,
    situation: 'moved',
    exchanges: [resourceTypes, noConfig, nativeRename, patch(nativeChange)],
  },
  {
    profile: 'native',
    source: rfc,
    situation: 'pushed now',
    exchanges: [resourceTypes, noConfig, read('Sales JP'), patch(nativeChange)],
  },
  {
    profile: 'native',
    source: 'RFC 7643 §5 (no PATCH)',
    situation: 'moved',
    exchanges: [
      resourceTypes,
      { request: 'GET /ServiceProviderConfig', status: 200, answer: { patch: { supported: false } } },
      read('Sales'),
      { request: 'PUT /Groups/g-3', body: whole('{"value":"u-17"}'), status: 200 },
    ],
  },
  {
    profile: 'native',
    source: 'RFC 7644 §3.5.2 (PATCH is optional)',
    situation: 'moved',
    exchanges: [
      resourceTypes,
      noConfig,
      { ...nativeRename, status: 501 },
      read('Sales'),
      { request: 'PUT /Groups/g-3', body: whole('{"value":"u-17"}'), status: 200 },
    ],
  },
  { profile: 'native', source: rfc, situation: 'unlinked', exchanges: [noConfig, deletion] },
  { profile: 'native', source: rfc, situation: 'renamed', exchanges: [resourceTypes, noConfig, nativeRename] },
  {
    profile: 'native',
    source: rfc,
    situation: 'joined',
    exchanges: [resourceTypes, noConfig, patch('{"op":"add","path":"members","value":[{"value":"u-17"}]}')],
  },
  {
    profile: 'native',
    source: rfc,
    situation: 'left',
    exchanges: [resourceTypes, noConfig, patch('{"op":"remove","path":"members[value eq \\"u-09\\"]"}')],
  },
  {
    profile: 'native',
    source: 'RFC 7643 §5 (no PATCH), RFC 7644 §3.14 (the version stands in the ETag alone)',
    situation: 'left',
    exchanges: [
      resourceTypes,
      {
        request: 'GET /ServiceProviderConfig',
        status: 200,
        answer: { patch: { supported: false }, etag: { supported: true } },
      },
      { ...read('Sales JP'), etag: 'W/"3"', answer: { ...held('Sales JP'), members: [kenHeld, hanaHeld] } },
      { request: 'PUT /Groups/g-3', body: whole(hana), ifMatch: 'W/"3"', status: 200 },
    ],
  },
];

/** Every profile in the situations in which they differ. */
export const groupSequences: readonly GroupSequence[] = [
  ...okta,
  ...oktaWizard,
  ...entra('entra', entraGuide),
  ...entra('entra-compliant', entraFlag),
  ...native,
];
