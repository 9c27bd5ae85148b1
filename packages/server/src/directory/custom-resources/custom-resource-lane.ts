import type { FeedSignal } from '../../changes/feed-signal.ts';
import type { Database } from '../../storage/database.ts';
import { Lane } from '../../storage/lane.ts';
import type { CustomResourceOutcome, CustomResourceWrite } from './custom-resource-write.ts';
import { writeCustomResources } from './write-custom-resources.ts';

/** The one way to write resources of custom types: concurrent writes share transactions. */
export type CustomResourceLane = (write: CustomResourceWrite) => Promise<CustomResourceOutcome>;

export function createCustomResourceLane(database: Database, signal: FeedSignal): CustomResourceLane {
  const lane = new Lane<CustomResourceWrite, CustomResourceOutcome>(async (writes) => {
    const outcomes = await writeCustomResources(database, writes);
    signal.notify();
    return outcomes;
  });
  return (write) => lane.submit(write);
}
