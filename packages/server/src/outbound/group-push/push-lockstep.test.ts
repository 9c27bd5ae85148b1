import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApplicationPlace } from '../applications/application-view.ts';
import { actor, createBench, type Bench } from '../testing/bench.testing.ts';
import { createTestOrganization, startTestServer, type ScimCall, type TestServer } from '../../test-server.testing.ts';

/** More than two chunks of the native profile. */
const many = 2500;

let target: TestServer;
let bench: Bench;

beforeAll(async () => {
  target = await startTestServer();
  bench = await createBench();
});
afterAll(async () => {
  await bench.close();
  await target.close();
});

/** People of both sides with the same ids, and pairs that are in step, written directly: this is not about them. */
async function addPeople(place: ApplicationPlace, organization: string): Promise<void> {
  const { rows } = await sql<{ id: string }>`select id from organizations where slug = ${organization}`.execute(
    target.database.db,
  );
  const people = (organizationId: string | undefined) => sql`
    insert into users (organization_id, id, user_name, user_name_key, display_name, active, resource)
    select ${organizationId}::uuid, md5('person ' || n)::uuid, 'person-' || n, 'person-' || n, 'Person ' || n, true,
      jsonb_build_object('userName', 'person-' || n, 'displayName', 'Person ' || n, 'active', true)
    from generate_series(1, ${many}::int) n`;
  await people(rows[0]?.id).execute(target.database.db);
  await people(bench.organizationId).execute(bench.database.db);
  await sql`
    insert into app_users (organization_id, application_id, user_id, login_name, display_name, assigned, wanted, status,
      remote_id, next_attempt_at)
    select u.organization_id, a.id, u.id, u.user_name, u.display_name, true, true, 'PROVISIONED', u.id::text, null
    from users u join applications a on a.organization_id = u.organization_id and a.slug = ${place.slug}
    where u.organization_id = ${bench.organizationId}`.execute(bench.database.db);
}

async function addEverybody(groupId: string): Promise<void> {
  await sql`
    insert into group_members (organization_id, group_id, user_id)
    select organization_id, ${groupId}::uuid, id from users
    where organization_id = ${bench.organizationId}`.execute(bench.database.db);
}

const membersAt = async (scim: ScimCall, name: string): Promise<string[] | undefined> => {
  const { body } = await scim(`/Groups?filter=${encodeURIComponent(`displayName eq "${name}"`)}`);
  const [group] = body.Resources as { members?: { value: string }[] }[];
  return group === undefined ? undefined : (group.members ?? []).map(({ value }) => value).sort();
};

describe('groups pushed into an organization of Lockstep', () => {
  it('go beyond one chunk, and shrink again', async () => {
    const { scim, token, endpoint } = await createTestOrganization(target, 'standard', 'standard');
    const place = await bench.addApplication({ baseUrl: endpoint, token });
    await addPeople(place, 'standard');
    const id = await bench.addGroup('Everybody');
    await addEverybody(id);
    await bench.outbound.commands.pushGroups(place, { groups: [id], existing: 'task' }, actor);
    await bench.quiet();
    expect(await bench.pushed(place, id)).toMatchObject({ syncState: 'SYNCHRONIZED', members: many, refused: 0 });
    const members = (await membersAt(scim, 'Everybody')) ?? [];
    expect(members).toHaveLength(many);
    const kept = members.slice(0, 3);
    await bench.editGroup(id, { remove: members.slice(3) });
    await bench.quiet();
    expect(await membersAt(scim, 'Everybody')).toEqual(kept);
    await bench.outbound.commands.unlinkGroup(place, { groupId: id, targetGroup: 'delete' }, actor);
    await bench.quiet();
    expect(await membersAt(scim, 'Everybody')).toBeUndefined();
  });

  it('are explained, and not retried, where the other side takes no groups', async () => {
    const { token, endpoint } = await createTestOrganization(target, 'cybozu', 'cybozu');
    const place = await bench.addApplication({ baseUrl: endpoint, token });
    const id = await bench.addGroup('Nowhere');
    await bench.outbound.commands.pushGroups(place, { groups: [id], existing: 'task' }, actor);
    await bench.quiet();
    const pushed = await bench.pushed(place, id);
    expect(pushed).toMatchObject({ syncState: 'ERROR', error: { kind: 'no-groups' } });
    expect(pushed?.remoteId).toBeUndefined();
  });
});
