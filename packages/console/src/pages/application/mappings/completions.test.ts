import { expect, it } from 'vitest';
import { completionsFor } from './completions.ts';

const reference = {
  attributes: [
    { name: 'firstName', type: 'string', source: 'name.givenName' },
    { name: 'login', type: 'string', source: 'userName' },
  ],
  functions: [
    { name: 'String.len', signature: 'String.len(string)', summary: 'The length.', call: 'x', gives: 'y' },
    { name: 'Arrays.get', signature: 'Arrays.get(array, position)', summary: 'One.', call: 'x', gives: 'y' },
  ],
  applications: [
    {
      reference: 'zendesk',
      slug: 'zendesk',
      name: 'Zendesk',
      attributes: [
        { name: 'role', type: 'string' },
        { name: 'userName', type: 'string' },
      ],
    },
  ],
} as const;

const attribute = {
  use: 'attribute',
  settings: {
    attributes: [{ target: 'emails[type eq "work"].value', type: 'string', required: false, scope: 'personal' }],
  },
} as const;
const ofUsers = ['user.firstName', 'user.login', 'appuser.emails.work.value', 'appuser.userName', 'zendesk.userName'];

it.each([
  ['us', 0, ofUsers],
  ['user.', 0, ofUsers.slice(0, 4)],
  ['"a" + user.f', 6, ['user.firstName']],
  ['len', 0, ['String.len']],
  ['String.len(fir', 11, ['user.firstName']],
  ['user.login', 0, []],
  ['', 0, []],
  ['1 + ', 4, []],
  ['org', 0, ['org.name', 'org.subDomain']],
  ['"us', 1, []],
  ["'it' + \"us", 8, []],
  ['"" + us', 5, ofUsers],
  [
    'app.',
    0,
    ['app.name', 'app.domain', 'app.baseUrl', 'zendesk_app.name', 'zendesk_app.domain', 'zendesk_app.baseUrl'],
  ],
  ['zendesk.r', 0, ['zendesk.role']],
  ['getManagerUser("active_directory").', 35, ['firstName', 'login']],
  ['user.getLinkedObject("manager").lo', 32, ['login']],
  ['getManagerAppUser("active_directory", "zendesk").ro', 49, ['role']],
  ['getManagerAppUser("active_directory", "other").ro', 47, []],
  ['user.getGroups().![na', 19, ['name', 'profile.name']],
  ['findDirectoryUser().us', 20, []],
])('%j', (before, start, names) => {
  const found = completionsFor(reference, attribute, before);
  expect({ start: found.start, names: found.completions.map(({ name }) => name) }).toEqual({ start, names });
});

it('offers nothing of the account to a login name', () => {
  expect(completionsFor(reference, { use: 'userName' }, 'us').completions.map(({ name }) => name)).not.toContain(
    'appuser.userName',
  );
});

it('offers nothing of the organization to a group rule', () => {
  expect(completionsFor(reference, { use: 'userName' }, 'org').completions).toHaveLength(2);
  expect(completionsFor(reference, { use: 'groupRule' }, 'org').completions).toEqual([]);
});
