import type { ClientError } from './client-error.ts';
import { equals } from './filter-text.ts';
import { beginningOf, parseObject, readAnswer } from './read-answer.ts';
import { exchange, queryText, type Exchanged, type ScimClientOptions } from './scim-client.ts';
import type { FailureReason, HttpAnswer, HttpFailure } from './transport.ts';

/** What a test found, told so that every language can explain it. */
export const credentialFindings = [
  'ok',
  'redirect',
  'oauth',
  'ip-restriction',
  'web-page',
  'not-a-list',
  'unauthorized',
  'forbidden',
  'not-found',
  'throttled',
  'failing',
  'other-answer',
  'name-not-found',
  'refused',
  'tls',
  'timeout',
  'disconnected',
  'address-not-allowed',
  'other',
  'credentials-needed',
] as const;
export type CredentialFinding = (typeof credentialFindings)[number];

/** The outcome of *Test API credentials* in plain words, and what was really exchanged. */
export interface CredentialTest {
  readonly ok: boolean;
  readonly finding: CredentialFinding;
  /** Begins with the words that Okta has for it, so that both can be searched for. */
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
  const exchanged = await exchange(options, { method: 'GET', path: `/Users${queryText(query)}` });
  const { request, answer } = exchanged;
  const shown = {
    request: { method: request.method, url: request.url },
    ...('status' in answer ? { answer: beginningOf(answer) } : {}),
  };
  const { finding, title } = judge(exchanged, options.now());
  const hint = hints[finding];
  return { ok: finding === 'ok', finding, title, ...(hint === undefined ? {} : { hint }), ...shown };
}

interface Judgement {
  readonly finding: CredentialFinding;
  readonly title: string;
}

function judge({ answer, error }: Exchanged, now: number): Judgement {
  if (error !== undefined) return judgeToken(error, answer);
  if (!('status' in answer)) {
    return { finding: answer.reason, title: `The application could not be reached: ${answer.message}` };
  }
  const result = readAnswer(answer, now);
  if (!result.ok) return judgeAnswer(result.error, answer);
  if (result.resource !== undefined && 'totalResults' in result.resource) {
    return { finding: 'ok', title: 'The credentials were verified successfully.' };
  }
  return { finding: 'not-a-list', title: 'The answer is not a list of users.' };
}

function judgeToken(error: ClientError, answer: HttpAnswer | HttpFailure): Judgement {
  const finding = 'status' in answer ? 'oauth' : answer.reason;
  const said = 'message' in error ? error.message : 'detail' in error ? (error.detail ?? '') : '';
  return { finding, title: `Error authenticating: ${said}` };
}

const statusNames: Readonly<Record<number, string>> = {
  200: 'OK',
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

/** The engine's part first, then what the remote side said, so that both can be searched for. */
function judgeAnswer(error: ClientError, answer: HttpAnswer): Judgement {
  if (error.kind === 'redirected') {
    const title = `The application answers with a redirect to ${error.location || 'nowhere'}.`;
    return { finding: 'redirect', title };
  }
  const name = statusNames[answer.status] ?? String(answer.status);
  const remote = remoteSaid(answer);
  const title = `Error authenticating: ${name}.${remote === '' ? '' : ` Errors reported by remote server: ${remote}`}`;
  return { finding: isPage(answer) ? pageFinding(answer) : findingOf(answer.status), title };
}

/** An address restriction answers 403 with a web page; a page for a token that is not known says no more than JSON would. */
function pageFinding({ status }: HttpAnswer): CredentialFinding {
  if (status === 403) return 'ip-restriction';
  if (status === 401) return 'unauthorized';
  return status >= 500 ? 'failing' : 'web-page';
}

const findings: Readonly<Record<number, CredentialFinding>> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not-found',
  429: 'throttled',
  503: 'throttled',
};

function findingOf(status: number): CredentialFinding {
  return findings[status] ?? (status >= 500 ? 'failing' : 'other-answer');
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

const pathHint = 'Check that the base URL is the SCIM endpoint as the application shows it, often ending in /scim/v2.';

const hints: Readonly<Partial<Record<CredentialFinding, string>> & Record<FailureReason, string>> = {
  redirect:
    'Redirects are not followed, since the credentials belong to one address. Enter the address it points to, or check the base URL: a redirect to a login page means that the path is wrong.',
  oauth:
    'The authorization server did not give a token. Check the token URL, the client id, the client secret and the scope.',
  'ip-restriction':
    'The application answered with a web page where JSON is expected. This is mostly an IP address restriction at the application: allow this server’s address there. If there is none, check that the base URL is the SCIM endpoint.',
  'web-page': `The application answered with a web page where JSON is expected. ${pathHint}`,
  'not-a-list': `Something answers at this address, but it is not a SCIM endpoint. ${pathHint}`,
  unauthorized:
    'The application does not accept the API token. It may be mistyped, expired, disabled or of another environment. Create a new one at the application and enter it here.',
  forbidden:
    'The API token is known but may not do this, or access is restricted by IP address. Check the token’s permissions, and allow this server’s address at the application.',
  'not-found': `Nothing is found under this path. ${pathHint}`,
  throttled: 'The application asks to slow down, or is not available right now. Wait a little and test again.',
  failing: 'The application has a problem of its own. Test again later.',
  'other-answer':
    'The application does not take this request. Check the base URL, and under Provisioning the client profile.',
  'name-not-found': 'The host name of the base URL is not known. Check its spelling.',
  refused: 'Nothing listens at this address and port. Check the base URL, and that the application is running.',
  tls: 'No secure connection could be made. The certificate of the application may be expired, self-signed or for another name. Where it comes from a certificate authority of your own, enter that authority’s certificate.',
  timeout: 'No answer in time. A firewall may be dropping the connection, or the application is overloaded.',
  disconnected:
    'The connection was cut before an answer came. Test again; if it repeats, look for a proxy or firewall.',
  'address-not-allowed':
    'For safety, Lockstep does not connect there. Use an https address; plain http is for this machine only, and private networks must be allowed in the configuration.',
  other: 'Check the base URL and the network between this server and the application.',
};
