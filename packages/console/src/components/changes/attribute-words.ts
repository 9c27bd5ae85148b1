import type { AuditEntry } from '@lockstep/admin-api';

/** What the console calls an attribute elsewhere, by its path in the audit log; one that means something else of a kind of resource has the kind before it. */
const words = {
  displayName: 'user.displayName',
  userName: 'user.loginName',
  loginName: 'user.loginName',
  'name.familyName': 'user.surname',
  'urn:lockstep:params:scim:schemas:extension:services:2.0:User:availableServices': 'user.availableServices',
  'name.givenName': 'user.givenName',
  'name.formatted': 'attributes.formatted',
  emails: 'user.email',
  email: 'user.email',
  active: 'user.status',
  status: 'user.status',
  departments: 'user.departments',
  groups: 'user.groups',
  availableServices: 'user.availableServices',
  title: 'user.title',
  externalId: 'user.externalId',
  employeeNumber: 'user.employeeNumber',
  timezone: 'user.timeZone',
  locale: 'user.locale',
  sortOrder: 'user.sortOrder',
  members: 'groups.members',
  code: 'departments.code',
  description: 'departments.notes',
  name: 'settings.name',
  slug: 'application.slug',
  'Organization.slug': 'settings.slug',
  language: 'settings.language',
  timeZone: 'settings.timeZone',
  preset: 'policy.preset',
  propagation: 'provisioning.propagate',
  role: 'administrators.role',
  user: 'administrators.user',
  notes: 'tokens.notes',
  networks: 'tokens.networks',
  expiresAt: 'tokens.expires',
  enabled: 'tokens.states.usable',
  baseUrl: 'applications.baseUrl',
  clientProfile: 'integration.clientProfile.label',
  credential: 'integration.credential.label',
  apiToken: 'integration.secret.bearer',
  caCertificate: 'integration.certificates.caCertificate',
  clientCertificate: 'integration.certificates.clientCertificate',
  clientKey: 'integration.certificates.clientKey',
  apiIntegration: 'integration.enable',
  createUsers: 'toApp.createUsers.label',
  updateUserAttributes: 'toApp.updateUserAttributes.label',
  deactivateUsers: 'toApp.deactivateUsers.label',
  pushGroups: 'toApp.pushGroups.label',
  people: 'people.title',
} as const;

type Path = keyof typeof words;

/** The key of the word for an attribute; undefined where the console has none, and the path says it. */
export function attributeWord(kind: AuditEntry['resourceType'], path: string): (typeof words)[Path] | undefined {
  if (kind.startsWith('custom:')) return undefined;
  const found = [`${kind}.${path}`, path].find((one): one is Path => Object.hasOwn(words, one));
  return found === undefined ? undefined : words[found];
}
