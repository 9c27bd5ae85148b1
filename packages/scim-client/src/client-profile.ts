import type { JsonObject } from '@lockstep/scim';

/**
 * How the client behaves on the wire, as data. Every member is one thing in which known identity providers differ,
 * so that a new one is a new constant and not a new code path.
 */
export interface ClientProfile {
  readonly id: ClientProfileId;
  readonly accept: string;
  readonly contentType: string;
  /** Extra headers of every request; `user-agent` among them replaces ours. */
  readonly headers: Readonly<Record<string, string>>;
  /** What *Test API credentials* asks for: the first two users, or a user that cannot exist. */
  readonly credentialTest: 'first-users' | 'absent-user';
  /** Paging that a lookup by filter carries; absent: none is sent. */
  readonly lookupPage?: { readonly startIndex: number; readonly count: number };
  /** A 404 to a lookup by filter means that nothing matches. */
  readonly notFoundMeansNone: boolean;
  /** An account that is to be active again is looked up by its login name first, though its id is known. */
  readonly lookupBeforeActivation: boolean;
  /** A PATCH is computed against the account as it is now, not as it was left. */
  readonly readBeforePatch: boolean;
  /** PUT reads the account first and sends it whole with the changes in it. */
  readonly updateVerb: 'PATCH' | 'PUT';
  /** The verb where nothing but the status changes. */
  readonly activeVerb: 'PATCH' | 'PUT';
  readonly patch: PatchStyle;
  /** Where PATCH is answered with 405 or 501, send the same change by PUT. */
  readonly putWithoutPatch: boolean;
  readonly creation: CreationStyle;
  readonly groups: GroupStyle;
  /** Reads ServiceProviderConfig and goes by it: PATCH, Bulk, ETag, cursors, page size (RFC 7643 §5). */
  readonly discovers: boolean;
  /** Resources of a page of a list; absent: what the target says that it can, else as many as it likes. */
  readonly pageSize?: number;
  readonly timeoutMs: number;
}

/** The dialect of PATCH. */
export interface PatchStyle {
  /**
   * `none`: one operation for each path. `object`: all that has a value in one replace without a path, nested.
   * `dotted`: what needs no filter in one replace without a path, its keys being the paths.
   */
  readonly merge: 'none' | 'object' | 'dotted';
  /** `Add`, `Replace`, `Remove`. */
  readonly capitalOps: boolean;
  /** `"True"` and `"False"`. */
  readonly booleansAsText: boolean;
  /** An element of a list that is not there yet: the whole element is added to the list, or its value to a filtered path. */
  readonly newElement: 'whole' | 'filtered-path';
}

/** What a creation holds beyond what is mapped, and in which order it is written. */
export interface CreationStyle {
  /** Added where the resource has no such attribute. */
  readonly extra: JsonObject;
  /** Schemas besides those of the attributes. */
  readonly schemas: readonly string[];
  /** A password of random text that nobody is told. */
  readonly dummyPassword: boolean;
  /** Names in their order, by the path of what holds them (`''` is the resource); the rest follows. */
  readonly order: Readonly<Record<string, readonly string[]>>;
}

/** How groups are pushed. */
export interface GroupStyle {
  /** Members of one request at most; a PUT always holds them all. */
  readonly chunk: number;
  /** `PUT` reads the group and sends it whole. */
  readonly verb: 'PATCH' | 'PUT';
  /** A group is looked up and read without its members, where they are not what is asked for. */
  readonly leavesMembersOut: boolean;
  /** Schemas, and what a creation holds beyond the name. */
  readonly schemas: readonly string[];
  readonly externalId: boolean;
  readonly extra: JsonObject;
  /** `path`: one operation on `displayName`. `object`: an object without a path; `object-with-id`: the id in it, too. */
  readonly rename: 'path' | 'object' | 'object-with-id';
  /** The name goes before changes of members, whether it changed or not. */
  readonly namesAlways: boolean;
  /** An element of `members`. */
  readonly member: 'value' | 'value-and-display' | 'null-ref-and-value';
  /** Removal: one operation for each by a filtered path, or one with a list of values. */
  readonly removal: 'filtered-path' | 'value-list';
  /** Removals and additions go in one request. */
  readonly mixes: boolean;
  /** Where the target's members are not known: read and send what differs, or replace them all without reading. */
  readonly fullPush: 'compare' | 'replace';
}

const coreGroup = 'urn:ietf:params:scim:schemas:core:2.0:Group';

const plainGroups: GroupStyle = {
  chunk: 1000,
  verb: 'PATCH',
  leavesMembersOut: true,
  schemas: [coreGroup],
  externalId: true,
  extra: {},
  rename: 'path',
  namesAlways: false,
  member: 'value',
  removal: 'filtered-path',
  mixes: true,
  fullPush: 'compare',
};

