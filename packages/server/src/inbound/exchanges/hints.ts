/** What is known of a refusal. */
export interface Refusal {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly scimType: string | null;
  readonly detail: string | null;
}

interface Rule {
  /** Names the text in the console that says what happened and what to do. */
  readonly hint: string;
  readonly status: number | readonly [from: number, to: number];
  readonly scimType?: string;
  readonly path?: RegExp;
  /** Words of the answer's `detail`. */
  readonly detail?: RegExp;
}

/** Known failures; the first that fits is shown. A test makes each of them happen. */
const rules: readonly Rule[] = [
  { hint: 'tokenMissing', status: 401, detail: /^Send "Authorization/ },
  { hint: 'tokenDisabled', status: 401, detail: /token is disabled/ },
  { hint: 'tokenExpired', status: 401, detail: /token has expired/ },
  { hint: 'tokenUnknown', status: 401 },
  { hint: 'propagationOff', status: 403, detail: /Propagate provisioning/ },
  { hint: 'addressRefused', status: 403, detail: /\bIP\b|network/i },
  { hint: 'groupsNotProvisioned', status: 403, detail: /^Groups are not provisioned/ },
  { hint: 'tombstoned', status: [400, 409], detail: /tombstone|was deleted|provisioned again/i },
  { hint: 'loginNameTaken', status: 409, scimType: 'uniqueness', path: /^\/Users/ },
  { hint: 'groupNameTaken', status: 409, scimType: 'uniqueness', path: /^\/Groups/ },
  { hint: 'loginNameKept', status: 400, scimType: 'mutability', detail: /login name/i },
  { hint: 'rateLimit', status: 429 },
  { hint: 'invalidJson', status: 400, scimType: 'invalidSyntax' },
  { hint: 'invalidFilter', status: 400, scimType: 'invalidFilter' },
  { hint: 'tooMany', status: 400, scimType: 'tooMany' },
  { hint: 'invalidValue', status: 400, scimType: 'invalidValue' },
  { hint: 'wrongAddress', status: 404, detail: /nothing at this address/ },
  { hint: 'notFound', status: 404, path: /^\/(?:Users|Groups)\// },
  { hint: 'changedMeanwhile', status: 412 },
  { hint: 'tooLarge', status: 413 },
  { hint: 'mediaType', status: 415 },
  { hint: 'serverFailed', status: [500, 599] },
];

function fits({ status, scimType, path, detail }: Rule, refusal: Refusal): boolean {
  const [from, to] = typeof status === 'number' ? [status, status] : status;
  return (
    refusal.status >= from &&
    refusal.status <= to &&
    (scimType === undefined || scimType === refusal.scimType) &&
    (path === undefined || path.test(refusal.path)) &&
    (detail === undefined || detail.test(refusal.detail ?? ''))
  );
}

/** The name of the advice for a refusal; undefined where there is none, and for what was not refused. */
export function hintFor(refusal: Refusal): string | undefined {
  return refusal.status < 400 ? undefined : rules.find((rule) => fits(rule, refusal))?.hint;
}
