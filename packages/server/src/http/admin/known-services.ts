import type { OrganizationContext } from './bind-route.ts';
import { ProblemError } from './problem-error.ts';

/** The codes of the organization's services, in its order. */
async function serviceCodesOf({ services, organization }: OrganizationContext): Promise<readonly string[]> {
  return (await services.types.current(organization.id)).services.map(({ code }) => code);
}

/**
 * Services that a request names, each once and in the organization's order.
 * @throws ProblemError `invalid_request` for one that is not in its list
 */
export async function knownServices(
  context: OrganizationContext,
  wanted: readonly string[],
  path: string,
): Promise<readonly string[]> {
  const codes = await serviceCodesOf(context);
  const at = wanted.findIndex((code) => !codes.includes(code));
  const unknown = wanted[at];
  if (unknown === undefined) return codes.filter((code) => wanted.includes(code));
  const message = `There is no service ${JSON.stringify(unknown.slice(0, 64))}: use ${codes.join(', ')}.`;
  const place = `${path}.${at}`;
  throw new ProblemError('invalid_request', `${place}: ${message}`, {
    issues: [{ path: place, message, code: 'unknown_service', values: { unknown, known: codes.join(', ') } }],
  });
}
