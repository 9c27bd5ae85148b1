import type { FeedSignal } from '../../changes/feed-signal.ts';
import type { Database } from '../../storage/database.ts';
import { Lane } from '../../storage/lane.ts';
import { createCircle, type Circle, type CircleFault } from './create-circle.ts';

/** The one way to write circles: each has a transaction of its own, but not all of them a connection at once. */
export type CircleLane = (circle: Circle) => Promise<CircleFault | undefined>;

export function createCircleLane(database: Database, signal: FeedSignal): CircleLane {
  const lane = new Lane<Circle, CircleFault | undefined>(
    async (circles) => {
      const faults: (CircleFault | undefined)[] = [];
      for (const circle of circles) faults.push(await createCircle(database, circle));
      signal.notify();
      return faults;
    },
    { limit: 1 },
  );
  return (circle) => lane.submit(circle);
}
