import { checkCreate, ScimError, weakEtag, type BulkOperation } from '@lockstep/scim';
import type { CircleLane } from '../../../directory/circles/circle-lane.ts';
import type { Circle, CircleFault } from '../../../directory/circles/create-circle.ts';
import { readingResource } from '../reading.ts';
import { writtenGroup } from '../resources/group-store.ts';
import type { CreationOrder } from '../resources/resource-store.ts';
import { writtenUser } from '../resources/user-writes.ts';
import type { Services } from '../../services.ts';
import { failedOperation, makeReady, type BulkResult, type BulkScope, type ReadyOperation } from './bulk-scope.ts';

/** What writes a circle. */
export interface CircleTools {
  readonly db: Services['database']['db'];
  readonly createCircle: CircleLane;
}

type Faults = Map<BulkOperation, unknown>;

interface Member {
  readonly ready: ReadyOperation;
  readonly order: CreationOrder;
}

function prepare(scope: BulkScope, operations: readonly BulkOperation[], faults: Faults): readonly Member[] {
  const { scim } = scope.request;
  const together = new Set(operations.flatMap(({ bulkId }) => bulkId ?? []));
  return operations.flatMap((operation) => {
    try {
      const ready = makeReady(scope, operation, together);
      const { resource } = checkCreate(ready.store.type, ready.data, readingResource(scim));
      return [{ ready, order: ready.store.orderCreation(scim, { id: ready.id, attributes: resource }) }];
    } catch (error) {
      faults.set(operation, error);
      return [];
    }
  });
}

/** Groups of the circle that are to have groups of the circle as members: their ids would be nobody's to the database. */
function refuseNestedGroups(members: readonly Member[], faults: Faults): void {
  const groups = new Set(members.flatMap(({ order }) => (order.kind === 'group' ? [order.write.id] : [])));
  for (const { ready, order } of members) {
    if (order.kind !== 'group' || !order.write.members.some((id) => groups.has(id))) continue;
    const detail = 'Members of a group are users. Groups in groups are not supported, so they cannot form a circle.';
    faults.set(ready.operation, ScimError.invalidValue(detail));
  }
}

/** Why a member could not be created, as its store says it. */
async function reasonOf({ db }: CircleTools, scope: BulkScope, fault: CircleFault): Promise<unknown> {
  try {
    if (fault.kind === 'user') writtenUser(fault.outcome);
    else if (fault.kind === 'group') await writtenGroup(db, scope.request.scim, fault.outcome);
    else if (fault.outcome.kind === 'refused') throw fault.outcome.error;
  } catch (error) {
    return error;
  }
  return new TypeError('What was not created has no reason.');
}

async function write(tools: CircleTools, scope: BulkScope, members: readonly Member[], faults: Faults): Promise<void> {
  const circle: Circle = {
    organizationId: scope.request.scim.organization.id,
    users: members.flatMap(({ order }) => (order.kind === 'user' ? [order.write] : [])),
    groups: members.flatMap(({ order }) => (order.kind === 'group' ? [order.write] : [])),
    custom: members.flatMap(({ order }) => (order.kind === 'custom' ? [order.write] : [])),
  };
  const fault = await tools.createCircle(circle);
  if (fault === undefined) return;
  const member = members.find(({ ready }) => ready.id === fault.id);
  if (member === undefined) throw new TypeError('The fault is of nobody in the circle.');
  faults.set(member.ready.operation, await reasonOf(tools, scope, fault));
}

/**
 * New resources that refer to each other (RFC 7644 §3.7.1), all in one transaction: all are created, or none. Only POST
 * can be in a circle, since nothing needs what an operation of another kind leaves.
 */
export async function performCircle(
  tools: CircleTools,
  scope: BulkScope,
  operations: readonly BulkOperation[],
): Promise<readonly BulkResult[]> {
  const faults: Faults = new Map();
  const members = prepare(scope, operations, faults);
  refuseNestedGroups(members, faults);
  try {
    if (faults.size === 0) await write(tools, scope, members, faults);
  } catch (error) {
    for (const operation of operations) faults.set(operation, error);
  }
  const { baseUrl } = scope.request.scim;
  if (faults.size === 0) {
    return members.map(({ ready: { operation, store, id } }) => ({
      operation,
      status: 201,
      location: `${baseUrl}${store.type.endpoint}/${id}`,
      version: weakEtag(1),
    }));
  }
  const culprits = [...faults.keys()].map(({ bulkId }) => JSON.stringify(bulkId)).slice(0, 5);
  const other = ScimError.conflict(
    `This is created together with the resources it refers to, or not at all. Failed: bulk id ${culprits.join(', ')}.`,
  );
  return operations.map((operation) => failedOperation(scope, operation, faults.get(operation) ?? other));
}
