/**
 * How the client behaves on the wire, as data. Every member is one thing in which known identity providers differ,
 * so that a new one is a new constant and not a new code path.
 */
export interface ClientProfile {
  readonly id: ClientProfileId;
  readonly accept: string;
  readonly contentType: string;
  /** Extra headers of every request. */
  readonly headers: Readonly<Record<string, string>>;
  /** Paging that a lookup by filter carries; absent: none is sent. */
  readonly lookupPage?: { readonly startIndex: number; readonly count: number };
  /** A 404 to a lookup by filter means that nothing matches. */
  readonly notFoundMeansNone: boolean;
  /** PUT reads the account first and sends it whole with the changes in it. */
  readonly updateVerb: 'PATCH' | 'PUT';
  /** The verb where nothing but the status changes. */
  readonly activeVerb: 'PATCH' | 'PUT';
  /** PATCH operations carry a value object and no `path`. */
  readonly pathlessPatch: boolean;
  /** Where PATCH is answered with 405 or 501, send the same change by PUT. */
  readonly putWithoutPatch: boolean;
  readonly pageSize: number;
  readonly timeoutMs: number;
}

/** Lockstep's own behaviour: the fewest requests that RFC 7644 allows. */
const native: ClientProfile = {
  id: 'native',
  accept: 'application/scim+json',
  contentType: 'application/scim+json',
  headers: {},
  notFoundMeansNone: true,
  updateVerb: 'PATCH',
  activeVerb: 'PATCH',
  pathlessPatch: false,
  putWithoutPatch: true,
  pageSize: 100,
  timeoutMs: 30_000,
};

/** Okta with an application of its catalog: reads and replaces on update, patches the status without a path. */
const okta: ClientProfile = {
  ...native,
  id: 'okta',
  contentType: 'application/scim+json; charset=utf-8',
  headers: { 'accept-charset': 'utf-8' },
  lookupPage: { startIndex: 1, count: 100 },
  updateVerb: 'PUT',
  pathlessPatch: true,
  putWithoutPatch: false,
  timeoutMs: 60_000,
};

export type ClientProfileId = 'native' | 'okta';
export const clientProfiles: Readonly<Record<ClientProfileId, ClientProfile>> = { native: native, okta: okta };
