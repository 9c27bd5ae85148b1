import type { Task } from '@lockstep/admin-api';

export type TaskExplanation =
  | 'taken'
  | 'credentials'
  | 'forbidden'
  | 'gone'
  | 'tombstone'
  | 'invalid'
  | 'profile'
  | 'loginName'
  | 'noLoginName'
  | 'reactivation'
  | 'ambiguous'
  | 'notScim'
  | 'noGroups'
  | 'groupNameKept'
  | 'groupNameTaken'
  | 'groupLinkedTwice'
  | 'groupGone'
  | 'groupDeleted'
  | 'groupAmbiguous'
  | 'memberRefused'
  | 'other';

type Explanations = Readonly<Record<string, TaskExplanation>>;

const byKind: Explanations = {
  profile: 'profile',
  'login-name': 'loginName',
  'no-login-name': 'noLoginName',
  reactivation: 'reactivation',
  ambiguous: 'ambiguous',
  'not-scim': 'notScim',
  redirected: 'notScim',
  tombstone: 'tombstone',
};

const byStatus: Explanations = {
  400: 'invalid',
  401: 'credentials',
  403: 'forbidden',
  404: 'gone',
  409: 'taken',
  410: 'gone',
  422: 'invalid',
};

const byKindOfGroup: Explanations = {
  'no-groups': 'noGroups',
  'group-name-kept': 'groupNameKept',
  'group-name-taken': 'groupNameTaken',
  'group-linked-twice': 'groupLinkedTwice',
  'group-gone': 'groupGone',
  'group-deleted': 'groupDeleted',
  ambiguous: 'groupAmbiguous',
  'not-scim': 'notScim',
  redirected: 'notScim',
};

const byStatusOfGroup: Explanations = { 401: 'credentials', 403: 'forbidden', 409: 'groupNameTaken' };

/** What a task means and what to do, told by its kind and status, so that every language can say it. */
export function explainTask({ about, kind, status }: Pick<Task, 'about' | 'kind' | 'status'>): TaskExplanation {
  if (about === 'member') return 'memberRefused';
  const [kinds, statuses] = about === 'group' ? [byKindOfGroup, byStatusOfGroup] : [byKind, byStatus];
  return kinds[kind] ?? (status === undefined ? undefined : statuses[status]) ?? 'other';
}
