import { AdminApiError, type Problem } from '@lockstep/admin-api';
import type { TFunction } from 'i18next';
import { expect, test } from 'vitest';
import { describeFailure, fieldErrors } from './describe-problem.ts';

// the key and the figure are the answer: which words they become is the business of the locales
const t = ((key: string, { count }: { count: number }) => `${key} ${count}`) as unknown as TFunction;

const problem: Problem = {
  type: 'about:blank',
  title: 'Login name taken',
  status: 409,
  code: 'login_name_taken',
  detail: 'Another user has this login name.',
  correlationId: 'c-1',
  issues: [
    { path: 'loginName', message: 'Taken.' },
    { path: 'displayName', message: 'Too big', code: 'too_long', values: { most: 128 } },
  ],
};

test('a refusal keeps its code, its problem and its fields', () => {
  const error = new AdminApiError(problem);
  expect(describeFailure(error)).toEqual({ code: 'login_name_taken', problem, technical: problem.detail });
  expect(fieldErrors(error, t)).toEqual({
    loginName: 'Taken.',
    displayName: 'fieldIssues.too_long 128',
  });
});

test('no answer is told from an answer that nobody understands', () => {
  expect(describeFailure(new TypeError('Failed to fetch')).code).toBe('unreachable');
  expect(describeFailure(new SyntaxError('Unexpected token <')).code).toBe('unexpected_answer');
  expect(fieldErrors(new TypeError('Failed to fetch'), t)).toEqual({});
});
