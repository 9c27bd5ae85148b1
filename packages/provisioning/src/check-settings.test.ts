import { describe, expect, it } from 'vitest';
import type { AssignedValues } from './assigned-values.ts';
import { checkSettings } from './check-settings.ts';
import { desiredProfile } from './desired-profile.ts';
import { diffProfile } from './diff-profile.ts';
import { attributesFromSchemas } from './discovered-attributes.ts';
import type { AppAttribute, AttributeMapping, MappingSource, ProfileSettings } from './profile-settings.ts';
import { mentionedApplications, readsOfSettings, readsOwnAccount } from './reads.ts';
import { mapValues } from './map-values.ts';
import { managedTargets } from './template.ts';
import { settingsOf, withSettings } from './template-settings.ts';
import { cybozu } from './templates/cybozu.ts';
import type { SourceUser } from './user-source.ts';

const attribute = (target: string, more: Partial<AppAttribute> = {}): AppAttribute => ({
  target,
  type: 'string',
  required: false,
  scope: 'personal',
  ...more,
});
const mapping = (
  target: string,
  source: MappingSource,
  applyOn: AttributeMapping['applyOn'] = 'create-and-update',
) => ({
  target,
  source,
  applyOn,
});
const expression = (text: string): MappingSource => ({ kind: 'expression', expression: text });
const settings = (
  attributes: readonly AppAttribute[],
  mappings: readonly AttributeMapping[],
  userName: ProfileSettings['userName'] = { format: 'okta-username', applyOn: 'create-and-update' },
): ProfileSettings => ({ attributes, mappings, userName });

const hana: SourceUser = {
  id: '0199-hana',
  userName: 'hana.mori@example.test',
  groups: [{ id: 'g1', name: 'Sales' }],
  organization: { name: 'Example 株式会社', slug: 'example' },
  readAt: Date.UTC(2026, 3, 1),
  resource: {
    name: { familyName: 'Mori', givenName: 'Hana' },
    nickName: '',
    emails: [{ value: 'h.mori@corp.test', type: 'work' }],
    'urn:lockstep:params:scim:schemas:extension:services:2.0:User': { availableServices: ['kintone', 'garoon'] },
  },
};

const profileOf = (one: ProfileSettings, userName?: string): unknown =>
  desiredProfile(withSettings(cybozu, one), hana, userName === undefined ? {} : { userName });

describe('checkSettings', () => {
  it('has nothing to say of what templates begin with', () => {
    expect(checkSettings(settingsOf(cybozu))).toEqual([]);
    expect(withSettings(cybozu, settingsOf(cybozu))).toEqual(cybozu);
  });

  it.each<[string, ProfileSettings, readonly [path: string, says: string][]]>([
    ['no path', settings([attribute('a b')], []), [['attributes.0.target', 'is not a path']]],
    ['reserved', settings([attribute('active')], []), [['attributes.0.target', 'cannot be mapped']]],
    ['twice', settings([attribute('title'), attribute('title')], []), [['attributes.1.target', 'there twice']]],
    [
      'a mapping of nothing',
      settings([], [mapping('title', expression('"x"'))]),
      [['mappings.0.target', 'The attribute list has no “title”']],
    ],
    [
      'an expression with a fault',
      settings([attribute('title')], [mapping('title', expression('String.lenght(user.login)'))]),
      [['mappings.0.source', 'At character 1: There is no function String.lenght. Did you mean String.len?']],
    ],
    [
      'an expression of another type',
      settings([attribute('level', { type: 'integer' })], [mapping('level', expression('user.login'))]),
      [['mappings.0.source', 'takes a number; the expression gives a string']],
    ],
    [
      'a constant of another type',
      settings([attribute('level', { type: 'integer' })], [mapping('level', { kind: 'constant', value: '7' })]),
      [['mappings.0.source', 'no value for an attribute of type integer']],
    ],
    [
      'a source of another type',
      settings([attribute('title')], [mapping('title', { kind: 'attribute', attribute: 'no path!' })]),
      [['mappings.0.source', 'has no attribute “no path!”']],
    ],
    [
      'a custom format without an expression',
      settings([], [], { format: 'custom', applyOn: 'create' }),
      [['userName.expression', 'Write the expression']],
    ],
    [
      'a login name of the login name',
      settings([], [], { format: 'custom', expression: 'appuser.userName', applyOn: 'create' }),
      [['userName.expression', 'There is no profile “appuser”']],
    ],
  ])('refuses %s', (_name, given, faults) => {
    expect(checkSettings(given)).toEqual(
      faults.map(([path, says]) => ({ path, message: expect.stringContaining(says) })),
    );
  });
});

