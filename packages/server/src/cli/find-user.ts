import { routes, type AdminClient, type User } from '@lockstep/admin-api';
import { CliError } from './cli-error.ts';

/** Throws {@link CliError} where there is none. */
export async function findUser(call: AdminClient, org: string, loginName: string): Promise<User> {
  const { users } = await call(routes.listUsers, { params: { org }, query: { loginName } });
  if (users[0] === undefined) throw new CliError(`The organization ${org} has no user ${loginName}.`);
  return users[0];
}
