import type { Logger } from 'pino';
import type { SessionLibrary } from '../access/sessions.ts';
import type { SingleSignOn } from '../access/single-sign-on.ts';
import type { SignInLimit } from '../access/sign-in-limit.ts';
import type { FeedSignal } from '../changes/feed-signal.ts';
import type { RecentChanges } from '../changes/recent-changes.ts';
import type { Config } from '../config/options.ts';
import type { CustomResourceLane } from '../directory/custom-resources/custom-resource-lane.ts';
import type { TypeRegistry } from '../directory/custom-types/type-registry.ts';
import type { GroupRuleWorker } from '../directory/group-rules/group-rule-worker.ts';
import type { GroupLane } from '../directory/groups/group-lane.ts';
import type { JobWorker } from '../directory/jobs/job-worker.ts';
import type { UserLane } from '../directory/users/user-lane.ts';
import type { UserReader } from '../directory/users/user-reader.ts';
import type { CallerCache } from '../inbound/caller-cache.ts';
import type { ExchangeNotices } from '../inbound/exchanges/exchange-notices.ts';
import type { ExchangeRecorder } from '../inbound/exchanges/exchange-recorder.ts';
import type { RateLimit } from '../inbound/rate-limit.ts';
import type { TokenUsage } from '../inbound/token-usage.ts';
import type { Outbound } from '../outbound/outbound.ts';
import type { Database } from '../storage/database.ts';
import type { SearchGate } from './scim/search/search-gate.ts';

/** What the endpoints work with; made once by the composition root. */
export interface Services {
  readonly config: Config;
  readonly log: Logger;
  readonly database: Database;
  readonly signal: FeedSignal;
  readonly recentChanges: RecentChanges;
  readonly users: UserReader;
  readonly jobWorker: Pick<JobWorker, 'wake'>;
  readonly writeUser: UserLane;
  readonly writeGroup: GroupLane;
  readonly groupRules: Pick<GroupRuleWorker, 'wake'>;
  readonly writeCustomResource: CustomResourceLane;
  readonly types: TypeRegistry;
  /** 32 bytes for the digests of write-only values. */
  readonly secretsKey: Buffer;
  readonly sessions: SessionLibrary;
  /** Absent where the operator named no OpenID provider. */
  readonly singleSignOn: SingleSignOn | undefined;
  readonly searchGate: SearchGate;
  /** 32 bytes for the cursors of SCIM queries. */
  readonly cursorKey: Buffer;
  /** 32 bytes for the answers that are kept for an Idempotency-Key. */
  readonly answerKey: Buffer;
  readonly signInLimit: SignInLimit;
  readonly scimRate: RateLimit;
  readonly tokenUsage: TokenUsage;
  readonly callerCache: CallerCache;
  readonly exchanges: ExchangeRecorder;
  readonly exchangeNotices: Pick<ExchangeNotices, 'listen'>;
  readonly outbound: Outbound;
  /** Origin of the server as clients see it, without a trailing slash. */
  readonly publicUrl: () => string;
  readonly now: () => Date;
}
