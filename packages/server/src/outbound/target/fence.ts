import { sql } from 'kysely';
import type { ScimClient } from '@lockstep/scim-client';
import type { ApplicationRow } from '../applications/application-rows.ts';
import type { Database } from '../../storage/database.ts';
import { PairStoppedError } from '../reconciler/failures.ts';
import type { Target } from './open-target.ts';

/*
 * Whoever turns API integration off wants silence, and not after the work that is under way. So every request of the
 * engine asks here first. The answer is kept for a moment, which another process may be late by: turning off waits until
 * no lease is left, and without a lease nothing is sent.
 */

/** How long an answer holds, in milliseconds. */
const heldMs = 250;
/** Applications kept in memory at most. */
const most = 1000;

/** Whether applications may be sent to. */
export interface Fence {
  readonly isOpen: (application: Pick<ApplicationRow, 'organization_id' | 'id'>) => Promise<boolean>;
  /** This process asks again at the next request. */
  readonly forget: (applicationId: string) => void;
}

export function createFence(database: Database): Fence {
  const known = new Map<string, { readonly open: Promise<boolean>; readonly until: number }>();
  async function ask({ organization_id, id }: Pick<ApplicationRow, 'organization_id' | 'id'>): Promise<boolean> {
    const { rows } = await sql`
      select from applications where organization_id = ${organization_id} and id = ${id} and api_integration`.execute(
      database.db,
    );
    return rows.length > 0;
  }
  return {
    isOpen: (application) => {
      const held = known.get(application.id);
      if (held !== undefined && performance.now() < held.until) return held.open;
      if (known.size >= most) known.clear();
      const open = ask(application);
      known.set(application.id, { open, until: performance.now() + heldMs });
      return open;
    },
    forget: (applicationId) => known.delete(applicationId),
  };
}

/** The target for the engine: where API integration was turned off, the work ends before its next request. */
export function fenced(fence: Fence, application: ApplicationRow, target: Target): Target {
  const { client } = target;
  async function pass<Answer>(send: () => Promise<Answer>): Promise<Answer> {
    if (await fence.isOpen(application)) return send();
    throw new PairStoppedError({ kind: 'turned-off' }, 'API integration was turned off.');
  }
  const guarded: ScimClient = {
    profile: client.profile,
    features: () => pass(() => client.features()),
    endpoints: () => pass(() => client.endpoints()),
    create: (endpoint, resource) => pass(() => client.create(endpoint, resource)),
    retrieve: (endpoint, id, query) => pass(() => client.retrieve(endpoint, id, query)),
    replace: (endpoint, id, resource, ifMatch) => pass(() => client.replace(endpoint, id, resource, ifMatch)),
    modify: (endpoint, id, operations, ifMatch) => pass(() => client.modify(endpoint, id, operations, ifMatch)),
    delete: (endpoint, id) => pass(() => client.delete(endpoint, id)),
    search: (endpoint, query) => pass(() => client.search(endpoint, query)),
    lookUp: (lookup) => pass(() => client.lookUp(lookup)),
  };
  return { template: target.template, client: guarded, test: () => pass(() => target.test()) };
}
