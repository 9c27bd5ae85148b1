/** What came in over some time. `failures` are writes that were refused or failed. */
export interface Traffic {
  readonly writes: number;
  readonly failures: number;
  /** Requests with a token that is expired or disabled. */
  readonly unauthorized: number;
}

/**
 * What Microsoft Entra ID's rules say: `clear`; `watch`, the share of failures is too high and only their number still
 * too small; `quarantine`. `reason` names the rule.
 */
export interface Assessment {
  readonly state: 'clear' | 'watch' | 'quarantine';
  readonly reason?: 'credentials' | 'share' | 'count';
}

// Microsoft Entra ID, "Application provisioning quarantine status": evaluated from 5,000 failures on, more than 40 % of
// the events or more than 40,000; 60,000 in any case; credentials that are refused count at once
const leastFailures = 5000;
const mostShare = 0.4;
const mostFailures = 40_000;
/** Fewer writes than this say nothing about a share. */
const leastWrites = 20;

/** What Entra's quarantine rules would say about the traffic. Its failed references cannot be told apart here. */
export function assessQuarantine({ writes, failures, unauthorized }: Traffic): Assessment {
  if (unauthorized > 0) return { state: 'quarantine', reason: 'credentials' };
  if (failures > mostFailures) return { state: 'quarantine', reason: 'count' };
  const isShareHigh = writes >= leastWrites && failures / writes > mostShare;
  if (!isShareHigh) return { state: 'clear' };
  return { state: failures >= leastFailures ? 'quarantine' : 'watch', reason: 'share' };
}
