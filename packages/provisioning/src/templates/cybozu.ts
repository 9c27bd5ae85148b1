import type { AppAttribute, AttributeMapping } from '../profile-settings.ts';
import type { CatalogTemplate } from '../catalog-template.ts';

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
export const cybozu: CatalogTemplate = {
  id: 'cybozu.com',
  name: 'Cybozu (cybozu.com)',
  description:
    'Kintone, Garoon and the other services of cybozu.com. Sends login name, display name, surname, given name, e-mail address, available services and status.',
  category: 'business',
  keywords: ['kintone', 'garoon', 'office', 'mailwise', 'サイボウズ', 'キントーン'],
  source: {
    title: 'Kintone Help: Provisioning',
    url: 'https://us.kintone.help/general/en/admin/scim',
    read: '2026-11-22',
  },
  fields: [
    {
      id: 'domain',
      label: 'Domain Name',
      kind: 'subdomain',
      hint: 'The subdomain of the environment: “example” where its address is https://example.cybozu.com/.',
      example: 'example',
    },
  ],
  baseUrl: 'https://{domain}.cybozu.com/scim/v2',
  credential: { kind: 'bearer' },
  supports: ['create-users', 'update-user-attributes', 'deactivate-users', 'import-users'],
  lacks: ['groups'],
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
  constraints: { tombstones: true },
  notes: [
    'cybozu.com shows the API token and the SCIM endpoint under Provisioning. Its address is not published elsewhere: where the dialog shows another one, enter that as the base URL.',
    'Login names of synchronized users cannot be changed.',
    'A user who was deleted there is not made again until “Propagate provisioning” was switched off and on.',
    'Departments, job titles and groups are not provisioned.',
    'Where access is restricted by IP address, this server’s address must be allowed.',
  ],
};