describe('desiredProfile with settings', () => {
  it.each<[string, AppAttribute, MappingSource, unknown]>([
    ['an expression', attribute('title'), expression('user.firstName + " M."'), 'Hana M.'],
    ['the login name of the account', attribute('title'), expression('appuser.userName'), 'hana.mori@example.test'],
    ['the organization', attribute('title'), expression('org.name + "/" + org.subDomain'), 'Example 株式会社/example'],
    ['groups', attribute('title'), expression('isMemberOfGroupName("Sales") ? "S" : "O"'), 'S'],
    ['the time', attribute('title'), expression('Time.now("UTC", "yyyy-MM-dd")'), '2026-04-01'],
    ['a number for a string', attribute('title'), expression('1 + 1'), '2'],
    ['a number', attribute('level', { type: 'integer' }), expression('String.len(user.firstName)'), 4],
    ['a status', attribute('vip', { type: 'boolean' }), expression('user.firstName == "Hana"'), true],
    ['a list', attribute('tags', { type: 'string-array' }), expression('{"a", user.lastName}'), ['a', 'Mori']],
    ['null', attribute('title'), expression('user.middleName'), undefined],
    ['an empty string', attribute('title'), expression('user.nickName'), undefined],
    ['an empty list', attribute('tags', { type: 'string-array' }), expression('{}'), undefined],
    ['a constant', attribute('title'), { kind: 'constant', value: 'Dr' }, 'Dr'],
    [
      'a list without what was deleted',
      attribute('tags', { type: 'string-array', withheld: ['garoon'] }),
      expression('user.availableServices'),
      ['kintone'],
    ],
    [
      'a list of nothing but what was deleted',
      attribute('tags', { type: 'string-array', withheld: ['kintone', 'garoon'] }),
      expression('user.availableServices'),
      undefined,
    ],
  ])('sends %s', (_name, one, source, value) => {
    const given = settings([one], [mapping(one.target, source)]);
    expect(checkSettings(given)).toEqual([]);
    expect(profileOf(given)).toEqual({
      profile: { userName: hana.userName, active: true, ...(value === undefined ? {} : { [one.target]: value }) },
    });
  });

  it('does not send what is not mapped, and does not clear it', () => {
    const given = settings([attribute('title'), attribute('nickName')], [mapping('nickName', expression('"N"'))]);
    const template = withSettings(cybozu, given);
    expect(managedTargets(template)).toEqual(['userName', 'active', 'nickName', 'title']);
    expect(diffProfile(template, { title: 'held', nickName: 'old' }, { nickName: 'N' })).toEqual([
      { target: 'nickName', before: 'old', after: 'N' },
    ]);
  });

  it('asks for what is required, and says where an expression fails', () => {
    const required = settings(
      [attribute('title', { required: true, label: 'Title' })],
      [mapping('title', expression('null'))],
    );
    expect(profileOf(required)).toEqual({ reason: '“Title” is required, and this person has no value for it.' });
    const failing = settings([attribute('title')], [mapping('title', expression('"n" + Convert.toInt(user.login)'))]);
    expect(profileOf(failing)).toEqual({
      reason:
        'The expression of “title” fails for this person. At character 7: “hana.mori@example.test” is not a number.',
    });
  });

  it('never updates on account of what is sent on create only', () => {
    const given = settings([attribute('title')], [mapping('title', expression('Time.now()'), 'create')], {
      format: 'okta-username',
      applyOn: 'create',
    });
    const template = withSettings({ ...cybozu, userNameImmutable: false }, given);
    expect(
      diffProfile(
        template,
        { userName: 'old', active: true, title: 'x' },
        { userName: 'new', active: true, title: 'y' },
      ),
    ).toEqual([]);
    expect(diffProfile(template, { active: true }, { active: false, title: 'y' })).toHaveLength(1);
  });

  it.each<[ProfileSettings['userName'], string | undefined, unknown]>([
    [
      { format: 'none', applyOn: 'create' },
      undefined,
      { cause: 'no-login-name', reason: expect.stringContaining('(None)') },
    ],
    [{ format: 'none', applyOn: 'create' }, 'hana', { profile: { userName: 'hana', active: true } }],
    [
      { format: 'custom', expression: 'String.toLowerCase(user.lastName)', applyOn: 'create' },
      undefined,
      { profile: { userName: 'mori', active: true } },
    ],
    [
      { format: 'custom', expression: 'substringBefore(source.login, "@")', applyOn: 'create' },
      undefined,
      { profile: { userName: 'hana.mori', active: true } },
    ],
    [
      { format: 'custom', expression: 'user.middleName', applyOn: 'create' },
      undefined,
      { reason: 'The expression of the login name gives nothing for this person.' },
    ],
    [
      { format: 'custom', expression: '"a" + Convert.toInt(user.lastName)', applyOn: 'create' },
      undefined,
      { reason: expect.stringContaining('At character 7: “Mori” is not a number.') },
    ],
  ])('username format %j, assigned %s', (userName, assigned, desired) => {
    const given = settings([], [], userName);
    expect(checkSettings(given)).toEqual([]);
    expect(profileOf(given, assigned)).toEqual(desired);
  });

  it('tells the rule behind every value', () => {
    const one = mapping('title', expression('user.firstName'));
    const other = mapping('nickName', expression('"x" + Convert.toInt(user.login)'));
    const template = withSettings(cybozu, settings([attribute('title'), attribute('nickName')], [one, other]));
    expect(mapValues(template, hana, undefined)).toEqual([
      { mapping: one, value: 'Hana' },
      { mapping: other, reason: expect.stringContaining('At character 7') },
    ]);
  });
});

