import type { AppAttribute, AttributeMapping } from '../profile-settings.ts';
import type { ApplicationTemplate } from '../template.ts';

/** The extension of the SCIM User that directory and target share. */
const availableServices = 'urn:lockstep:params:scim:schemas:extension:services:2.0:User:availableServices';

const attribute = (target: string): AppAttribute => ({
  target,
  type: 'string',
  required: false,
  scope: 'personal',
});

const mapped = (target: string, source = target): AttributeMapping => ({
  target,
  source: { kind: 'attribute', attribute: source },
  applyOn: 'create-and-update',
});

/** cybozu.com (Kintone, Garoon): seven attributes, and login names that stay as they were created. */
export const cybozu: ApplicationTemplate = {
  id: 'cybozu.com',
  name: 'cybozu.com',
  description:
    'Kintone, Garoon and the other services of cybozu.com. Sends login name, display name, surname, given name, e-mail address, available services and status.',
  clientProfile: 'native',
  userNameFormat: 'okta-username',
  userNameApplyOn: 'create-and-update',
  attributes: [
    attribute('externalId'),
    attribute('displayName'),
    attribute('name.familyName'),
    attribute('name.givenName'),
    attribute('emails[type eq "work"].value'),
    {
      target: availableServices,
      type: 'string-array',
      required: false,
      scope: 'group',
      values: ['kintone', 'garoon', 'office', 'mailwise', 'secure_access'],
    },
  ],
  mappings: [
    mapped('externalId', 'id'),
    mapped('displayName'),
    mapped('name.familyName'),
    mapped('name.givenName'),
    mapped('emails[type eq "work"].value', 'email'),
    mapped(availableServices),
  ],
  userNameImmutable: true,
};
