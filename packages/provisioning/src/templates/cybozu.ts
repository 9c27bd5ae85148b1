import type { ApplicationTemplate } from '../template.ts';

/** cybozu.com (Kintone, Garoon): six attributes, and login names that stay as they were created. */
export const cybozu: ApplicationTemplate = {
  id: 'cybozu.com',
  name: 'cybozu.com',
  description:
    'Kintone, Garoon and the other services of cybozu.com. Sends login name, display name, surname, given name, e-mail address and status.',
  clientProfile: 'native',
  userNameFormat: 'okta-username',
  mappings: [
    { target: 'externalId', source: { kind: 'attribute', attribute: 'id' }, applyOn: 'create-and-update' },
    { target: 'displayName', source: { kind: 'attribute', attribute: 'displayName' }, applyOn: 'create-and-update' },
    {
      target: 'name.familyName',
      source: { kind: 'attribute', attribute: 'name.familyName' },
      applyOn: 'create-and-update',
    },
    {
      target: 'name.givenName',
      source: { kind: 'attribute', attribute: 'name.givenName' },
      applyOn: 'create-and-update',
    },
    {
      target: 'emails[type eq "work"].value',
      source: { kind: 'attribute', attribute: 'email' },
      applyOn: 'create-and-update',
    },
  ],
  userNameImmutable: true,
};
