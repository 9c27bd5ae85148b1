import type { ApplicationTemplate } from '../template.ts';

/** The extension of the SCIM User that directory and target share. */
const availableServices = 'urn:lockstep:params:scim:schemas:extension:services:2.0:User:availableServices';

/** cybozu.com (Kintone, Garoon): seven attributes, and login names that stay as they were created. */
export const cybozu: ApplicationTemplate = {
  id: 'cybozu.com',
  name: 'cybozu.com',
  description:
    'Kintone, Garoon and the other services of cybozu.com. Sends login name, display name, surname, given name, e-mail address, available services and status.',
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
    {
      target: availableServices,
      source: { kind: 'attribute', attribute: availableServices },
      applyOn: 'create-and-update',
    },
  ],
  userNameImmutable: true,
};
