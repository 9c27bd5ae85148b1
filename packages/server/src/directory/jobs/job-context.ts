import type { JsonObject } from '@lockstep/scim';
import type { FeedSignal } from '../../changes/feed-signal.ts';
import type { Database } from '../../storage/database.ts';
import type { TypeRegistry } from '../custom-types/type-registry.ts';
import type { GroupLane } from '../groups/group-lane.ts';
import type { LockedUser } from '../links/link.ts';
import type { UserLane } from '../users/user-lane.ts';

/** Throws to refuse the change of a user. */
type EditCheck = (user: LockedUser, after: JsonObject) => void;

/** What jobs work with. */
export interface JobContext {
  readonly database: Database;
  readonly signal: FeedSignal;
  readonly writeUser: UserLane;
  readonly writeGroup: GroupLane;
  readonly types: TypeRegistry;
  /** 32 bytes for the digests of write-only values. */
  readonly secretsKey: Buffer;
  /** What the rules of an organization's connections leave to the identity provider. */
  readonly editCheck: (organizationId: string) => Promise<EditCheck>;
  readonly onError: (error: unknown) => void;
}
