import type { ClientError } from './client-error.ts';
import { equals } from './filter-text.ts';
import { beginningOf, parseObject, readAnswer } from './read-answer.ts';
import { buildRequest, queryText, type ScimClientOptions } from './scim-client.ts';
import type { HttpAnswer, HttpFailure } from './transport.ts';

/** The outcome of *Test API credentials* in plain words, and what was really exchanged. */
export interface CredentialTest {
  readonly ok: boolean;
  readonly title: string;
  readonly hint?: string;
  readonly request: { readonly method: string; readonly url: string };
  readonly answer?: { readonly status: number; readonly contentType: string; readonly beginning: string };
}

/**
 * Asks what the client profile asks: for the first two users, as Okta does, or for one that cannot exist, as Entra ID
 * does. Only a list of users in answer is a success.
 */
export async function testCredentials(options: ScimClientOptions): Promise<CredentialTest> {
  const query =
    options.profile.credentialTest === 'first-users'
      ? { startIndex: 1, count: 2 }
      : { filter: equals('userName', options.randomText()) };
  const request = buildRequest(options, 'GET', `/Users${queryText(query)}`);
  const answer = await options.send(request);
  const shown = { request: { method: request.method, url: request.url } };
  if (!('status' in answer)) return { ok: false, ...explainFailure(answer), ...shown };
  return { ...judge(answer, options.now()), ...shown, answer: beginningOf(answer) };
}

function judge(answer: HttpAnswer, now: number): { ok: boolean; title: string; hint?: string } {
  const result = readAnswer(answer, now);
  if (!result.ok) return { ok: false, ...explainAnswer(result.error, answer) };
  if (result.resource !== undefined && 'totalResults' in result.resource) {
    return { ok: true, title: 'The credentials were verified successfully.' };
  }
  return {
    ok: false,
    title: 'The answer is not a list of users.',
    hint: 'Something answers at this address, but it is not a SCIM endpoint. Check the base URL.',
  };
}

const statusNames: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

const statusHints: Readonly<Record<number, string>> = {
  401: 'The application does not accept the API token. It may be mistyped, expired, disabled or of another environment. Create a new one at the application and enter it here.',
  403: 'The API token is known but may not do this, or access is restricted by IP address. Check the token’s permissions, and allow this server’s address at the application.',
  404: 'Nothing is found under this path. Check that the base URL is the SCIM endpoint as the application shows it, often ending in /scim/v2.',
  429: 'The application asks to slow down. Wait a little and test again.',
  503: 'The application is not available right now. Wait a little and test again.',
};

const pageHint =
  'The application answered with a web page where JSON is expected. This is mostly an IP address restriction at the application: allow this server’s address there. If there is none, check that the base URL is the SCIM endpoint.';

/** The engine's part first, then what the remote side said, so that both can be searched for. */
function explainAnswer(error: ClientError, answer: HttpAnswer): { title: string; hint?: string } {
  if (error.kind === 'redirected') {
    return {
      title: `The application answers with a redirect to ${error.location || 'nowhere'}.`,
      hint: 'Redirects are not followed, since the API token belongs to one address. Enter the address it points to, or check the base URL: a redirect to a login page means that the path is wrong.',
    };
  }
  const name = statusNames[answer.status] ?? String(answer.status);
  const remote = remoteSaid(answer);
  const title = `Error authenticating: ${name}.${remote === '' ? '' : ` Errors reported by remote server: ${remote}`}`;
  const hint = isPage(answer) ? pageHint : (statusHints[answer.status] ?? genericHint(answer.status));
  return { title, ...(hint === undefined ? {} : { hint }) };
}

function genericHint(status: number): string | undefined {
  return status >= 500 ? 'The application has a problem of its own. Test again later.' : undefined;
}

function remoteSaid(answer: HttpAnswer): string {
  if (answer.body.trim() === '') return '';
  const body = parseObject(answer.body);
  if (body === undefined) return 'Invalid JSON: Unexpected character';
  const detail = body['detail'];
  return typeof detail === 'string' ? detail.slice(0, 200) : '';
}

function isPage(answer: HttpAnswer): boolean {
  return parseObject(answer.body) === undefined && /^\s*</.test(answer.body);
}

function explainFailure(failure: HttpFailure): { title: string; hint: string } {
  const hint = failureHints[failure.reason];
  return { title: `The application could not be reached: ${failure.message}`, hint };
}

const failureHints: Readonly<Record<HttpFailure['reason'], string>> = {
  'name-not-found': 'The host name of the base URL is not known. Check its spelling.',
  refused: 'Nothing listens at this address and port. Check the base URL, and that the application is running.',
  tls: 'No secure connection could be made. The certificate of the application may be expired, self-signed or for another name.',
  timeout: 'No answer in time. A firewall may be dropping the connection, or the application is overloaded.',
  disconnected:
    'The connection was cut before an answer came. Test again; if it repeats, look for a proxy or firewall.',
  'address-not-allowed':
    'For safety, Lockstep does not connect there. Use an https address; plain http is for this machine only.',
  other: 'Check the base URL and the network between this server and the application.',
};
