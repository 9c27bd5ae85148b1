import { AdminApiError, type Problem } from '@lockstep/admin-api';
import { expect, test } from 'vitest';
import { describeFailure, fieldErrors } from './describe-problem.ts';

const problem: Problem = {
  type: 'about:blank',
  title: 'Login name taken',
  status: 409,
  code: 'login_name_taken',
  detail: 'Another user has this login name.',
  correlationId: 'c-1',
  issues: [{ path: 'loginName', message: 'Taken.' }],
};

test('a refusal keeps its code, its problem and its fields', () => {
  const error = new AdminApiError(problem);
  expect(describeFailure(error)).toEqual({ code: 'login_name_taken', problem, technical: problem.detail });
  expect(fieldErrors(error)).toEqual({ loginName: 'Taken.' });
});

test('no answer is told from an answer that nobody understands', () => {
  expect(describeFailure(new TypeError('Failed to fetch')).code).toBe('unreachable');
  expect(describeFailure(new SyntaxError('Unexpected token <')).code).toBe('unexpected_answer');
  expect(fieldErrors(new TypeError('Failed to fetch'))).toEqual({});
});