it.each([
  ['isMemberOfGroup("g")', true],
  ['Arrays.toCsvString(user.getGroups())', true],
  ['user.login + (isMemberOfGroupNameRegex(".*") ? "a" : "b")', true],
  ['user.getInternalProperty("id")', false],
  ['"isMemberOfGroup"', false],
])('%s reads groups: %s', (text, reads) => {
  expect(readsOfSettings(settings([attribute('title')], [mapping('title', expression(text))])).groups).toBe(reads);
  const custom = settings([], [], { format: 'custom', expression: text, applyOn: 'create' });
  expect(readsOfSettings(custom).groups).toBe(reads);
});

it.each([
  ['user.login', {}],
  ['org.name', { organization: true }],
  ['app.domain + appuser.userName', { application: true }],
  ['getManagerUser("active_directory").email', { manager: true }],
  ['user.getLinkedObject("manager") != null', { manager: true }],
  ['getAssistantUser("active_directory").email', {}],
  ['zendesk.role', { applications: ['zendesk'], accounts: ['zendesk'] }],
  [
    'zendesk_jp_app.domain + zendesk.role',
    { applications: ['zendesk', 'zendesk-jp', 'zendesk-jp-app'], accounts: ['zendesk', 'zendesk-jp-app'] },
  ],
  [
    'getManagerAppUser("active_directory", "zendesk_jp").role',
    { manager: true, applications: ['zendesk-jp'], accounts: ['zendesk-jp'] },
  ],
])('%s reads %j', (text, reads) => {
  const nothing = { groups: false, organization: false, manager: false, application: false };
  const nowhere = { applications: [], accounts: [] };
  const all = settings([attribute('title')], [mapping('title', expression(text))]);
  expect(readsOfSettings(all)).toEqual({ ...nothing, ...nowhere, ...reads });
});

it.each([
  ['zendesk.title', true],
  ['"x" + String.len(zendesk.userName)', true],
  ['zendesk_app.domain', false],
  ['other.title', false],
  ['getManagerAppUser("active_directory", "zendesk").title', true],
  ['getManagerAppUser("active_directory", "zendesk").userName', false],
  ['getManagerAppUser("active_directory", "other").title', false],
  ['getManagerUser("active_directory").title', false],
])('%s reads the account of zendesk itself: %s', (text, reads) => {
  expect(readsOwnAccount(text, 'zendesk')).toBe(reads);
});

it('takes templates for login names, and nowhere else', () => {
  const template = '${fn:substringBefore(source.login, "@")}.${source.lastName}@example.com';
  const custom = settings([], [], { format: 'custom', expression: template, applyOn: 'create' });
  expect(checkSettings(custom)).toEqual([]);
  expect(profileOf(custom)).toMatchObject({ profile: { userName: 'hana.mori.Mori@example.com' } });
  expect(checkSettings(settings([attribute('title')], [mapping('title', expression(template))]))).toEqual([
    { path: 'mappings.0.source', message: expect.stringContaining('without ${ }') },
  ]);
  expect(readsOfSettings({ ...custom, userName: { ...custom.userName, expression: '${org.name}' } })).toMatchObject({
    organization: true,
  });
});

it('finds the applications that are mentioned, past what cannot be read', () => {
  expect(mentionedApplications(['a.b +', 'b.c', ''])).toEqual(['b']);
});

