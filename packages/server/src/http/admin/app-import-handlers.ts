import type { ImportDecision, ImportRefusal, routes } from '@lockstep/admin-api';
import { v7 as uuid } from 'uuid';
import { covers } from '../../access/scopes.ts';
import { withProfile } from '../../directory/users/profile.ts';
import type { AccountLink } from '../../outbound/imports/import-commands.ts';
import type { Handler, OrganizationContext } from './bind-route.ts';
import { notFound, ProblemError } from './problem-error.ts';

const placeOf = ({ organization }: OrganizationContext, slug: string) => ({ organizationId: organization.id, slug });

function known<T>(found: T | undefined): T {
  if (found === undefined) throw notFound('application');
  return found;
}

const get: Handler<typeof routes.getAppImport> = async ({ params }, context) =>
  known(await context.services.outbound.imports.get(placeOf(context, params.application)));

const start: Handler<typeof routes.startAppImport> = async ({ params, body }, context) => {
  const { imports } = context.services.outbound;
  const place = placeOf(context, params.application);
  const outcome = await imports.start(place, body);
  switch (outcome.kind) {
    case 'started':
      return known(await imports.get(place));
    case 'running':
      throw new ProblemError('request_running', 'An import from this application is running.');
    case 'credentials_missing':
      throw new ProblemError('credentials_missing', 'Enter an API token first: nothing can be read without one.');
    case 'not_offered':
      throw new ProblemError('not_offered', `Users cannot be imported from ${outcome.name}, as its template says.`);
    case 'unknown':
      throw notFound('application');
    default:
      return outcome satisfies never;
  }
};

const list: Handler<typeof routes.listImportedAccounts> = async ({ params, query }, context) =>
  known(await context.services.outbound.imports.accounts(placeOf(context, params.application), query));

interface Refused {
  readonly account: string;
  readonly reason: ImportRefusal;
}

/** Makes a user of the directory of an account, to be linked with it. */
async function createPerson(
  { services, organization, caller }: OrganizationContext,
  slug: string,
  account: string,
): Promise<AccountLink | Refused> {
  const person = await services.outbound.imports.newPerson({ organizationId: organization.id, slug }, account);
  if (person === undefined) return { account, reason: 'account_unknown' };
  const { userName: loginName, displayName, surname, givenName, email } = person;
  const profile = { loginName, displayName: displayName || loginName, surname, givenName, email, active: true };
  const outcome = await services.writeUser({
    kind: 'create',
    organizationId: organization.id,
    actor: caller.actor,
    id: uuid(),
    resource: withProfile({}, profile),
  });
  if (outcome.kind === 'written') return { account, userId: outcome.user.id };
  return { account, reason: outcome.kind === 'taken' ? 'login_name_taken' : 'refused' };
}

/** The route asks for the scope of applications alone. */
function assertDirectory({ granted }: OrganizationContext): void {
  if (covers(granted, 'directory:write')) return;
  throw new ProblemError('scope_missing', 'To make users of the directory takes the scope “directory:write”.');
}

/** Most matches that are confirmed by one request. */
const most = 1000;

const decide: Handler<typeof routes.decideAppImport> = async ({ params, body }, context) => {
  const { imports } = context.services.outbound;
  const place = placeOf(context, params.application);
  known(await imports.get(place));
  if ('decisions' in body && body.decisions.some((one) => one.action === 'create')) assertDirectory(context);
  const all = 'all' in body ? known(await imports.exactLinks(place, most)) : [];
  const decisions: readonly ImportDecision[] = 'all' in body ? [] : body.decisions;
  const links: AccountLink[] = [...all];
  const refused: Refused[] = [];
  let created = 0;
  for (const one of decisions) {
    if (one.action === 'link') links.push({ account: one.account, userId: one.user });
    if (one.action !== 'create') continue;
    const made = await createPerson(context, params.application, one.account);
    if ('reason' in made) refused.push(made);
    else {
      created += 1;
      links.push(made);
    }
  }
  const named = (action: ImportDecision['action']): string[] =>
    decisions.filter((one) => one.action === action).map((one) => one.account);
  const linked = known(await imports.link(place, links, context.caller.actor));
  const ignored = (await imports.ignore(place, named('ignore'), true)) ?? 0;
  await imports.ignore(place, named('restore'), false);
  return {
    linked: linked.linked,
    created,
    ignored,
    refused: [...refused, ...linked.refused],
    more: all.length === most,
  };
};

export const appImportHandlers = {
  getAppImport: get,
  startAppImport: start,
  listImportedAccounts: list,
  decideAppImport: decide,
};
