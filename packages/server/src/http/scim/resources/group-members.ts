import { ScimError, isJsonArray, isJsonObject, type JsonValue, type ResourceTypeDefinition } from '@lockstep/scim';
import { findGroupIds } from '../../../directory/groups/find-groups.ts';
import { countMembers, readMemberTexts, type MemberPart } from '../../../directory/groups/member-texts.ts';
import type { StoredGroup } from '../../../directory/groups/stored-group.ts';
import type { Services } from '../../services.ts';
import type { ScimContext } from '../scim-context.ts';
import type { Shown } from './resource-store.ts';

type Db = Services['database']['db'];

const allParts: readonly MemberPart[] = ['value', '$ref', 'display', 'type'];

/** Members of all groups on one page; a page with more ends earlier, so that no answer grows without end. */
const maxMembersOnPage = 200_000;

/** How many ids an error names. */
const namedIds = 5;

/** The ids of members as a client gave them, each once. */
export function memberIds(members: JsonValue | undefined): string[] {
  const ids = new Set<string>();
  for (const member of isJsonArray(members) ? members : []) {
    const { value, type } = isJsonObject(member) ? member : {};
    if (typeof value !== 'string') throw ScimError.invalidValue('A member needs "value", the id of a user.');
    if (typeof type === 'string' && type.toLowerCase() !== 'user') throw notUsers([value]);
    ids.add(value);
  }
  return [...ids];
}

function list(ids: readonly string[]): string {
  const named = ids.slice(0, namedIds).map((id) => JSON.stringify(id.slice(0, 100)));
  const more = ids.length - named.length;
  return more > 0 ? `${named.join(', ')} and ${more} more` : named.join(', ');
}

function notUsers(ids: readonly string[]): ScimError {
  return ScimError.invalidValue(`Members of a group are users. Groups in groups are not supported: ${list(ids)}.`);
}

/** Why these ids cannot be members. */
export async function refuseMembers(db: Db, { organization }: ScimContext, ids: readonly string[]): Promise<ScimError> {
  const groups = await findGroupIds(db, organization.id, ids);
  if (groups.length > 0) return notUsers(groups);
  return ScimError.invalidValue(`There is no user with the id ${list(ids)}. Nothing was changed.`);
}

/** What of each member is to be shown; undefined when members are not, and then nobody loads them. */
function partsOf(type: ResourceTypeDefinition, shown: Shown): readonly MemberPart[] | undefined {
  const membersAttribute = type.attributes.find('members');
  if (membersAttribute === undefined || shown === undefined) return undefined;
  const share = shown.share(membersAttribute);
  if (share === 'none') return undefined;
  return share === 'all' ? allParts : allParts.filter((part) => share.has(part));
}

/** As many groups from the beginning as have not too many members in all; at least one. */
async function limitMembers(
  db: Db,
  { organization }: ScimContext,
  groups: readonly StoredGroup[],
): Promise<readonly StoredGroup[]> {
  if (groups.length < 2) return groups;
  const counts = await countMembers(
    db,
    organization.id,
    groups.map(({ id }) => id),
  );
  let total = 0;
  const end = groups.findIndex(({ id }, index) => {
    total += counts.get(id) ?? 0;
    return index > 0 && total > maxMembersOnPage;
  });
  return end === -1 ? groups : groups.slice(0, end);
}

/** The groups that fit into one answer, each with its members as JSON text where they are shown. */
export async function withMembers(
  db: Db,
  context: ScimContext,
  groups: readonly StoredGroup[],
  { type, shown }: { readonly type: ResourceTypeDefinition; readonly shown: Shown },
): Promise<readonly { readonly group: StoredGroup; readonly members?: string }[]> {
  const parts = partsOf(type, shown);
  if (parts === undefined) return groups.map((group) => ({ group }));
  const fitting = await limitMembers(db, context, groups);
  const ids = fitting.map(({ id }) => id);
  const texts = await readMemberTexts(db, context.organization.id, ids, {
    parts,
    usersUrl: `${context.baseUrl}/Users`,
  });
  return fitting.map((group) => {
    const members = texts.get(group.id);
    return members === undefined ? { group } : { group, members };
  });
}
