import type { Connection } from './connections.ts';

/** The rules of a connection, each by itself; a preset is a choice of all of them. */
export interface Policy {
  /** `immutable`: a synced user's login name stays as it was created. */
  readonly loginName: 'immutable' | 'allowed';
  /** Whether groups are provisioned. */
  readonly groups: 'accepted' | 'refused';
}

/** `cybozu` after cybozu.com's help, article 020260; `standard` is RFC 7644 and nothing else. */
const presets: Readonly<Record<Connection['preset'], Policy>> = {
  cybozu: { loginName: 'immutable', groups: 'refused' },
  standard: { loginName: 'allowed', groups: 'accepted' },
};

export function policyOf({ preset }: Pick<Connection, 'preset'>): Policy {
  return presets[preset];
}
