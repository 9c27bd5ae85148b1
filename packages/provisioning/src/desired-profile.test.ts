import { describe, expect, it } from 'vitest';
import { catalog } from './catalog.ts';
import { desiredProfile } from './desired-profile.ts';
import { checkTemplate, managedTargets, type ApplicationTemplate } from './template.ts';
import { cybozu } from './templates/cybozu.ts';
import { computeUserName, type UserNameFormat } from './user-name-format.ts';
import type { SourceUser } from './user-source.ts';

const servicesSchema = 'urn:lockstep:params:scim:schemas:extension:services:2.0:User';
const services = `${servicesSchema}:availableServices`;

const hana: SourceUser = {
  id: '0199-hana',
  userName: 'hana.mori@example.test',
  groups: [],
  readAt: 0,
  resource: {
    userName: 'hana.mori@example.test',
    displayName: 'Hana Mori',
    name: { familyName: 'Mori', givenName: 'Hana' },
    emails: [
      { value: 'private@example.test', type: 'home' },
      { value: 'h.mori@corp.test', type: 'work', primary: true },
    ],
    [servicesSchema]: { availableServices: ['kintone', 'garoon'] },
  },
};

describe('desiredProfile', () => {
  it('computes what cybozu.com is to hold', () => {
    expect(desiredProfile(cybozu, hana)).toEqual({
      profile: {
        userName: 'hana.mori@example.test',
        active: true,
        externalId: '0199-hana',
        displayName: 'Hana Mori',
        'name.familyName': 'Mori',
        'name.givenName': 'Hana',
        'emails[type eq "work"].value': 'h.mori@corp.test',
        [services]: ['kintone', 'garoon'],
      },
    });
  });

  it('leaves out what the user does not have, so that it is cleared', () => {
    const resource = { displayName: '', name: { givenName: null }, [servicesSchema]: { availableServices: [] } };
    const bare = { id: 'x', userName: 'x', groups: [], readAt: 0, resource };
    expect(desiredProfile(cybozu, bare)).toEqual({ profile: { userName: 'x', active: true, externalId: 'x' } });
  });

  it('takes the login name of the assignment before that of the format', () => {
    expect(desiredProfile(cybozu, hana, { userName: 'hana' })).toMatchObject({ profile: { userName: 'hana' } });
  });

  it('maps constants', () => {
    const constant: ApplicationTemplate = {
      ...cybozu,
      mappings: [{ target: 'userType', source: { kind: 'constant', value: 'Employee' }, applyOn: 'create' }],
    };
    expect(desiredProfile(constant, hana)).toMatchObject({ profile: { userType: 'Employee' } });
  });

  it('says why there is no login name', () => {
    const template: ApplicationTemplate = { ...cybozu, userNameFormat: 'email' };
    expect(desiredProfile(template, { ...hana, resource: {} })).toEqual({
      reason: 'The login name is made from the e-mail address, and this person has none.',
    });
  });
});

describe('computeUserName', () => {
  it.each<[UserNameFormat, string]>([
    ['okta-username', 'hana.mori@example.test'],
    ['okta-username-prefix', 'hana.mori'],
    ['email', 'h.mori@corp.test'],
    ['email-prefix', 'h.mori'],
  ])('%s', (format, userName) => {
    expect(computeUserName({ userNameFormat: format }, hana)).toEqual({ userName });
  });

  it('refuses an empty prefix', () => {
    expect(computeUserName({ userNameFormat: 'okta-username-prefix' }, { ...hana, userName: '@example.test' })).toEqual(
      {
        reason: 'The login name is what comes before the @ in “@example.test”, and there is nothing.',
      },
    );
  });
});

describe('templates', () => {
  it('of the catalog are in order', () => {
    expect(catalog.flatMap(checkTemplate)).toEqual([]);
    expect(new Set(catalog.map(({ id }) => id)).size).toBe(catalog.length);
  });

  it('name what the engine looks after', () => {
    expect(managedTargets(cybozu)).toContain('emails[type eq "work"].value');
    expect(managedTargets(cybozu).slice(0, 2)).toEqual(['userName', 'active']);
  });

  it('are refused with every fault named', () => {
    const mapping = { source: { kind: 'constant', value: 1 }, applyOn: 'create' } as const;
    const faulty: ApplicationTemplate = {
      ...cybozu,
      id: 'No Slug',
      name: ' ',
      userNameFormat: 'nickname' as UserNameFormat,
      attributes: ['a[type eq "x"]', 'active', 'title'].map((target) => ({
        target,
        type: 'integer',
        required: false,
        scope: 'personal',
      })),
      mappings: ['a[type eq "x"]', 'active', 'title', 'title'].map((target) => ({ target, ...mapping })),
    };
    expect(checkTemplate(faulty)).toEqual([
      'The id “No Slug” is not of lower-case letters, digits, dots and hyphens.',
      'The name is empty.',
      'There is no username format “nickname”.',
      '“a[type eq "x"]” is not a path.',
      '“active” cannot be mapped.',
      '“title” is mapped twice.',
    ]);
  });
});
