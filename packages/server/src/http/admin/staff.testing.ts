import { routes, type RouteInput } from '@lockstep/admin-api';
import { createTestOrganization, type TestServer } from '../../test-server.testing.ts';

export type NewUser = NonNullable<RouteInput<typeof routes.createUser>['body']>;

/** Five users who differ in what lists are sorted and filtered by; the ids of their department, job title and group. */
export async function createStaff(
  running: TestServer,
  org: string,
): Promise<{ readonly sales: string; readonly manager: string; readonly staff: string }> {
  const { call } = running;
  const params = { org };
  const { scim } = await createTestOrganization(running, org);
  const { id: sales } = await call(routes.createDepartment, { params, body: { code: 'S;1', name: 'Sales' } });
  const { id: manager } = await call(routes.createJobTitle, { params, body: { code: 'mgr', name: 'Manager' } });
  const { id: staff } = await call(routes.createGroup, { params, body: { displayName: 'R;D \\ staff' } });
  const people: readonly NewUser[] = [
    { loginName: 'ada', displayName: 'Zoe', departments: [{ department: sales, jobTitle: manager }], groups: [staff] },
    { loginName: 'bea', displayName: 'anna', availableServices: ['kintone'], sortOrder: 3 },
    { loginName: 'cyd', displayName: 'Anna', active: false, departments: [{ department: sales }] },
    {
      loginName: 'dan',
      displayName: '=cmd()',
      availableServices: ['kintone', 'office'],
      surname: 'Ōno, "D"',
      sortOrder: 20,
    },
  ];
  for (const body of people) await call(routes.createUser, { params, body });
  await scim('/Users', { method: 'POST', body: { userName: 'eve', displayName: 'Mia', externalId: 'okta-1' } });
  return { sales, manager, staff };
}
