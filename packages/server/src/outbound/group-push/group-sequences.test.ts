import { clientProfiles, createScimClient, headerCredential, testCredentials } from '@lockstep/scim-client';
import type { HttpRequest, MemberChanges, ScimClientOptions } from '@lockstep/scim-client';
import { expect, it } from 'vitest';
import { defaultLimits } from '../options.ts';
import type { Target } from '../target/open-target.ts';
import { lenientCatalog } from '../testing/lenient-catalog.testing.ts';
import { groupSequences, type GroupSequence } from '../testing/group-sequences.testing.ts';
import type { GroupKnowledge, GroupStore, GroupWork } from './pushed-group.ts';
import { reconcileGroup } from './reconcile-group.ts';

const [first] = lenientCatalog;
if (first === undefined) throw new TypeError('The catalog is empty.');
const template: Target['template'] = first;

const hana = { remoteId: 'u-17', display: 'hana.mori@example.test' };

/** The database side, in memory: hana belongs into the group, and nobody else. */
function storeOf(first: readonly string[]): GroupStore {
  const held = new Set(first);
  return {
    recordIntent: async () => true,
    isTaken: async () => false,
    replaceHeld: async (ids) => {
      held.clear();
      for (const id of ids) held.add(id);
    },
    differences: async () => ({
      add: held.has(hana.remoteId) ? [] : [hana],
      remove: [...held].filter((id) => id !== hana.remoteId),
    }),
    desired: async () => [hana],
    recordSent: async ({ add, remove }: MemberChanges) => {
      for (const { remoteId } of add) held.add(remoteId);
      for (const id of remove) held.delete(id);
      return true;
    },
    park: () => Promise.reject(new Error('Nobody is refused here.')),
  };
}

/** A network that plays the exchanges in order and keeps the requests. */
function play({ profile, exchanges }: GroupSequence) {
  const sent: HttpRequest[] = [];
  const options: ScimClientOptions = {
    send: async (request) => {
      const { status = 500, answer, etag } = exchanges[sent.push(request) - 1] ?? {};
      const headers = etag === undefined ? {} : { etag };
      return { status, headers, body: answer === undefined ? '' : JSON.stringify(answer), cut: false };
    },
    now: () => 0,
    randomText: () => 'random',
    baseUrl: 'https://app.example.test/scim',
    credential: headerCredential('authorization', 'Bearer t0ken', ['t0ken']),
    profile: clientProfiles[profile],
  };
  return { sent, options };
}

const knowledge: Readonly<Record<GroupSequence['situation'], Partial<GroupKnowledge>>> = {
  new: {},
  linked: {},
  moved: { remoteId: 'g-3', name: 'Sales', membersKnown: true },
  'pushed now': { remoteId: 'g-3', membersKnown: false },
  unlinked: { remoteId: 'g-3', name: 'Sales', membersKnown: true },
  renamed: { remoteId: 'g-3', name: 'Sales', membersKnown: true },
  joined: { remoteId: 'g-3', name: 'Sales JP', membersKnown: true },
  left: { remoteId: 'g-3', name: 'Sales JP', membersKnown: true },
};

/** Whom the group is believed to hold. */
const believed: Partial<Readonly<Record<GroupSequence['situation'], readonly string[]>>> = {
  moved: ['u-09'],
  renamed: ['u-17'],
  left: ['u-09', 'u-17'],
};

const line = ({ method, url }: HttpRequest) => `${method} ${url.replace('https://app.example.test/scim', '')}`;

async function run(sequence: GroupSequence) {
  const { situation } = sequence;
  const { sent, options } = play(sequence);
  const target: Target = { template, client: createScimClient(options), test: () => testCredentials(options) };
  const push: GroupWork['push'] = {
    groupId: '00gEXAMPLE0000000001',
    attempts: 1,
    displayName: 'Sales JP',
    existing: 'link',
    chosenRemoteId: undefined,
    ending: situation === 'unlinked' ? 'delete' : undefined,
  };
  const known: GroupKnowledge = {
    remoteId: undefined,
    name: undefined,
    intended: undefined,
    membersKnown: false,
    pushed: false,
    ...knowledge[situation],
  };
  const store = storeOf(believed[situation] ?? []);
  const outcome = await reconcileGroup({ push, target, store, limits: defaultLimits, random: () => 0, known });
  return { sent, known, outcome };
}

it.each(groupSequences.map((one) => [one.profile, one.situation, one.source, one] as const))(
  '%s: a group that is %s goes as %s describes, byte for byte',
  async (_profile, situation, _source, sequence) => {
    const { sent, known, outcome } = await run(sequence);
    const asSent = ({ body, headers }: HttpRequest) => ({ body, ifMatch: headers['if-match'] });
    expect(sent.map((request) => ({ request: line(request), ...asSent(request) }))).toEqual(
      sequence.exchanges.map(({ request, body, ifMatch }) => ({ request, body, ifMatch })),
    );
    expect(outcome).toEqual({ kind: situation === 'unlinked' ? 'forgotten' : 'settled' });
    if (situation !== 'unlinked')
      expect(known).toMatchObject({ remoteId: 'g-3', name: 'Sales JP', membersKnown: true });
  },
);

it('a group that somebody else changed meanwhile is sent anew later, and nobody is left out for it', async () => {
  const [put] = groupSequences.filter(({ exchanges }) => exchanges.some(({ ifMatch }) => ifMatch !== undefined));
  if (put === undefined) throw new TypeError('No sequence has a version.');
  const exchanges = put.exchanges.map((one) => (one.ifMatch === undefined ? one : { ...one, status: 412 }));
  expect(await run({ ...put, exchanges })).toMatchObject({ outcome: { kind: 'later', error: { status: 412 } } });
});
