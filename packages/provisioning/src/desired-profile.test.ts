import { describe, expect, it } from 'vitest';
import { desiredProfile } from './desired-profile.ts';
import { managedTargets, type ApplicationTemplate } from './template.ts';
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

it('names what the engine looks after', () => {
  expect(managedTargets(cybozu)).toContain('emails[type eq "work"].value');
  expect(managedTargets(cybozu).slice(0, 2)).toEqual(['userName', 'active']);
});

it('refuses a login name that the application would not take', () => {
  const template = { ...cybozu, constraints: { userNameMaxLength: 5 } };
  expect(desiredProfile(template, hana, { userName: '森田花子さん' })).toEqual({
    reason: expect.stringContaining('at most 5 characters') as unknown,
  });
  expect(desiredProfile(template, hana, { userName: '𠮷野家の人' })).toMatchObject({
    profile: { userName: '𠮷野家の人' },
  });
});