describe('appuser', () => {
  const attributes = [attribute('title'), attribute('nickName'), attribute('emails[type eq "work"].value')];
  const both = (title: string, nickName: string): ProfileSettings =>
    settings(attributes, [mapping('title', expression(title)), mapping('nickName', expression(nickName))]);
  const valuesOf = (held: ProfileSettings, assigned: AssignedValues = {}): unknown[] =>
    mapValues(withSettings(cybozu, held), hana, 'hana', assigned).map(({ value }) => value);

  it.each([
    ['appuser.nickName + "!"', 'user.firstName', ['Hana!', 'Hana']],
    ['user.firstName', 'appuser.title + "@" + appuser.userName', ['Hana', 'Hana@hana']],
    ['appuser.emails.work.value', 'appuser.nothing', ['assigned@x.test', undefined]],
    ['appuser.nickName', 'Convert.toInt(user.firstName)', [undefined, undefined]],
  ])('%s beside %s', (title, nickName, values) => {
    const personal = { 'emails[type eq "work"].value': 'assigned@x.test' };
    expect(valuesOf(both(title, nickName), { personal }).slice(0, 2)).toEqual(values);
  });

  it('is what the assignment says where it says something', () => {
    expect(valuesOf(both('appuser.nickName + "!"', '"x"'), { personal: { nickName: 'set' } })).toEqual(['set!', 'set']);
  });

  it('goes along a chain of any length, however deep its expressions are', () => {
    const deep = (text: string): string => `${'String.append('.repeat(90)}${text}${', "")'.repeat(90)}`;
    const names = Array.from({ length: 200 }, (_, index) => `a${index}`);
    const held = settings(
      names.map((name) => attribute(name)),
      names.map((name, index) => mapping(name, expression(index === 199 ? '"end"' : deep(`appuser.a${index + 1}`)))),
    );
    expect(checkSettings(held)).toEqual([]);
    expect(new Set(valuesOf(held))).toEqual(new Set(['end']));
  });

  it.each([
    ['appuser.title', '"x"', ['mappings.0.source']],
    ['appuser.nickName', 'appuser.title ?: "x"', ['mappings.0.source', 'mappings.1.source']],
    ['appuser.nickName', '"x"', []],
    ['appuser.userName', 'appuser.title', []],
  ])('never needs itself: %s beside %s', (title, nickName, paths) => {
    const held = both(title, nickName);
    expect(checkSettings(held).map(({ path }) => path)).toEqual(paths);
    // were it saved all the same, it would still end
    expect(valuesOf(held)).toHaveLength(2);
  });

  it.each([
    ['appuser.role', '“appuser” has no attribute “role”'],
    ['zendesk.role', undefined],
    ['zendesk.rule', 'Did you mean zendesk.role?'],
    ['zendesk_app.domain', undefined],
    ['zendesk_app.role', 'has no attribute “role”'],
    ['other.role', 'no profile “other”'],
    ['getManagerAppUser("active_directory", "zendesk").role', undefined],
    ['getManagerAppUser("active_directory", "other").role', 'no profile “other”'],
    ['app.domain', undefined],
    ['org.subdomain', undefined],
  ])('%s: %s', (text, says) => {
    const applications = [{ reference: 'zendesk', attributes: [attribute('role')] }];
    const faults = checkSettings(both(text, '"x"'), [], applications);
    expect(faults).toEqual(
      says === undefined ? [] : [{ path: 'mappings.0.source', message: expect.stringContaining(says) }],
    );
  });
});

it('finds the attributes that an application describes', () => {
  const user = 'urn:ietf:params:scim:schemas:core:2.0:User';
  const found = attributesFromSchemas([
    {
      id: user,
      attributes: [
        { name: 'userName', type: 'string' },
        { name: 'id', type: 'string', mutability: 'readOnly' },
        { name: 'title', type: 'string', required: true },
        { name: 'groups', type: 'complex', multiValued: true },
        {
          name: 'name',
          type: 'complex',
          subAttributes: [
            { name: 'familyName', type: 'string' },
            { name: 'formatted', type: 'string', mutability: 'readOnly' },
          ],
        },
        {
          name: 'emails',
          type: 'complex',
          multiValued: true,
          subAttributes: [
            { name: 'value', type: 'string' },
            { name: 'type', type: 'string', canonicalValues: ['work', 'a"b'] },
            { name: 'primary', type: 'boolean' },
          ],
        },
        { name: 'tags', type: 'string', multiValued: true, canonicalValues: ['a', 'b'] },
        { name: 'level', type: 'integer' },
        { name: 7 },
        null,
      ],
    },
    { id: 'urn:example:2.0:User', attributes: [{ name: 'rank', type: 'decimal' }] },
    { id: 'urn:ietf:params:scim:schemas:core:2.0:Group', attributes: [{ name: 'displayName', type: 'string' }] },
    { id: 'urn:x:User', attributes: 'nothing' },
  ]);
  expect(found).toEqual([
    attribute('title', { required: true }),
    attribute('name.familyName'),
    attribute('emails[type eq "work"].value'),
    attribute('tags', { type: 'string-array', values: ['a', 'b'] }),
    attribute('level', { type: 'integer' }),
    attribute('urn:example:2.0:User:rank', { type: 'number' }),
  ]);
});