const plainPatch: PatchStyle = { merge: 'none', capitalOps: false, booleansAsText: false, newElement: 'whole' };

/** Lockstep's own behaviour: the fewest requests that RFC 7644 and the target allow. */
const native: ClientProfile = {
  id: 'native',
  accept: 'application/scim+json',
  contentType: 'application/scim+json',
  headers: {},
  credentialTest: 'first-users',
  notFoundMeansNone: true,
  lookupBeforeActivation: false,
  readBeforePatch: false,
  updateVerb: 'PATCH',
  activeVerb: 'PATCH',
  patch: plainPatch,
  putWithoutPatch: true,
  creation: { extra: {}, schemas: [], dummyPassword: false, order: {} },
  groups: plainGroups,
  discovers: true,
  timeoutMs: 30_000,
};

/**
 * Okta with an application of its catalog: reads and replaces on update, patches the status without a path.
 * developer.okta.com/docs/api/openapi/okta-scim/guides/scim-20 and okta-developer-docs, docs/concepts/scim/faqs.
 */
const okta: ClientProfile = {
  ...native,
  id: 'okta',
  contentType: 'application/scim+json; charset=utf-8',
  headers: { 'accept-charset': 'utf-8', 'user-agent': 'Okta SCIM Client 1.0.0' },
  lookupPage: { startIndex: 1, count: 100 },
  lookupBeforeActivation: true,
  updateVerb: 'PUT',
  patch: { ...plainPatch, merge: 'object' },
  putWithoutPatch: false,
  creation: {
    extra: { groups: [] },
    schemas: [],
    dummyPassword: true,
    order: {
      '': ['schemas', 'userName', 'name', 'emails', 'displayName', 'locale', 'externalId', 'groups', 'password'],
      name: ['givenName', 'familyName'],
      emails: ['primary', 'value', 'type'],
    },
  },
  groups: {
    ...plainGroups,
    chunk: 100,
    leavesMembersOut: false,
    externalId: false,
    extra: { members: [] },
    rename: 'object-with-id',
    namesAlways: true,
    member: 'value-and-display',
    fullPush: 'replace',
  },
  discovers: false,
  pageSize: 100,
  timeoutMs: 60_000,
};

/** Okta with an application made by its App Integration Wizard: as the catalog's, but never PATCH. */
const oktaWizard: ClientProfile = {
  ...okta,
  id: 'okta-wizard',
  activeVerb: 'PUT',
  groups: { ...okta.groups, verb: 'PUT' },
};

/**
 * Microsoft Entra ID as it is by default: reads before it patches, capital operations, booleans as text.
 * entra-docs, app-provisioning/use-scim-to-provision-users-and-groups.md and
 * application-provisioning-config-problem-scim-compatibility.md.
 */
const entra: ClientProfile = {
  ...native,
  id: 'entra',
  credentialTest: 'absent-user',
  notFoundMeansNone: false,
  readBeforePatch: true,
  patch: { merge: 'none', capitalOps: true, booleansAsText: true, newElement: 'filtered-path' },
  putWithoutPatch: false,
  creation: {
    extra: { meta: { resourceType: 'User' }, roles: [] },
    schemas: ['urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'],
    dummyPassword: false,
    order: {
      '': ['schemas', 'externalId', 'userName', 'active', 'displayName', 'emails', 'meta', 'name', 'roles'],
      name: ['formatted', 'familyName', 'givenName'],
      emails: ['primary', 'type', 'value'],
    },
  },
  groups: {
    ...plainGroups,
    chunk: 100,
    schemas: [coreGroup, 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group'],
    extra: { meta: { resourceType: 'Group' } },
    member: 'null-ref-and-value',
    removal: 'value-list',
    mixes: false,
  },
  discovers: false,
};

/** Entra ID with `aadOptscim062020` in the tenant URL: RFC operations, single values in one operation. */
const entraCompliant: ClientProfile = {
  ...entra,
  id: 'entra-compliant',
  patch: { ...entra.patch, merge: 'dotted', capitalOps: false, booleansAsText: false },
  groups: { ...entra.groups, rename: 'object', removal: 'filtered-path' },
};

export const clientProfileIds = ['native', 'okta', 'okta-wizard', 'entra', 'entra-compliant'] as const;
export type ClientProfileId = (typeof clientProfileIds)[number];

export const clientProfiles: Readonly<Record<ClientProfileId, ClientProfile>> = {
  native,
  okta,
  'okta-wizard': oktaWizard,
  entra,
  'entra-compliant': entraCompliant,
};
