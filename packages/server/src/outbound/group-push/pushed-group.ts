import type { GroupMember, MemberChanges } from '@lockstep/scim-client';
import type { ApplicationRow } from '../applications/application-rows.ts';
import type { Limits } from '../options.ts';
import type { PairError } from '../reconciler/pair.ts';
import type { Target } from '../target/open-target.ts';

/** Names one row of pushed_groups. */
export interface PushedGroupKey {
  readonly organizationId: string;
  readonly applicationId: string;
  readonly groupId: string;
}

/** One claimed group with everything that is known of it. */
export interface PushedGroup extends PushedGroupKey {
  /** `desired_generation` when it was claimed; what was read afterwards is at least as new. */
  readonly generation: string;
  /** Whose lease this is. */
  readonly owner: string;
  /** With this one. */
  readonly attempts: number;
  /** The directory's name of it; undefined: the directory has it no more. */
  readonly displayName: string | undefined;
  /** Where the target has a group of that name already. */
  readonly existing: 'link' | 'task';
  /** The target's group that somebody chose. */
  readonly chosenRemoteId: string | undefined;
  /** It is being unlinked; what becomes of the target's group. */
  readonly ending: 'leave' | 'delete' | undefined;
  readonly application: ApplicationRow;
}

/** What is known of the target's group when the work ends, whether well or not. */
export interface GroupKnowledge {
  remoteId: string | undefined;
  /** The name that the target holds; undefined: not known. */
  name: string | undefined;
  /** The name of a creation that may have been sent. */
  intended: string | undefined;
  /** Whether what is recorded of the members is what the target holds. */
  membersKnown: boolean;
  /** Something at the target was changed, or linked. */
  pushed: boolean;
}

/** What the work on a group needs of the database. */
export interface GroupStore {
  /** Remembers, before it is sent, that a creation may have been sent. False: another worker has taken the group. */
  recordIntent(name: string): Promise<boolean>;
  /** Whether another pushed group has this group of the target. */
  isTaken(remoteId: string): Promise<boolean>;
  /** The members that the target holds, as it just said or as they were just made. */
  replaceHeld(remoteIds: readonly string[]): Promise<void>;
  /** What the target lacks and what it has too much, but for members that it refused. */
  differences(): Promise<MemberChanges>;
  /** Everybody who belongs into the group, but for members that the target refused. */
  desired(): Promise<GroupMember[]>;
  /** What was sent. False: somebody took the work away, turned the push off or paused it: send no more. */
  recordSent(changes: MemberChanges): Promise<boolean>;
  /** A member that the target refused to add or to remove. */
  park(changes: MemberChanges, error: PairError): Promise<void>;
}

export interface GroupWork {
  readonly push: Pick<PushedGroup, 'groupId' | 'attempts' | 'displayName' | 'existing' | 'chosenRemoteId' | 'ending'>;
  readonly target: Target;
  readonly store: GroupStore;
  readonly limits: Limits;
  readonly random: () => number;
  /** Kept up to date while working, and recorded however the work ends. */
  readonly known: GroupKnowledge;
}
