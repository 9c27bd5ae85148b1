import type { Organization as OrganizationView, routes } from '@lockstep/admin-api';
import { grantRole } from '../../access/administrators.ts';
import { organizationsOf } from '../../access/caller.ts';
import { changeOrganization } from '../../directory/organizations/change-organization.ts';
import { listOrganizations, type Organization } from '../../directory/organizations/organizations.ts';
import { foundOrganization } from '../../inbound/found-organization.ts';
import { hostUrl } from '../organization-host.ts';
import type { Services } from '../services.ts';
import type { Handler } from './bind-route.ts';
import { ProblemError } from './problem-error.ts';

function present(services: Services, organization: Organization): OrganizationView {
  const { slug, name, preset, createdAt, language, timeZone } = organization;
  const own = hostUrl(services, slug);
  return {
    slug,
    name,
    preset,
    createdAt: createdAt.toISOString(),
    ...(language === undefined ? {} : { language }),
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(own === undefined ? {} : { hostUrl: own }),
  };
}

function slugTaken(slug: string): ProblemError {
  return new ProblemError('slug_taken', `There is an organization ${slug} already.`, {
    issues: [{ path: 'slug', message: 'This address is taken.', code: 'taken' }],
  });
}

const list: Handler<typeof routes.listOrganizations> = async (_input, { services, caller }) => {
  const organizations = await listOrganizations(services.database.db, organizationsOf(caller));
  return { organizations: organizations.map((one) => present(services, one)) };
};

const create: Handler<typeof routes.createOrganization> = async ({ body }, { services, caller }) => {
  if (caller.key !== undefined) {
    throw new ProblemError('forbidden', 'An API key is for one organization and cannot create others.');
  }
  if (organizationsOf(caller).length === 0) {
    throw new ProblemError('forbidden', 'Only administrators create organizations.');
  }
  const organization = await foundOrganization(services.database, body);
  if (organization === undefined) throw slugTaken(body.slug);
  if (caller.administrator !== undefined) {
    await grantRole(services.database.db, {
      administratorId: caller.administrator.id,
      organizationId: organization.id,
      role: 'organization_administrator',
    });
  }
  return present(services, organization);
};

const get: Handler<typeof routes.getOrganization> = async (_input, { services, organization }) =>
  present(services, organization);

const change: Handler<typeof routes.changeOrganization> = async ({ body }, { services, organization, caller }) => {
  const changed = await changeOrganization(services.database, organization.id, body, caller.actor);
  if (changed === 'taken') throw slugTaken(body.slug ?? organization.slug);
  services.callerCache.clear();
  return present(services, changed);
};

export const organizationHandlers = {
  listOrganizations: list,
  createOrganization: create,
  getOrganization: get,
  changeOrganization: change,
};
