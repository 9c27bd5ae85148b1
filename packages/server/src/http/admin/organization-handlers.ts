import type { Organization as OrganizationView, routes } from '@lockstep/admin-api';
import { grantRole } from '../../access/administrators.ts';
import { organizationsOf } from '../../access/caller.ts';
import { listOrganizations, type Organization } from '../../directory/organizations/organizations.ts';
import { foundOrganization } from '../../inbound/found-organization.ts';
import type { Handler } from './bind-route.ts';
import { ProblemError } from './problem-error.ts';

function present({ slug, name, preset, createdAt }: Organization): OrganizationView {
  return { slug, name, preset, createdAt: createdAt.toISOString() };
}

const list: Handler<typeof routes.listOrganizations> = async (_input, { services, caller }) => {
  const organizations = await listOrganizations(services.database.db, organizationsOf(caller));
  return { organizations: organizations.map(present) };
};

const create: Handler<typeof routes.createOrganization> = async ({ body }, { services, caller }) => {
  if (caller.key !== undefined) {
    throw new ProblemError('forbidden', 'An API key is for one organization and cannot create others.');
  }
  const organization = await foundOrganization(services.database, body);
  if (organization === undefined) {
    throw new ProblemError('slug_taken', `There is an organization ${body.slug} already.`, {
      issues: [{ path: 'slug', message: 'This address is taken.' }],
    });
  }
  if (caller.administrator !== undefined) {
    await grantRole(services.database.db, {
      administratorId: caller.administrator.id,
      organizationId: organization.id,
      role: 'organization_administrator',
    });
  }
  return present(organization);
};

const get: Handler<typeof routes.getOrganization> = async (_input, { organization }) => present(organization);

export const organizationHandlers = { listOrganizations: list, createOrganization: create, getOrganization: get };
