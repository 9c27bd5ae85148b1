import type { CredentialTest } from '@lockstep/admin-api';

export type TestExplanation =
  | 'ok'
  | 'noAnswer'
  | 'webPage'
  | 'refused'
  | 'forbidden'
  | 'notThere'
  | 'failing'
  | 'other';

/** What an answer to a credential test means, told by its status and media type, so that every language can say it. */
export function explainTest(test: CredentialTest): TestExplanation {
  const { answer } = test;
  if (test.ok) return 'ok';
  if (answer === undefined) return 'noAnswer';
  if (answer.status === 401) return 'refused';
  // an address restriction answers 403 with a web page, which Okta reports as "Invalid JSON: Unexpected character"
  if (answer.status === 403) return 'forbidden';
  if (answer.contentType.startsWith('text/html')) return 'webPage';
  if (answer.status === 404) return 'notThere';
  return answer.status >= 500 ? 'failing' : 'other';
}
