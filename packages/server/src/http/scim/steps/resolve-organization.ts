import { ScimError } from '@lockstep/scim';
import { findOrganization, type Organization } from '../../../directory/organizations/organizations.ts';
import type { Services } from '../../services.ts';

/** 404 when the address names no organization. */
export async function resolveOrganization({ database }: Services, org: string): Promise<Organization> {
  const organization = /^[a-z0-9-]{2,63}$/.test(org) ? await findOrganization(database.db, org) : undefined;
  if (organization === undefined)
    throw ScimError.notFound('There is no organization at this address. Check the SCIM endpoint.');
  return organization;
}
