import type { World } from './world.ts';

/** What the SCIM endpoint answers to an identity provider that has the token kept under this name. */
interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: { readonly id?: string; readonly detail?: string };
}

async function call(world: World, token: string, path: string, data?: object): Promise<Answer> {
  const answer = await world.page.request.fetch(`${world.kept('endpoint')}${path}`, {
    method: data === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${world.kept(token)}`,
      'content-type': 'application/scim+json',
      'user-agent': 'Okta SCIM Client 1.0.0',
    },
    ...(data === undefined ? {} : { data }),
  });
  const body = (await answer.json()) as Answer['body'];
  return { status: answer.status(), contentType: answer.headers()['content-type'] ?? '', body };
}

/** The status of reading users. */
export async function askUsers(world: World, token: string): Promise<number> {
  return (await call(world, token, '/Users?count=1')).status;
}

/** Sends a new user. */
export function writeUser(world: World, token: string, userName: string): Promise<Answer> {
  const displayName = `${userName[0]?.toUpperCase()}${userName.slice(1)} Example`;
  return call(world, token, '/Users', {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName,
    displayName,
    name: { familyName: 'Example', givenName: displayName.split(' ')[0] },
    emails: [{ value: `${userName}@example.com`, primary: true }],
    active: true,
  });
}
