import type { Application, CredentialTest } from '@lockstep/admin-api';

type Finding = CredentialTest['finding'];
type Pause = NonNullable<Application['pause']>;

const byStatus: Readonly<Record<number, Finding>> = {
  401: 'unauthorized',
  404: 'not-found',
  429: 'throttled',
  503: 'throttled',
};

/** What made an application pause, as a test of its credentials would call it, so that every language can say it. */
export function pauseFinding({ status, message }: Pick<Pause, 'status' | 'message'>): Finding {
  if (status === undefined) return 'other';
  // a page where JSON is expected, mostly of an IP address restriction
  if (status === 403) return message.includes('Invalid JSON') ? 'ip-restriction' : 'forbidden';
  if (status < 300) return 'web-page';
  if (status < 400) return 'redirect';
  return byStatus[status] ?? (status >= 500 ? 'failing' : 'other-answer');
}
