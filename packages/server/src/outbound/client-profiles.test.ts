import type { ApplicationTemplate } from '@lockstep/provisioning';
import {
  clientProfiles,
  createScimClient,
  headerCredential,
  listPages,
  testCredentials,
  type ClientProfileId,
} from '@lockstep/scim-client';
import type { HttpRequest, ScimClientOptions } from '@lockstep/scim-client';
import { describe, expect, it } from 'vitest';
import type { ApplicationRow } from './applications/application-rows.ts';
import { defaultLimits } from './options.ts';
import type { Account, Pair } from './reconciler/pair.ts';
import { reconcilePair } from './reconciler/reconcile-pair.ts';
import {
  listSequences,
  profileSequences,
  type Exchange,
  type ProfileSequence,
} from './testing/profile-sequences.testing.ts';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const from = (target: string, attribute = target) =>
  ({ target, source: { kind: 'attribute', attribute }, applyOn: 'create-and-update' }) as const;

const mappings = [
  from('externalId', 'id'),
  from('displayName'),
  from('name.givenName'),
  from('name.familyName'),
  from('emails[type eq "work"].value', 'email'),
  from(`${enterprise}:department`),
];

const template: ApplicationTemplate = {
  id: 'test',
  name: 'Test',
  description: '',
  clientProfile: 'native',
  userNameFormat: 'okta-username',
  userNameApplyOn: 'create-and-update',
  userNameImmutable: false,
  lacks: [],
  attributes: mappings.map(({ target }) => ({ target, type: 'string', required: false, scope: 'personal' })),
  mappings,
};

const userName = 'hana.mori@example.test';
const user = {
  id: '00uEXAMPLE0000000001',
  userName,
  groups: [],
  readAt: 0,
  resource: {
    displayName: 'Hana Mori',
    name: { givenName: 'Hana', familyName: 'Mori' },
    emails: [{ value: userName, type: 'work', primary: true }],
    [enterprise]: { department: 'Sales' },
  },
};

const known = (active: boolean): Account => ({
  remoteId: 'u-17',
  profile: {
    userName,
    active,
    externalId: user.id,
    displayName: 'Hana Mori',
    'name.givenName': 'Hana',
    'name.familyName': 'Abe',
    'emails[type eq "work"].value': 'hana@example.test',
    [`${enterprise}:department`]: 'Tokyo',
  },
});

/** A network that plays the exchanges in order and keeps the requests. */
function play(profile: ClientProfileId, exchanges: readonly Exchange[]) {
  const sent: HttpRequest[] = [];
  const options: ScimClientOptions = {
    send: async (request) => {
      const { status = 500, answer, etag } = exchanges[sent.push(request) - 1] ?? {};
      const body = answer === undefined ? '' : JSON.stringify(answer);
      return { status, headers: etag === undefined ? {} : { etag }, body, cut: false };
    },
    now: () => 0,
    randomText: () => 'random',
    baseUrl: 'https://app.example.test/scim',
    credential: headerCredential('authorization', 'Bearer t0ken', ['t0ken']),
    profile: clientProfiles[profile],
  };
  return { sent, options };
}

async function run({ profile, account, wanted, exchanges }: ProfileSequence) {
  const { sent, options } = play(profile, exchanges);
  const on = { create_users: true, update_user_attributes: true, deactivate_users: true };
  const held = account === 'new' ? undefined : known(account === 'known');
  const pair = {
    userId: user.id,
    attempts: 1,
    assigned: wanted,
    ...(wanted ? {} : { ending: 'deactivate' }),
    wanted: wanted ? user : undefined,
    values: {},
    application: on,
  };
  const outcome = await reconcilePair({
    pair: pair as unknown as Pair & { application: ApplicationRow },
    target: { template, client: createScimClient(options), test: () => testCredentials(options) },
    store: { recordIntent: async () => true, claimAccount: async () => 'free' },
    limits: defaultLimits,
    random: () => 0,
    known: { account: held, intended: undefined },
  });
  return { sent, outcome };
}

const line = ({ method, url }: HttpRequest) => `${method} ${url.replace('https://app.example.test/scim', '')}`;
const shown = (sent: readonly HttpRequest[]) =>
  sent.map((request) => ({ request: line(request), body: request.body, ifMatch: request.headers['if-match'] }));
const expected = (exchanges: readonly Exchange[]) =>
  exchanges.map(({ request, body, ifMatch }) => ({ request, body, ifMatch }));

describe.each(profileSequences.map((one) => [`${one.profile}: ${one.account}, ${one.wanted}`, one] as const))(
  '%s',
  (_name, sequence) => {
    it(`sends what ${sequence.source} describes, byte for byte, and no more`, async () => {
      const { sent, outcome } = await run(sequence);
      expect(shown(sent)).toEqual(expected(sequence.exchanges));
      expect(outcome).toEqual({ kind: 'settled' });
    });
  },
);

it.each(listSequences.map((one) => [one.profile, one.source, one] as const))(
  '%s reads all accounts as %s describes',
  async (profile, _source, { exchanges }) => {
    const { sent, options } = play(profile, exchanges);
    let read = 0;
    for await (const page of listPages(createScimClient(options), '/Users'))
      read += page.ok ? page.resources.length : 0;
    expect(shown(sent)).toEqual(expected(exchanges));
    expect(read).toBe(3);
  },
);

it.each<[ClientProfileId, Record<string, string>, string]>([
  [
    'okta',
    {
      accept: 'application/scim+json',
      'accept-charset': 'utf-8',
      'content-type': 'application/scim+json; charset=utf-8',
      'user-agent': 'Okta SCIM Client 1.0.0',
    },
    'GET /Users?startIndex=1&count=2',
  ],
  ['okta-wizard', { 'user-agent': 'Okta SCIM Client 1.0.0' }, 'GET /Users?startIndex=1&count=2'],
  ['entra', { 'content-type': 'application/scim+json' }, 'GET /Users?filter=userName%20eq%20%22random%22'],
  ['entra-compliant', {}, 'GET /Users?filter=userName%20eq%20%22random%22'],
  ['native', { 'user-agent': 'Lockstep' }, 'GET /Users?startIndex=1&count=2'],
])('%s has its own headers and credential test', async (profile, headers, test) => {
  const list = { status: 200, answer: { totalResults: 0, Resources: [] } };
  const { sent, options } = play(profile, [{ request: '', ...list }]);
  expect(await testCredentials(options)).toMatchObject({ ok: true });
  expect(sent.map(line)).toEqual([test]);
  expect(sent[0]?.headers).not.toHaveProperty('content-type');
  const writing = play(profile, []);
  await createScimClient(writing.options).create('/Users', {});
  expect(writing.sent.at(-1)?.headers).toMatchObject({ ...headers, authorization: 'Bearer t0ken' });
});
