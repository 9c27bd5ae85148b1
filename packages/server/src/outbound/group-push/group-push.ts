import type { Actor } from '../../changes/change.ts';
import type { ApplicationPlace } from '../applications/application-view.ts';
import type { OutboundContext } from '../options.ts';
import {
  pushGroups,
  pushNow,
  setPushActive,
  unlinkGroup,
  type ChosenGroups,
  type PushOutcome,
  type UnlinkOutcome,
} from './push-commands.ts';
import {
  listPushedGroups,
  listPushRules,
  listRefusedMembers,
  listTargetGroups,
  previewPushRule,
  type PushedGroupPage,
  type PushedGroupQuery,
  type PushRuleView,
  type RefusedMember,
  type RulePreview,
  type TargetGroups,
} from './push-queries.ts';
import { createPushRule, deletePushRule, type CreateRuleOutcome, type NewPushRule } from './rule-commands.ts';
import type { NameRule } from './rule-match.ts';

/** What happens to the groups of the target when they are unlinked. */
type Ending = 'leave' | 'delete';

export interface PushCommands {
  readonly pushGroups: (place: ApplicationPlace, chosen: ChosenGroups, actor: Actor) => Promise<PushOutcome>;
  readonly unlinkGroup: (
    place: ApplicationPlace,
    which: { readonly groupId: string; readonly targetGroup: Ending },
    actor: Actor,
  ) => Promise<UnlinkOutcome>;
  /** False: it is not pushed. */
  readonly setPushActive: (
    place: ApplicationPlace,
    which: { readonly groupId: string; readonly active: boolean },
    actor: Actor,
  ) => Promise<boolean>;
  /** One group, or all; returns how many, undefined where there is no such application. */
  readonly pushNow: (place: ApplicationPlace, groupId: string | undefined, actor: Actor) => Promise<number | undefined>;
  readonly createPushRule: (place: ApplicationPlace, rule: NewPushRule, actor: Actor) => Promise<CreateRuleOutcome>;
  /** False: there is no such rule. */
  readonly deletePushRule: (
    place: ApplicationPlace,
    which: { readonly ruleId: string; readonly targetGroups: Ending },
    actor: Actor,
  ) => Promise<boolean>;
}

export interface PushQueries {
  readonly listPushedGroups: (place: ApplicationPlace, query: PushedGroupQuery) => Promise<PushedGroupPage | undefined>;
  readonly listRefusedMembers: (
    place: ApplicationPlace,
    groupId: string,
  ) => Promise<readonly RefusedMember[] | undefined>;
  readonly listPushRules: (place: ApplicationPlace) => Promise<readonly PushRuleView[] | undefined>;
  readonly previewPushRule: (organizationId: string, rule: NameRule) => Promise<RulePreview>;
  /** Asks the application. */
  readonly listTargetGroups: (place: ApplicationPlace) => Promise<TargetGroups>;
}

export function bindPushCommands(context: OutboundContext): PushCommands {
  return {
    pushGroups: (place, chosen, actor) => pushGroups(context, place, chosen, actor),
    unlinkGroup: (place, which, actor) => unlinkGroup(context, place, which, actor),
    setPushActive: (place, which, actor) => setPushActive(context, place, which, actor),
    pushNow: (place, groupId, actor) => pushNow(context, place, groupId, actor),
    createPushRule: (place, rule, actor) => createPushRule(context, place, rule, actor),
    deletePushRule: (place, which, actor) => deletePushRule(context, place, which, actor),
  };
}

export function bindPushQueries(context: OutboundContext): PushQueries {
  return {
    listPushedGroups: (place, query) => listPushedGroups(context, place, query),
    listRefusedMembers: (place, groupId) => listRefusedMembers(context, place, groupId),
    listPushRules: (place) => listPushRules(context, place),
    previewPushRule: (organizationId, rule) => previewPushRule(context, organizationId, rule),
    listTargetGroups: (place) => listTargetGroups(context, place),
  };
}
