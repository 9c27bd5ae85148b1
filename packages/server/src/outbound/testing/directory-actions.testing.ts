import type { JsonObject } from '@lockstep/scim';
import { v7 as uuidv7 } from 'uuid';
import { expect } from 'vitest';
import { createGroupLane } from '../../directory/groups/group-lane.ts';
import { withProfile } from '../../directory/users/profile.ts';
import type { UserStatus } from '../../directory/users/stored-user.ts';
import { createUserLane } from '../../directory/users/user-lane.ts';
import { actor, type Bench } from './bench.testing.ts';

/** What happens in the directory of a bench beside edits of users. */
export interface DirectoryActions {
  addGroup(name: string, ...members: readonly string[]): Promise<string>;
  join(group: string, ...users: readonly string[]): Promise<void>;
  leave(group: string, ...users: readonly string[]): Promise<void>;
  deleteGroup(group: string): Promise<void>;
  setStatus(user: string, status: UserStatus): Promise<void>;
}

export function directoryActions({ database, organizationId, options }: Bench): DirectoryActions {
  const writeGroup = createGroupLane(database, options.signal);
  const writeUser = createUserLane(database, options.signal);
  const of = (id: string) => ({ organizationId, id, actor });
  const move = async (id: string, add: readonly string[], remove: readonly string[]): Promise<void> => {
    const members = { base: 'current', add, remove } as const;
    const outcome = await writeGroup({ kind: 'modify', ...of(id), members, change: ({ resource }) => resource });
    expect(outcome.kind).toBe('written');
  };
  return {
    addGroup: async (displayName, ...members) => {
      const id = uuidv7();
      const resource: JsonObject = { displayName };
      expect((await writeGroup({ kind: 'create', ...of(id), resource, members })).kind).toBe('written');
      return id;
    },
    join: (group, ...users) => move(group, users, []),
    leave: (group, ...users) => move(group, [], users),
    deleteGroup: async (group) => {
      expect((await writeGroup({ kind: 'delete', ...of(group) })).kind).toBe('deleted');
    },
    setStatus: async (user, status) => {
      const change = ({ resource }: { readonly resource: JsonObject }) =>
        withProfile(resource, { active: status === 'active' });
      expect((await writeUser({ kind: 'modify', ...of(user), change, status })).kind).toBe('written');
    },
  };
}
