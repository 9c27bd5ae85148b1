import { AdminApiError, createAdminClient, routes, type AdminClient, type Role } from '@lockstep/admin-api';
import type { TestServer } from '../../test-server.testing.ts';

export const password = 'correct horse battery';

/** The cookies of an answer as a browser sends them back. */
export function cookiesOf(answer: Response): string {
  return answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
}

/** The admin API as a browser with these cookies calls it. */
export function clientWith({ url }: TestServer, cookie: string): AdminClient {
  return createAdminClient({
    fetch: (address, init) => fetch(address, init),
    origin: url,
    headers: { cookie, origin: url },
  });
}

/** Sends JSON to an address of the admin API as the console does. */
export function post({ url }: TestServer, path: string, body: unknown, cookie = ''): Promise<Response> {
  return fetch(`${url}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url, ...(cookie === '' ? {} : { cookie }) },
    body: JSON.stringify(body),
  });
}

/** Invites somebody, accepts for them, and gives their browser and role. */
export async function addAdministrator(
  running: TestServer,
  person: { readonly org: string; readonly email: string; readonly role: Role; readonly user?: string },
): Promise<{ readonly call: AdminClient; readonly cookie: string; readonly id: string }> {
  const { org, ...body } = person;
  const { link } = await running.call(routes.createInvitation, { params: { org }, body });
  const token = new URL(link).hash.slice(1);
  const answer = await post(running, '/invitation/accept', { token, account: { name: person.email, password } });
  if (!answer.ok) throw new Error(await answer.text());
  const { administrators } = await running.call(routes.listAdministrators, { params: { org } });
  const id = administrators.find(({ email }) => email === person.email)?.id ?? '';
  const cookie = cookiesOf(answer);
  return { call: clientWith(running, cookie), cookie, id };
}

/** A user of the directory who was invited to their own page: `name` is the login name, at `{org}.example` the address. */
export async function addOwnPage(
  running: TestServer,
  { org, name }: { readonly org: string; readonly name: string },
): Promise<{ readonly call: AdminClient; readonly cookie: string; readonly user: string; readonly email: string }> {
  const email = `${name}@${org}.example`;
  const body = { loginName: name, displayName: name, email };
  const { id: user } = await running.call(routes.createUser, { params: { org }, body });
  const { link } = await running.call(routes.inviteUser, { params: { org, user }, body: {} });
  const token = new URL(link).hash.slice(1);
  const answer = await post(running, '/invitation/accept', { token, account: { name, password } });
  if (!answer.ok) throw new Error(await answer.text());
  const cookie = cookiesOf(answer);
  return { call: clientWith(running, cookie), cookie, user, email };
}

/** The code of the problem that a call ends in; `none` where it ends well. */
export async function codeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    if (error instanceof AdminApiError) return error.problem.code;
    throw error;
  }
  return 'none';
}
