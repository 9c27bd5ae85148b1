import { problemSchema, routes } from '@lockstep/admin-api';
import { afterAll, describe, expect, test } from 'vitest';
import { adminToken, createTestOrganization, startTestServer } from '../../test-server.testing.ts';
import { expectProblem, rawRequests } from './raw-requests.testing.ts';

const running = await startTestServer();
afterAll(() => running.close());
const { send, post } = rawRequests(running);
await createTestOrganization(running, 'acme');

describe('requests that make no sense', () => {
  const headers = { authorization: `Bearer ${adminToken}` };

  test('fields that are wrong are named', async () => {
    const wrong = {
      loginName: '',
      email: 'x',
      phone: '1'.repeat(101),
      birthDate: 'May',
      timeZone: 'Mars/Base',
      sortOrder: -1,
      extra: 1,
    };
    const answer = await post('/organizations/acme/users', wrong, headers);
    expect(answer.status).toBe(400);
    const { code, issues } = problemSchema.parse(await answer.json());
    expect(code).toBe('invalid_request');
    const codes = issues?.map((issue) => [issue.path, issue.code, issue.values?.['most'] ?? issue.values?.['least']]);
    expect(codes).toEqual(
      expect.arrayContaining([
        ['loginName', 'required', undefined],
        ['displayName', undefined, undefined],
        ['email', 'not_an_email', undefined],
        ['phone', 'too_long', 100],
        ['birthDate', 'not_a_date', undefined],
        ['timeZone', 'not_a_time_zone', undefined],
        ['sortOrder', 'too_small', 0],
      ]),
    );
  });

  test.each([
    ['broken JSON', '{', 'application/json', 400, 'invalid_request'],
    ['another media type', 'x', 'text/plain', 415, 'unsupported_media_type'],
    ['an oversized body', JSON.stringify({ x: 'x'.repeat(1_100_000) }), 'application/json', 413, 'body_too_large'],
  ])('%s', async (_name, body, type, status, code) => {
    const init = { method: 'POST', headers: { ...headers, 'content-type': type }, body };
    await expectProblem(await send('/organizations/acme/users', init), status, code);
  });

  test('an address that does not exist, a user that does not exist, a cursor that is none', async () => {
    await expectProblem(await send('/nothing', { headers }), 404, 'not_found');
    await expectProblem(await send('/organizations/acme/users/ghost', { headers }), 404, 'not_found');
    await expectProblem(await send('/organizations/acme/users?cursor=%21', { headers }), 400, 'invalid_request');
  });

  test('a login name that is taken is told at its field', async () => {
    const body = { loginName: 'twice', displayName: 'Twice' };
    expect((await post('/organizations/acme/users', body, headers)).status).toBe(201);
    await expectProblem(await post('/organizations/acme/users', body, headers), 409, 'login_name_taken');
  });

  test('a service that does not exist is named', async () => {
    const body = { loginName: 'served', displayName: 'Served', availableServices: ['kintone', 'lotus'] };
    const answer = await post('/organizations/acme/users', body, headers);
    expect(answer.status).toBe(400);
    expect(problemSchema.parse(await answer.json()).issues).toEqual([
      {
        path: 'availableServices.1',
        message: expect.stringContaining('There is no service "lotus"'),
        code: 'unknown_service',
        values: expect.objectContaining({ unknown: 'lotus' }),
      },
    ]);
  });

  test('only a disabled token can be deleted', async () => {
    const params = { org: 'acme', connection: 'default' };
    const { id } = await running.call(routes.createApiToken, { params, body: { notes: 'n', validity: 'never' } });
    const path = `/organizations/acme/connections/default/tokens/${id}`;
    await expectProblem(await send(path, { method: 'DELETE', headers }), 409, 'token_not_disabled');
  });
});
