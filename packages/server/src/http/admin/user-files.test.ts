import { basePath, routes } from '@lockstep/admin-api';
import { afterAll, expect, test } from 'vitest';
import { adminToken, createTestOrganization, importCsv, startTestServer } from '../../test-server.testing.ts';
import { createStaff } from './staff.testing.ts';

const running = await startTestServer();
afterAll(() => running.close());

test('rows of a CSV file are matched by what is chosen, told one by one beforehand, and never guessed', async () => {
  const params = { org: 'matching' };
  await createTestOrganization(running, params.org);
  await importCsv(
    running,
    params.org,
    'loginName,displayName,email,employeeNumber,groups\nann,Ann,ann@x.example,1,Sales\nben,Ben,both@x.example,2,\n' +
      'bea,Bea,both@x.example,3,\nold,Cy,cy@x.example,4,\nsame,Same,same@x.example,5,\n',
  );
  const body =
    'loginName,displayName,email,groups\nann,Anna,ANN@x.example,Sales;Ops\nb,B,both@x.example,\ncy,Cy,cy@x.example,\n' +
    'same,Same,same@x.example,\nnew,New,new@x.example,\nann,X,x@x.example,\nben,Y,y@x.example,\n';
  const query = { match: 'email' } as const;
  const preview = await running.call(routes.previewUserImport, { params, query, body });
  expect(preview).toMatchObject({ rows: 7, created: 1, updated: 2, unchanged: 1 });
  const codes = [
    [3, 'match_ambiguous'],
    [7, 'login_name_twice'],
    [8, 'login_name_taken'],
  ];
  expect(preview.faults.map(({ line, code }) => [line, code])).toEqual(codes);
  expect(preview.faults[0]?.values).toEqual({ column: 'email', value: 'both@x.example', count: 2 });
  expect(preview.details).toEqual([
    {
      line: 2,
      loginName: 'ann',
      outcome: 'changed',
      changes: [
        { column: 'displayName', before: 'Ann', after: 'Anna' },
        { column: 'email', before: 'ann@x.example', after: 'ANN@x.example' },
        { column: 'groups' },
      ],
    },
    {
      line: 4,
      loginName: 'cy',
      outcome: 'changed',
      matched: 'old',
      changes: [{ column: 'loginName', before: 'old', after: 'cy' }],
    },
    { line: 5, loginName: 'same', outcome: 'unchanged', changes: [] },
    { line: 6, loginName: 'new', outcome: 'new', changes: [] },
  ]);
  // what was told is what comes of it
  const imported = await importCsv(running, params.org, body, query);
  expect(imported).toMatchObject({ rows: 7, created: 1, updated: 2, unchanged: 1 });
  const faults = imported.faults.toSorted((a, b) => a.line - b.line);
  expect(faults.map(({ line, code }) => [line, code])).toEqual(codes);
  const { users } = await running.call(routes.listUsers, { params, query: {} });
  expect(users.map(({ loginName, displayName }) => [loginName, displayName])).toEqual([
    ['ann', 'Anna'],
    ['bea', 'Bea'],
    ['ben', 'Ben'],
    ['cy', 'Cy'],
    ['new', 'New'],
    ['same', 'Same'],
  ]);
  const numbers = 'loginName,employeeNumber\nbenjamin,2\n';
  const byNumber = { match: 'employee-number' } as const;
  expect(await importCsv(running, params.org, numbers, byNumber)).toMatchObject({ updated: 1, faults: [] });
  expect(await running.call(routes.listUsers, { params, query: { search: 'benjamin' } })).toMatchObject({
    users: [{ displayName: 'Ben', email: 'both@x.example' }],
  });
});

