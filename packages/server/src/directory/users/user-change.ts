import { changedAttributes, type JsonObject } from '@lockstep/scim';
import type { AttributeChange, ChangeEntry } from '../../changes/change.ts';
import { userTypeIn, type BatchTypes } from '../custom-types/batch-types.ts';
import { columnsOf, inactiveAfter, userStatusOf, type StoredUser } from './stored-user.ts';

/** A user after a change of its attributes. `inactiveAs` is already that of afterwards, where it is given. */
export function nextVersion(
  user: StoredUser,
  resource: JsonObject,
  now: Date,
  inactiveAs?: Pick<StoredUser, 'inactiveAs'>,
): StoredUser {
  const { organizationId, id, version, createdAt } = user;
  const columns = columnsOf(resource);
  return {
    organizationId,
    id,
    createdAt,
    ...columns,
    ...(inactiveAs ?? inactiveAfter(columns.active, user)),
    resource,
    text: JSON.stringify(resource),
    version: version + 1,
    modifiedAt: now,
  };
}

/** A status that `active` does not tell. */
function statusChange(before: StoredUser | undefined, after: StoredUser | undefined): AttributeChange[] {
  if (before?.inactiveAs === after?.inactiveAs) return [];
  return [
    {
      path: 'status',
      ...(before === undefined ? {} : { before: userStatusOf(before) }),
      ...(after === undefined ? {} : { after: userStatusOf(after) }),
    },
  ];
}

/** The entry of the feed for what became of a user; one of the two is absent for a creation or a deletion. */
export function changeOf(
  before: StoredUser | undefined,
  after: StoredUser | undefined,
  { actor, types }: { readonly actor: ChangeEntry['actor']; readonly types: BatchTypes },
): ChangeEntry {
  const user = after ?? before;
  if (user === undefined) throw new TypeError('A change is of something.');
  const type = userTypeIn(types, user.organizationId);
  const operation = before === undefined ? 'create' : after === undefined ? 'delete' : 'update';
  return {
    organizationId: user.organizationId,
    actor,
    resourceType: 'User',
    resourceId: user.id,
    operation,
    attributes: [
      ...changedAttributes(type, before?.resource ?? {}, after?.resource ?? {}),
      ...statusChange(before, after),
    ],
  };
}
