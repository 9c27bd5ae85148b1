import { routes, type Department, type User } from '@lockstep/admin-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { attributesOf } from '../../changes/entry-attributes.ts';
import { createTestOrganization, startTestServer, type TestServer } from '../../test-server.testing.ts';

let running: TestServer;
beforeAll(async () => {
  running = await startTestServer();
});
afterAll(() => running.close());

let serial = 0;
/** An organization of its own, so that a test sees nothing but what it made. */
async function found(preset: 'cybozu' | 'standard' = 'standard') {
  serial += 1;
  const org = `tree${serial}`;
  const { scim } = await createTestOrganization(running, org, preset);
  const { call } = running;
  const add = async (code: string, parent: string | null = null): Promise<string> =>
    (await call(routes.createDepartment, { params: { org }, body: { code, name: `The ${code}`, parent } })).id;
  const addTitle = async (code: string): Promise<string> =>
    (await call(routes.createJobTitle, { params: { org }, body: { code, name: `The ${code}` } })).id;
  const departments = async (): Promise<Department[]> =>
    (await call(routes.listDepartments, { params: { org } })).departments;
  const move = (department: string, parent: string | null, before?: string) =>
    call(routes.moveDepartment, { params: { org, department }, body: { parent, before: before ?? null } });
  const remove = (department: string, subDepartments?: 'lift' | 'delete') =>
    call(routes.deleteDepartment, { params: { org, department }, query: { subDepartments } });
  const join = (loginName: string, wanted: readonly { department: string; jobTitle?: string }[]): Promise<User> =>
    call(routes.createUser, {
      params: { org },
      body: { loginName, displayName: loginName, departments: [...wanted] },
    });
  const read = (user: string): Promise<User> => call(routes.getUser, { params: { org, user } });
  return { org, scim, add, addTitle, departments, move, remove, join, read };
}

/** The tree as indented codes, in its order. */
function draw(departments: readonly Department[], parent: string | null = null, indent = ''): string[] {
  return departments
    .filter((one) => one.parent === parent)
    .flatMap(({ id, code }) => [indent + code, ...draw(departments, id, `${indent}  `)]);
}

function shown({ departments }: User): string[] {
  return departments.map(({ code, jobTitle }) => (jobTitle === null ? code : `${code}: ${jobTitle.code}`));
}

async function changesOf(id: string) {
  const rows = await running.database.db
    .selectFrom('changes')
    .select(['operation', 'attributes'])
    .where('resource_id', '=', id)
    .orderBy('seq')
    .execute();
  return rows.map(({ operation, attributes }) => [operation, ...attributesOf(attributes)]);
}

describe('the tree', () => {
  test('grows, is moved and is reordered; every step stands in the feed', async () => {
    const { add, departments, move } = await found();
    const [sales, hr] = [await add('sales'), await add('hr')];
    const tokyo = await add('tokyo', sales);
    const osaka = await add('osaka', sales);
    expect(draw(await departments())).toEqual(['sales', '  tokyo', '  osaka', 'hr']);
    await move(osaka, sales, tokyo);
    await move(hr, null, sales);
    expect(draw(await departments())).toEqual(['hr', 'sales', '  osaka', '  tokyo']);
    await move(sales, hr);
    expect(draw(await departments())).toEqual(['hr', '  sales', '    osaka', '    tokyo']);
    expect(await changesOf(sales)).toEqual([
      ['create', { path: 'code', after: 'sales' }, { path: 'name', after: 'The sales' }],
      ['update', { path: 'parent', after: 'hr' }],
    ]);
    expect((await changesOf(osaka)).at(-1)).toEqual(['update', { path: 'position', before: 2, after: 1 }]);
    await move(sales, hr);
    expect(await changesOf(sales)).toHaveLength(2);
  });

  test('never becomes a circle, not even when two move at once', async () => {
    const { add, departments, move } = await found();
    const a = await add('a');
    const below = await add('below', a);
    await expect(move(a, below)).rejects.toMatchObject({ problem: { status: 409, code: 'department_cycle' } });
    await expect(move(a, a)).rejects.toMatchObject({ problem: { code: 'department_cycle' } });
    for (let round = 0; round < 5; round += 1) {
      const [one, two] = [await add(`one${round}`), await add(`two${round}`)];
      const outcomes = await Promise.allSettled([move(one, two), move(two, one)]);
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    }
    expect(draw(await departments())).toHaveLength(12);
  });

  test('refuses a code that is taken, a parent that is not there, and too many levels', async () => {
    const { org, add } = await found();
    const other = await found();
    const elsewhere = await other.add('elsewhere');
    await add('sales');
    const second = await add('second');
    const rename = { params: { org, department: second }, body: { code: 'sales' } };
    await expect(add('sales')).rejects.toMatchObject({ problem: { status: 409, code: 'code_taken' } });
    await expect(running.call(routes.updateDepartment, rename)).rejects.toMatchObject({
      problem: { code: 'code_taken', issues: [{ path: 'code' }] },
    });
    await expect(add('x', elsewhere)).rejects.toMatchObject({ problem: { status: 400 } });
    let deepest: string | null = null;
    for (let level = 1; level <= 50; level += 1) deepest = await add(`level ${level}`, deepest);
    await expect(add('level 51', deepest)).rejects.toMatchObject({ problem: { code: 'limit_reached' } });
  });
});

