import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Actor } from '../changes/change.ts';
import { importUsers } from '../directory/import/import-users.ts';
import { findOrganization, type Organization } from '../directory/organizations/organizations.ts';
import { scimPath } from '../http/scim/scim-path.ts';
import type { Services } from '../http/services.ts';
import { findConnection, setPropagation } from '../inbound/connections.ts';
import { foundOrganization } from '../inbound/found-organization.ts';
import { createToken } from '../inbound/tokens.ts';
import { watchSample, type Sample } from './sample.ts';

const actor: Actor = { kind: 'system', name: 'Sample' };
const application = 'cybozu';

async function ensureOrganization(
  { database }: Services,
  organization: Pick<Organization, 'slug' | 'name' | 'preset'>,
): Promise<Organization> {
  const existing = await findOrganization(database.db, organization.slug);
  const found = existing ?? (await foundOrganization(database, organization));
  if (found === undefined) throw new Error(`The sample organization ${organization.slug} could not be made.`);
  return found;
}

/** Opens the target's door as its administrator would: a token for the identity provider, and propagation switched on. */
async function openTarget({ database }: Services, target: Organization): Promise<string> {
  const connection = await findConnection(database.db, target.id, 'default');
  if (connection === undefined) throw new Error('The sample organization has no connection.');
  const { token } = await createToken(database, connection, { notes: 'Acme' }, actor);
  await setPropagation(database, connection, { propagation: true }, actor);
  return token;
}

async function addApplication(services: Services, source: Organization, target: Organization): Promise<void> {
  const { commands } = services.outbound;
  const text = await readFile(join(import.meta.dirname, 'acme-people.csv'), 'utf8');
  await importUsers({ ...services, organizationId: source.id, actor }, text);
  const place = { organizationId: source.id, slug: application };
  const baseUrl = `${services.publicUrl()}${scimPath(target.slug)}`;
  const template = { template: 'cybozu.com', name: 'Cybozu (cybozu.com)', slug: application, baseUrl };
  const created = await commands.createApplication(source.id, template, actor);
  // a start that was cut short may have left the application behind
  expectKind(created.kind, 'created', 'slug_taken');
  const assigned = await commands.assignUsers(place, { everybody: true }, actor);
  expectKind(assigned.kind, 'assigned');
  const switches = { apiIntegration: true, createUsers: true, updateUserAttributes: true, deactivateUsers: true };
  const apiToken = await openTarget(services, target);
  const updated = await commands.updateApplication(place, { apiToken, ...switches }, actor);
  expectKind(updated.kind, 'updated');
}

function expectKind(kind: string, ...expected: readonly string[]): void {
  if (!expected.includes(kind)) throw new Error(`The sample could not be made: ${kind}.`);
}

/**
 * Makes the sample organizations `acme` (sixty people, read from CSV by the ordinary importer) and `example`, and the
 * application that keeps the one provisioned into the other over HTTP. What is there already stays as it is; only the
 * address of this server is brought up to date, since the next start may use another port.
 */
export async function ensureSample(services: Services): Promise<Sample> {
  const { outbound, publicUrl } = services;
  const source = await ensureOrganization(services, { slug: 'acme', name: 'Acme', preset: 'standard' });
  const target = await ensureOrganization(services, { slug: 'example', name: 'Example', preset: 'cybozu' });
  const place = { organizationId: source.id, slug: application };
  const existing = await outbound.queries.getApplication(place);
  const baseUrl = `${publicUrl()}${scimPath(target.slug)}`;
  // the credential comes last: without one, an earlier start was cut short
  if (existing?.credentialSet !== true) await addApplication(services, source, target);
  else if (existing.baseUrl !== baseUrl) await outbound.commands.updateApplication(place, { baseUrl }, actor);
  return watchSample(outbound, place);
}
