import type { BulkOperation, BulkRequest, RefusedBulkOperation } from '@lockstep/scim';
import { isResourceId } from '../../../directory/resource-id.ts';
import type { Snapshot } from '../../../directory/search/read-snapshot.ts';
import { failed, type BulkResult, type BulkScope } from './bulk-scope.ts';
import { performCircle, type CircleTools } from './perform-circle.ts';
import { performOperation } from './perform-operation.ts';
import { SideBySide, uniqueNameIn } from './side-by-side.ts';

type Operation = BulkOperation | RefusedBulkOperation;

/** Operations that are carried out together: one, or a circle. */
type Step = readonly [Operation, ...Operation[]];

/** An operation with its result. */
type Answer = readonly [Operation, BulkResult];

/** So many operations of one request wait in the write lanes at once; other requests come between. */
const mostSideBySide = 100;

/** The steps in the order in which to do them; a refused operation comes where it stands in the request. */
function stepsOf({ operations, order }: BulkRequest): readonly Step[] {
  const refused = operations.filter(({ kind }) => kind === 'refused');
  let next = 0;
  const refusedBefore = (end: number): readonly Step[] => {
    const start = next;
    while (next < refused.length && (refused[next]?.index ?? 0) < end) next += 1;
    return refused.slice(start, next).map((operation): Step => [operation]);
  };
  const steps = order.flatMap((indexes): readonly Step[] => {
    const [first, ...others] = indexes.flatMap((index) => operations[index] ?? []);
    return first === undefined ? [] : [...refusedBefore(Math.max(...indexes)), [first, ...others]];
  });
  return [...steps, ...refusedBefore(Infinity)];
}

/** As many of the next steps as can go side by side, a PUT taken to keep the name. A circle goes alone. */
function suitingSteps({ stores }: BulkScope, steps: readonly Step[]): readonly Step[] {
  const together = new SideBySide();
  const end = steps.findIndex(([operation, ...others]) => {
    if (others.length > 0) return true;
    return operation.kind === 'operation' && !together.join(stores.get(operation.endpoint)?.type, operation);
  });
  return end === -1 ? steps : steps.slice(0, Math.max(end, 1));
}

/** The first of the steps that is a PUT with another unique name than now; -1 when there is none. */
async function findRename(db: Snapshot, { stores, request }: BulkScope, steps: readonly Step[]): Promise<number> {
  const puts = steps.flatMap(([operation]) =>
    operation.kind === 'operation' && operation.method === 'PUT' ? [operation] : [],
  );
  const [first] = puts;
  const store = first === undefined ? undefined : stores.get(first.endpoint);
  if (store === undefined) return -1;
  const ids = puts.flatMap(({ id }) => (id !== undefined && isResourceId(id) ? [id] : []));
  const loaded = await store.load(request.scim, db, { ids, shown: undefined });
  const names = new Map(loaded.map(({ id, attributes }) => [id, uniqueNameIn(store.type, attributes)]));
  return steps.findIndex(([operation]) => {
    if (operation.kind === 'refused' || operation.method !== 'PUT') return false;
    const now = names.get(operation.id ?? '');
    return now !== undefined && now !== uniqueNameIn(store.type, operation.data);
  });
}

async function nextSteps(db: Snapshot, scope: BulkScope, steps: readonly Step[]): Promise<readonly Step[]> {
  const suiting = suitingSteps(scope, steps);
  if (suiting.length < 2) return suiting;
  const rename = await findRename(db, scope, suiting);
  return rename === -1 ? suiting : suiting.slice(0, Math.max(rename, 1));
}

async function performStep(tools: CircleTools, scope: BulkScope, step: Step): Promise<readonly Answer[]> {
  const [first, ...others] = step;
  if (first.kind === 'refused') return [[first, failed(scope, first, first.error)]];
  if (others.length === 0) return [[first, await performOperation(scope, first)]];
  const circle = step.filter((operation) => operation.kind === 'operation');
  const results = await performCircle(tools, scope, circle);
  return circle.flatMap((operation, index): readonly Answer[] => {
    const result = results[index];
    return result === undefined ? [] : [[operation, result]];
  });
}

/**
 * Carries out a bulk request (RFC 7644 §3.7): in its order as far as that can be noticed, side by side where it cannot.
 * Answers the operations that were processed, in the order of the request. With `failOnErrors` no more are under way
 * than may still fail, so that none is begun after the last failure that the client accepts.
 */
export async function runBulk(
  tools: CircleTools,
  scope: BulkScope & { readonly created: Set<string> },
  bulk: BulkRequest,
): Promise<readonly BulkResult[]> {
  const answers: Answer[] = [];
  const most = bulk.failOnErrors ?? Infinity;
  let rest = stepsOf(bulk);
  let window = mostSideBySide;
  for (let failures = 0; rest.length > 0 && failures < most;) {
    const steps = await nextSteps(tools.db, scope, rest.slice(0, Math.min(window, most - failures)));
    rest = rest.slice(steps.length);
    // where few go side by side, as with one rename after the other, many are not looked at each time
    window = Math.min(mostSideBySide, 2 * steps.length);
    const settled = await Promise.all(steps.map((step) => performStep(tools, scope, step)));
    for (const [operation, result] of settled.flat()) {
      answers.push([operation, result]);
      if ('error' in result) failures += 1;
      else if (operation.method === 'POST' && operation.bulkId !== undefined) scope.created.add(operation.bulkId);
    }
  }
  return answers.toSorted(([left], [right]) => left.index - right.index).map(([, result]) => result);
}
