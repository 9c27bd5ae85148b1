import type { Task } from '@lockstep/admin-api';

export type TaskExplanation =
  | 'taken'
  | 'forbidden'
  | 'gone'
  | 'invalid'
  | 'profile'
  | 'loginName'
  | 'ambiguous'
  | 'notScim'
  | 'other';

const byKind: Readonly<Record<string, TaskExplanation>> = {
  profile: 'profile',
  'login-name': 'loginName',
  ambiguous: 'ambiguous',
  'not-scim': 'notScim',
  redirected: 'notScim',
};

const byStatus: Readonly<Record<number, TaskExplanation>> = {
  400: 'invalid',
  401: 'forbidden',
  403: 'forbidden',
  404: 'gone',
  409: 'taken',
  410: 'gone',
  422: 'invalid',
};

/** What a task means and what to do, told by its kind and status, so that every language can say it. */
export function explainTask({ kind, status }: Pick<Task, 'kind' | 'status'>): TaskExplanation {
  return byKind[kind] ?? (status === undefined ? undefined : byStatus[status]) ?? 'other';
}
