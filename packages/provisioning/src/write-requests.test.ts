import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromResource, toResource, type AppProfile } from './app-profile.ts';
import { applyChanges, diffProfile } from './diff-profile.ts';
import { parseTargetPath } from './target-path.ts';
import { managedTargets, type ApplicationTemplate } from './template.ts';
import { cybozu } from './templates/cybozu.ts';
import { patchOperations, replaceBody } from './write-requests.ts';

fc.configureGlobal({ seed: Number(process.env['LOCKSTEP_TEST_SEED'] ?? 1) });

const services = 'urn:lockstep:params:scim:schemas:extension:services:2.0:User:availableServices';
const servicesSchema = services.slice(0, services.lastIndexOf(':'));
const work = 'emails[type eq "work"].value';
const before: AppProfile = { userName: 'hana', active: true, displayName: 'Hana', 'name.familyName': 'Mori' };

const plain = { merge: 'none', capitalOps: false, booleansAsText: false, newElement: 'whole' } as const;

describe('diffProfile', () => {
  it('is empty for what is equal', () => {
    expect(diffProfile(cybozu, before, { ...before })).toEqual([]);
  });

  it('names additions, changes and removals', () => {
    const after = { userName: 'hana', active: false, 'name.familyName': 'Mori', [work]: 'h@x.test' };
    expect(diffProfile(cybozu, before, after)).toEqual([
      { target: 'active', before: true, after: false },
      { target: 'displayName', before: 'Hana' },
      { target: work, after: 'h@x.test' },
    ]);
  });

  it('sees no change in the case of a login name that cannot be changed', () => {
    const renamed = { ...before, userName: 'Hana' };
    expect(diffProfile(cybozu, before, renamed)).toEqual([]);
    expect(diffProfile({ ...cybozu, userNameImmutable: false }, before, renamed)).toHaveLength(1);
  });

  it('takes a list for a set', () => {
    const held = { [services]: ['kintone', 'garoon'] };
    expect(diffProfile(cybozu, held, { [services]: ['garoon', 'kintone'] })).toEqual([]);
    for (const after of [['kintone'], ['kintone', 'garoon', 'office'], ['kintone', 'office']]) {
      expect(diffProfile(cybozu, held, { [services]: after })).toEqual([
        { target: services, before: ['kintone', 'garoon'], after },
      ]);
    }
    expect(diffProfile(cybozu, held, {})).toEqual([{ target: services, before: ['kintone', 'garoon'] }]);
  });

  it('leaves alone what is applied on create only', () => {
    const template: ApplicationTemplate = {
      ...cybozu,
      mappings: [{ target: 'title', source: { kind: 'constant', value: 'x' }, applyOn: 'create' }],
    };
    expect(diffProfile(template, { title: 'old' }, { title: 'x' })).toEqual([]);
  });
});

describe('patchOperations', () => {
  const changes = [
    { target: 'active', before: true, after: false },
    { target: 'displayName', before: 'Hana' },
    { target: work, after: 'h@x.test' },
  ];

  it('gives each change its path', () => {
    expect(patchOperations(changes, plain)).toEqual([
      { op: 'replace', path: 'active', value: false },
      { op: 'remove', path: 'displayName' },
      { op: 'add', path: 'emails', value: [{ value: 'h@x.test', type: 'work', primary: true }] },
    ]);
  });

  it('replaces and removes an element by its type', () => {
    const changed = [{ target: work, before: 'a@x.test', after: 'b@x.test' }];
    expect(patchOperations(changed, plain)).toEqual([{ op: 'replace', path: work, value: 'b@x.test' }]);
    expect(patchOperations([{ target: work, before: 'a@x.test' }], plain)).toEqual([
      { op: 'remove', path: 'emails[type eq "work"]' },
    ]);
  });

  it('replaces a list as a whole, even the first, and removes it by its path', () => {
    for (const before of [{}, { before: ['garoon'] }]) {
      expect(patchOperations([{ target: services, ...before, after: ['kintone'] }], plain)).toEqual([
        { op: 'replace', path: services, value: ['kintone'] },
      ]);
    }
    expect(patchOperations([{ target: services, before: ['garoon'] }], plain)).toEqual([
      { op: 'remove', path: services },
    ]);
    expect(patchOperations([{ target: services, after: ['kintone'] }], { ...plain, merge: 'object' })).toEqual([
      { op: 'replace', value: { [servicesSchema]: { availableServices: ['kintone'] } } },
    ]);
  });

  it('sends one value object where the profile has no paths', () => {
    expect(patchOperations([{ target: 'active', before: true, after: false }], { ...plain, merge: 'object' })).toEqual([
      { op: 'replace', value: { active: false } },
    ]);
    expect(patchOperations(changes.slice(0, 2), { ...plain, merge: 'object' })).toEqual([
      { op: 'replace', value: { active: false } },
      { op: 'remove', path: 'displayName' },
    ]);
  });
});

