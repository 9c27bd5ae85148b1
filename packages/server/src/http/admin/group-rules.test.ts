import { AdminApiError, routes, type RouteInput } from '@lockstep/admin-api';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createTestOrganization, startTestServer, type ScimCall, type TestServer } from '../../test-server.testing.ts';

let running: TestServer;
let scim: ScimCall;
const params = { org: 'rules' };

beforeAll(async () => {
  running = await startTestServer();
  ({ scim } = await createTestOrganization(running, params.org));
});
afterAll(() => running.close());

async function person(userName: string, title?: string): Promise<string> {
  const body = { userName, displayName: userName, ...(title === undefined ? {} : { title }) };
  return (await scim('/Users', { method: 'POST', body })).body.id;
}

async function retitle(id: string, title: string): Promise<void> {
  const Operations = [{ op: 'replace', path: 'title', value: title }];
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:PatchOp'];
  expect((await scim(`/Users/${id}`, { method: 'PATCH', body: { schemas, Operations } })).status).toBe(200);
}

const group = async (displayName: string): Promise<string> =>
  (await running.call(routes.createGroup, { params, body: { displayName } })).id;

type NewRule = NonNullable<RouteInput<typeof routes.createGroupRule>['body']>;

async function rule(body: NewRule, active = true): Promise<string> {
  const { id, ...made } = await running.call(routes.createGroupRule, { params, body });
  expect(made.active).toBe(false);
  if (active) await change(id, { active });
  return id;
}

const change = (id: string, body: NonNullable<RouteInput<typeof routes.updateGroupRule>['body']>) =>
  running.call(routes.updateGroupRule, { params: { ...params, rule: id }, body });

async function membersOf(id: string): Promise<string[]> {
  const { body } = await scim(`/Groups/${id}`);
  return (body.members ?? []).map(({ value }: { value: string }) => value);
}

/** Resolves when the rules have looked at everybody, and the members are these. */
async function becomes(id: string, ...members: readonly string[]): Promise<void> {
  await vi.waitFor(
    async () => {
      expect((await running.call(routes.listGroupRules, { params })).waiting).toBe(0);
      expect((await membersOf(id)).toSorted()).toEqual(members.toSorted());
    },
    { timeout: 60_000 },
  );
}

describe('an active rule', () => {
  test('makes whom it matches a member, and takes away only what it gave', async () => {
    const [ann, bob, cyd] = [await person('ann', 'Sales'), await person('bob', 'Sales'), await person('cyd', 'Chef')];
    const sales = await group('Sales');
    const add = [ann, cyd];
    await running.call(routes.changeMembers, { params: { ...params, group: sales }, body: { add } });
    const id = await rule({ name: 'Sellers', expression: 'user.title == "Sales"', groups: [sales] });
    await becomes(sales, ann, bob, cyd);
    const [shown] = (await running.call(routes.listGroupRules, { params })).rules;
    expect(shown).toMatchObject({ name: 'Sellers', active: true, members: 1, groups: [{ displayName: 'Sales' }] });
    const dan = await person('dan', 'Sales');
    await becomes(sales, ann, bob, cyd, dan);
    for (const one of [ann, bob, cyd]) await retitle(one, 'Cook');
    // ann and cyd are members by hand
    await becomes(sales, ann, cyd, dan);
    await running.call(routes.deleteGroupRule, { params: { ...params, rule: id }, query: { members: 'remove' } });
    await becomes(sales, ann, cyd);
    const { entries } = await running.call(routes.listAuditLog, { params, query: { resourceType: 'GroupRule' } });
    expect(entries.map(({ operation }) => operation)).toEqual(['delete', 'update', 'create']);
  });

  test('leaves exceptions alone, shares members with another rule, and keeps them when it is deactivated', async () => {
    const [eve, fay] = [await person('eve', 'Pilot'), await person('fay', 'Pilot')];
    const pilots = await group('Pilots');
    const groups = [pilots];
    const title = await rule({ name: 'By title', expression: 'user.title == "Pilot"', groups, except: [fay] });
    await becomes(pilots, eve);
    const name = await rule({ name: 'By name', expression: 'String.startsWith(user.login, "eve")', groups });
    await becomes(pilots, eve);
    await retitle(eve, 'Captain');
    await becomes(pilots, eve);
    await change(title, { except: [], expression: 'user.title == "Pilot" || user.title == "Captain"' });
    await becomes(pilots, eve, fay);
    await change(title, { active: false });
    await retitle(fay, 'Guest');
    await becomes(pilots, eve, fay);
    await running.call(routes.deleteGroupRule, { params: { ...params, rule: name }, query: {} });
    await becomes(pilots, eve, fay);
    const { rules } = await running.call(routes.listGroupRules, { params });
    expect(rules.map(({ name: shown, active }) => [shown, active])).toEqual([['By title', false]]);
  });
});

async function refusal(work: Promise<unknown>): Promise<AdminApiError['problem']> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof AdminApiError) return error.problem;
  throw new Error('It was not refused.');
}

describe('a rule is refused', () => {
  test.each([
    ['user.title ==', 'At character 14'],
    ['user.titel == "x"', 'At character 1'],
    ['user.title', 'At character 1'],
    ['isMemberOfGroupName("Sales")', 'cannot read groups'],
  ])('for the expression %s, with the place', async (expression, message) => {
    const body = { name: 'X', expression, groups: [await group(`For ${expression}`)] };
    const problem = await refusal(running.call(routes.createGroupRule, { params, body }));
    expect(problem).toMatchObject({ code: 'invalid_request', issues: [{ path: 'expression' }] });
    expect(problem.detail).toContain(message);
    const preview = await running.call(routes.previewGroupRule, { params, body: { expression } });
    expect(preview.faults).toHaveLength(1);
  });

  test('for a group whose members an identity provider sets, and for one that is not there', async () => {
    const made = await scim('/Groups', { method: 'POST', body: { displayName: 'Managed', externalId: 'okta-7' } });
    const body = { name: 'X', expression: 'true' };
    const managed = { ...body, groups: [made.body.id as string] };
    expect(await refusal(running.call(routes.createGroupRule, { params, body: managed }))).toMatchObject({
      code: 'managed_by_identity_provider',
    });
    const nowhere = { ...body, groups: ['x'] };
    expect(await refusal(running.call(routes.createGroupRule, { params, body: nowhere }))).toMatchObject({
      code: 'invalid_request',
      issues: [{ path: 'groups' }],
    });
  });
});

test('the preview says whom an expression would choose', async () => {
  const [gus] = [await person('gus', 'Gardener'), await person('hal', 'Gardener')];
  const body = { expression: 'user.title == "Gardener"', except: [gus] };
  const found = await running.call(routes.previewGroupRule, { params, body });
  expect(found).toMatchObject({ faults: [], matching: 1, complete: true, examples: [{ loginName: 'hal' }] });
});