describe('deleting', () => {
  test('a department asks about those below, and lifts or deletes them', async () => {
    const { add, departments, remove } = await found();
    const [first, sales, last] = [await add('first'), await add('sales'), await add('last')];
    await add('tokyo', sales);
    await add('osaka', sales);
    await expect(remove(sales)).rejects.toMatchObject({ problem: { status: 409, code: 'department_not_empty' } });
    expect(await remove(sales, 'lift')).toEqual({ departments: 1, members: 0 });
    expect(draw(await departments())).toEqual(['first', 'tokyo', 'osaka', 'last']);
    await add('below last', last);
    expect(await remove(last, 'delete')).toEqual({ departments: 2, members: 0 });
    await remove(first);
    expect(draw(await departments())).toEqual(['tokyo', 'osaka']);
  });

  test('leaves its members with their other departments, the next one preferred', async () => {
    const { add, addTitle, join, read, remove } = await found();
    const [sales, hr, manager] = [await add('sales'), await add('hr'), await addTitle('manager')];
    const ann = await join('ann', [{ department: sales, jobTitle: manager }, { department: hr }]);
    const bob = await join('bob', [{ department: hr }]);
    expect(shown(ann)).toEqual(['sales: manager', 'hr']);
    expect(await remove(sales)).toEqual({ departments: 1, members: 1 });
    expect(shown(await read(ann.id))).toEqual(['hr']);
    expect((await changesOf(ann.id)).at(-1)).toEqual([
      'update',
      {
        path: 'departments',
        before: [{ department: 'sales', jobTitle: 'manager' }, { department: 'hr' }],
        after: [{ department: 'hr' }],
      },
    ]);
    expect(await changesOf(bob.id)).toHaveLength(2);
  });

  test('a job title leaves its holders in their departments', async () => {
    const { org, add, addTitle, join, read } = await found();
    const [sales, manager, clerk] = [await add('sales'), await addTitle('manager'), await addTitle('clerk')];
    const ann = await join('ann', [{ department: sales, jobTitle: manager }]);
    const params = { org, title: manager };
    const { jobTitles } = await running.call(routes.listJobTitles, { params: { org } });
    expect(jobTitles.map(({ code, members }) => [code, members])).toEqual([
      ['manager', 1],
      ['clerk', 0],
    ]);
    await running.call(routes.moveJobTitle, { params: { org, title: clerk }, body: { before: manager } });
    expect((await running.call(routes.listJobTitles, { params: { org } })).jobTitles[0]?.code).toBe('clerk');
    expect(await running.call(routes.deleteJobTitle, { params })).toEqual({ members: 1 });
    expect(shown(await read(ann.id))).toEqual(['sales']);
    await expect(running.call(routes.deleteJobTitle, { params })).rejects.toMatchObject({
      problem: { status: 404, code: 'not_found' },
    });
  });
});

describe("a user's departments", () => {
  test('are replaced as a whole; a title that is not named stays, null takes it away', async () => {
    const { org, add, addTitle, join } = await found();
    const [sales, hr, manager] = [await add('sales'), await add('hr'), await addTitle('manager')];
    const { id } = await join('ann', [{ department: sales, jobTitle: manager }]);
    const put = async (departments: { department: string; jobTitle?: string | null }[]) =>
      shown(await running.call(routes.updateUser, { params: { org, user: id }, body: { departments } }));
    expect(await put([{ department: hr }, { department: sales }])).toEqual(['hr', 'sales: manager']);
    expect(await put([{ department: sales, jobTitle: null }])).toEqual(['sales']);
    const before = (await changesOf(id)).length;
    expect(await put([{ department: sales }])).toEqual(['sales']);
    expect(await changesOf(id)).toHaveLength(before);
    expect(await put([])).toEqual([]);
  });

  test("an id of another organization is refused, and nothing of the user's changes", async () => {
    const { org, add, join, read } = await found();
    const other = await found();
    const [sales, theirs] = [await add('sales'), await other.add('theirs')];
    const { id } = await join('ann', [{ department: sales }]);
    const change = { displayName: 'Changed', departments: [{ department: theirs }] };
    await expect(running.call(routes.updateUser, { params: { org, user: id }, body: change })).rejects.toMatchObject({
      problem: { status: 400, issues: [{ path: 'departments' }] },
    });
    expect(await read(id)).toMatchObject({ displayName: 'ann', departments: [{ code: 'sales' }] });
  });

  test('are never touched by provisioning under the preset cybozu', async () => {
    const { add, addTitle, join, read, scim, departments } = await found('cybozu');
    const [sales, manager] = [await add('sales'), await addTitle('manager')];
    const ann = await join('ann', [{ department: sales, jobTitle: manager }]);
    const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
    const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
    const body = {
      schemas: [core, enterprise],
      userName: 'ann',
      displayName: 'Ann from outside',
      title: 'Director',
      [enterprise]: { department: 'Marketing' },
    };
    expect((await scim(`/Users/${ann.id}`, { method: 'PUT', body })).status).toBe(200);
    expect(await read(ann.id)).toMatchObject({ displayName: 'Ann from outside' });
    expect(shown(await read(ann.id))).toEqual(['sales: manager']);
    expect(draw(await departments())).toEqual(['sales']);
  });
});
