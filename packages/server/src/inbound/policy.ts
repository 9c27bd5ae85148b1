import { dialectOptionNames, dialects, type DialectOptions } from './dialect-options.ts';

/**
 * The choices of every rule of a connection:
 * - `loginName`: what a rename over SCIM does to a synced user; `approval` holds it until an administrator decides
 * - `localLoginName`: `kept`: nobody changes the login name of a synced user here while propagation is on
 * - `localEdits`: whether synced users may be edited here at all
 * - `deletedUsers`: what the deletion of a synced user here leaves: a tombstone that keeps the user out, or nothing
 * - `existingUsers`: whether the connection may write users that it has no link with. `yes`: it may, and a POST of their
 *   login name links them; `by-id`: it may, but such a POST is a 409; `ask`: an administrator decides; `no`. Users who
 *   are administrators are always asked about
 * - `attributes`: the document's six (login name, display name, surname, given name, e-mail address, available services)
 *   with status and externalId, or all; the others are passed over
 * - `fieldLimits`: whether what is written must keep within the field limits of the cybozu.com User API
 * - `services`: whether available services are taken from the connection
 * - `seats`: what becomes of a service of which no seat is free: the request is refused, or it is left out
 * - `groups`: taken; passed over, which succeeds and keeps nothing; or refused
 * - `dialect`: see `DialectOptions`
 * - `patchAnswer`: 200 with the resource, 204, or whichever the client is known to expect
 */
const ruleChoices = {
  loginName: ['immutable', 'approval', 'allowed'],
  localLoginName: ['kept', 'allowed'],
  localEdits: ['allowed', 'refused'],
  deletedUsers: ['tombstone', 'free'],
  existingUsers: ['yes', 'by-id', 'ask', 'no'],
  attributes: ['document', 'all'],
  fieldLimits: ['cybozu', 'none'],
  services: ['accepted', 'ignored'],
  seats: ['refused', 'dropped'],
  groups: ['accepted', 'ignored', 'refused'],
  dialect: ['auto', 'strict'],
  patchAnswer: ['auto', 'resource', 'nothing'],
} as const;

type Choices = typeof ruleChoices;
export type RuleName = keyof Choices;
export type Rules = { readonly [K in RuleName]: Choices[K][number] };
export const ruleNames = Object.keys(ruleChoices) as readonly RuleName[];

export type Preset = 'cybozu' | 'standard';

/** `cybozu` after cybozu.com's help, article 020260; `standard` is RFC 7644 and nothing else. */
export const presets: Readonly<Record<Preset, Rules>> = {
  cybozu: {
    loginName: 'immutable',
    localLoginName: 'kept',
    localEdits: 'allowed',
    // the same stands in migration 0021, where deletions look it up
    deletedUsers: 'tombstone',
    existingUsers: 'yes',
    attributes: 'document',
    fieldLimits: 'cybozu',
    services: 'accepted',
    seats: 'refused',
    groups: 'ignored',
    dialect: 'auto',
    patchAnswer: 'auto',
  },
  standard: {
    loginName: 'allowed',
    localLoginName: 'allowed',
    localEdits: 'allowed',
    deletedUsers: 'free',
    existingUsers: 'by-id',
    attributes: 'all',
    fieldLimits: 'none',
    services: 'accepted',
    seats: 'refused',
    groups: 'accepted',
    dialect: 'auto',
    patchAnswer: 'auto',
  },
};

/** What a connection has otherwise than its preset and its dialect. */
export interface PolicyOverrides {
  readonly rules?: Partial<Rules>;
  readonly tolerances?: Partial<DialectOptions>;
}

/** The rules of a connection, each by itself; a preset is a choice of all of them. */
export interface Policy extends Rules {
  readonly tolerances: DialectOptions;
}

/** Only what this version knows: a database may come from another one. */
function knownRules(rules: Readonly<Record<string, unknown>>): Partial<Rules> {
  const known = ruleNames.filter((name) => (ruleChoices[name] as readonly unknown[]).includes(rules[name]));
  return Object.fromEntries(known.map((name) => [name, rules[name]]));
}

function knownTolerances(tolerances: Readonly<Record<string, unknown>>): Partial<DialectOptions> {
  const known = dialectOptionNames.filter((name) => typeof tolerances[name] === 'boolean');
  return Object.fromEntries(known.map((name) => [name, tolerances[name]]));
}

/** The rules in force: the preset's, but for what is overridden. */
export function policyOf({ preset, overrides }: { preset: Preset; overrides: PolicyOverrides }): Policy {
  const rules = { ...presets[preset], ...knownRules(overrides.rules ?? {}) };
  return { ...rules, tolerances: { ...dialects[rules.dialect], ...knownTolerances(overrides.tolerances ?? {}) } };
}
