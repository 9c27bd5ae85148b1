import { createAdminClient, type AdminClient } from '@lockstep/admin-api';
import { CliError } from './cli-error.ts';

/** A client of the server that the environment names. */
export function connectApi(environment: NodeJS.ProcessEnv = process.env): AdminClient {
  const url = environment['LOCKSTEP_URL'] || 'http://127.0.0.1:8080';
  const token = environment['LOCKSTEP_ADMIN_TOKEN'];
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new CliError(`LOCKSTEP_URL is not an http or https address: ${JSON.stringify(url)}.`);
  }
  if (token === undefined || token === '') {
    throw new CliError('Set LOCKSTEP_ADMIN_TOKEN to the administrator token that the server was started with.');
  }
  return createAdminClient({
    fetch: (address, init) => fetch(address, init),
    origin: url.replace(/\/+$/, ''),
    headers: { authorization: `Bearer ${token}` },
  });
}
