import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromResource, toResource, type AppProfile } from './app-profile.ts';
import { applyChanges, diffProfile } from './diff-profile.ts';
import { parseTargetPath } from './target-path.ts';
import { managedTargets, type ApplicationTemplate } from './template.ts';
import { cybozu } from './templates/cybozu.ts';
import { patchOperations, replaceBody } from './write-requests.ts';

const work = 'emails[type eq "work"].value';
const before: AppProfile = { userName: 'hana', active: true, displayName: 'Hana', 'name.familyName': 'Mori' };

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
    expect(patchOperations(changes, { pathless: false })).toEqual([
      { op: 'replace', path: 'active', value: false },
      { op: 'remove', path: 'displayName' },
      { op: 'add', path: 'emails', value: [{ value: 'h@x.test', type: 'work', primary: true }] },
    ]);
  });

  it('replaces and removes an element by its type', () => {
    const changed = [{ target: work, before: 'a@x.test', after: 'b@x.test' }];
    expect(patchOperations(changed, { pathless: false })).toEqual([{ op: 'replace', path: work, value: 'b@x.test' }]);
    expect(patchOperations([{ target: work, before: 'a@x.test' }], { pathless: false })).toEqual([
      { op: 'remove', path: 'emails[type eq "work"]' },
    ]);
  });

  it('sends one value object where the profile has no paths', () => {
    expect(patchOperations([{ target: 'active', before: true, after: false }], { pathless: true })).toEqual([
      { op: 'replace', value: { active: false } },
    ]);
    expect(patchOperations(changes.slice(0, 2), { pathless: true })).toEqual([
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
  const values = fc.dictionary(
    fc.constantFrom(...managedTargets(cybozu).filter((target) => target !== 'active')),
    fc.string({ minLength: 1 }),
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
        expect(applyChanges(applied, changes)).toEqual({ ...desired });
        const body = replaceBody(toResource(applied), changes);
        expect(fromResource(body, managedTargets(cybozu))).toEqual({ ...desired });
      }),
    );
  });
});

describe('parseTargetPath', () => {
  it.each(['', 'a.b.c', 'a[type eq "x"]', 'a[value eq "x"].value', 'a b', '1a'])('refuses %j', (text) => {
    expect(parseTargetPath(text)).toBeUndefined();
  });
});