test('a CSV file sets available services, clears them by an empty cell, and leaves them alone without the column', async () => {
  const params = { org: 'importing' };
  await createTestOrganization(running, params.org);
  const load = (csv: string) => importCsv(running, params.org, csv);
  const services = async () => {
    const { users } = await running.call(routes.listUsers, { params, query: {} });
    return Object.fromEntries(users.map((user) => [user.loginName, user.availableServices]));
  };
  const first = await load('loginName,availableServices\na,office;kintone\nb,mailwise\nc,lotus\n');
  expect(first).toMatchObject({ created: 2, faults: [{ line: 4, reason: expect.stringContaining('"lotus"') }] });
  expect(await services()).toEqual({ a: ['kintone', 'office'], b: ['mailwise'] });
  expect(await load('loginName,displayName\na,a\n')).toMatchObject({ unchanged: 1 });
  expect(await load('loginName,availableServices\na,kintone;office\nb,\n')).toMatchObject({ unchanged: 1, updated: 1 });
  expect(await services()).toEqual({ a: ['kintone', 'office'], b: [] });
});

test('what is exported is imported again without a change, in this organization and in another', async () => {
  const params = { org: 'people' };
  await createStaff(running, params.org);
  const csv = await running.call(routes.exportUsers, { params });
  expect(csv.split('\r\n')).toHaveLength(7);
  // a spreadsheet is given no formula
  expect(csv).toContain(",'=cmd(),");
  expect(await importCsv(running, params.org, csv)).toMatchObject({ unchanged: 5, faults: [] });

  const copy = { org: 'copy' };
  await createTestOrganization(running, copy.org);
  const { details, ...preview } = await running.call(routes.previewUserImport, { params: copy, body: csv });
  expect(details.map(({ outcome }) => outcome)).toEqual(['new', 'new', 'new', 'new', 'new']);
  expect(preview).toEqual({ rows: 5, created: 5, updated: 0, unchanged: 0, faults: [] });
  expect((await running.call(routes.listUsers, { params: copy })).total).toBe(0);
  expect(await importCsv(running, copy.org, csv)).toEqual(preview);
  expect(await running.call(routes.exportUsers, { params: copy })).toBe(csv);
  expect(await running.call(routes.exportUsers, { params: copy, query: { search: 'nobody' } })).toBe(
    `${csv.split('\r\n')[0]}\r\n`,
  );
});

test('a preview tells who would change, and a file leaves alone what it has no column for', async () => {
  const org = { org: 'previewed' };
  await createTestOrganization(running, org.org);
  const load = (body: string, preview: 'yes' | 'no' = 'no') =>
    preview === 'yes'
      ? running.call(routes.previewUserImport, { params: org, body })
      : importCsv(running, org.org, body);
  await load('loginName,displayName,email,departments,groups\na,Ann,a@x.example,Sales,Staff\nb,Bob,,HR,\nc,Cyd,,,\n');
  const change = 'loginName,departments,jobTitles\na,Sales,\nb,Sales;HR,;Clerk\nc,,\nd,,\n';
  const expected = { rows: 4, created: 1, updated: 1, unchanged: 2, faults: [] };
  expect(await load(change, 'yes')).toMatchObject(expected);
  expect(await load(change, 'yes')).toMatchObject(expected);
  expect(await load(change)).toEqual(expected);
  expect(await load(change, 'yes')).toMatchObject({ ...expected, created: 0, updated: 0, unchanged: 4 });
  const { users } = await running.call(routes.listUsers, { params: org });
  expect(users[0]).toMatchObject({ displayName: 'Ann', email: 'a@x.example', groups: [{ displayName: 'Staff' }] });
  expect(users[1]?.departments.map(({ code, jobTitle }) => [code, jobTitle?.code])).toEqual([
    ['Sales', undefined],
    ['HR', 'Clerk'],
  ]);
});

test('an export says what it is and how its file is called', async () => {
  await createTestOrganization(running, 'called');
  const answer = await fetch(`${running.url}${basePath}/organizations/called/users/export`, {
    headers: { authorization: `Bearer ${adminToken}` },
  });
  expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="called-users.csv"');
  await answer.text();
});