describe('replaceBody', () => {
  it('keeps what it does not manage', () => {
    const account = {
      id: '7',
      userName: 'hana',
      title: 'Dr',
      name: { familyName: 'Mori', honorificPrefix: 'Dr' },
      emails: [
        { value: 'home@x.test', type: 'home', primary: true },
        { value: 'old@x.test', type: 'work', display: 'Work' },
      ],
    };
    const changes = [
      { target: 'name.familyName', before: 'Mori' },
      { target: work, before: 'old@x.test', after: 'new@x.test' },
    ];
    expect(replaceBody(account, changes)).toEqual({
      ...account,
      name: { honorificPrefix: 'Dr' },
      emails: [account.emails[0], { value: 'new@x.test', type: 'work', display: 'Work' }],
    });
  });

  it('names an extension among the schemas while the account has it', () => {
    const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
    const account = { schemas: [core], userName: 'h' };
    const given = replaceBody(account, [{ target: services, after: ['kintone'] }]);
    expect(given).toEqual({
      schemas: [core, servicesSchema],
      userName: 'h',
      [servicesSchema]: { availableServices: ['kintone'] },
    });
    expect(replaceBody(given, [{ target: services, before: ['kintone'] }])).toEqual(account);
    const more = { ...given, [servicesSchema]: { availableServices: ['kintone'], seats: 1 } };
    expect(replaceBody(more, [{ target: services, before: ['kintone'] }])).toEqual({
      ...given,
      [servicesSchema]: { seats: 1 },
    });
  });

  it('does not make a second primary element', () => {
    const account = { emails: [{ value: 'home@x.test', type: 'home', primary: true }] };
    expect(replaceBody(account, [{ target: work, after: 'w@x.test' }])['emails']).toEqual([
      account.emails[0],
      { value: 'w@x.test', type: 'work' },
    ]);
  });

  it('removes an element and then the attribute that has none left', () => {
    const account = { userName: 'h', emails: [{ value: 'w@x.test', type: 'work' }] };
    expect(replaceBody(account, [{ target: work, before: 'w@x.test' }])).toEqual({ userName: 'h' });
  });
});

describe('profiles and resources', () => {
  const texts = managedTargets(cybozu).filter((target) => target !== 'active' && target !== services);
  const values: fc.Arbitrary<AppProfile> = fc
    .tuple(
      fc.dictionary(fc.constantFrom(...texts), fc.string({ minLength: 1 })),
      fc.option(fc.uniqueArray(fc.string(), { minLength: 1 }), { nil: undefined }),
    )
    .map(([profile, list]) => (list === undefined ? profile : { ...profile, [services]: list }));

  /** The order of a list says nothing. */
  const sorted = (profile: AppProfile): AppProfile =>
    Object.fromEntries(
      Object.entries(profile).map(([target, value]) => [target, typeof value === 'object' ? value.toSorted() : value]),
    );

  it('are two forms of the same', () => {
    fc.assert(
      fc.property(values, (profile) => {
        expect(fromResource(toResource(profile), managedTargets(cybozu))).toEqual({ ...profile });
      }),
    );
  });

  it('reach the desired profile by what is sent', () => {
    fc.assert(
      fc.property(values, values, (applied, desired) => {
        const template = { ...cybozu, userNameImmutable: false };
        const changes = diffProfile(template, applied, desired);
        expect(sorted(applyChanges(applied, changes))).toEqual(sorted(desired));
        const body = replaceBody(toResource(applied), changes);
        expect(sorted(fromResource(body, managedTargets(cybozu)))).toEqual(sorted(desired));
      }),
    );
  });
});

describe('parseTargetPath', () => {
  it.each(['', 'urn:x', 'urn:x:User:', 'a:b', 'a.b.c', 'a[type eq "x"]', 'a[value eq "x"].value', 'a b', '1a'])(
    'refuses %j',
    (text) => {
      expect(parseTargetPath(text)).toBeUndefined();
    },
  );
});
