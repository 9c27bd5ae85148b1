import type { AttributeValues, ProfileSettings } from '@lockstep/provisioning';
import type { Actor } from '../changes/change.ts';
import { followChanges, type Follower } from '../changes/follow-changes.ts';
import {
  assignUsers,
  retryAppUsers,
  unassignUser,
  type Assignees,
  type AssignOutcome,
  type RetryOutcome,
  type UnassignOutcome,
} from './app-users/assignment-commands.ts';
import { listAppUsers, type AppUserPage, type AppUserQuery } from './app-users/list-app-users.ts';
import { markChanges } from './app-users/mark.ts';
import {
  deleteApplication,
  updateApplication,
  type DeleteApplicationOutcome,
  type UpdateApplicationOutcome,
} from './applications/application-commands.ts';
import { getApplication, listApplications } from './applications/application-queries.ts';
import type {
  Application,
  ApplicationEdit,
  ApplicationPlace,
  NewApplication,
} from './applications/application-view.ts';
import { createApplication, type CreateApplicationOutcome } from './applications/create-application.ts';
import { bindCatalog, type CatalogActions } from './catalog/catalog-actions.ts';
import {
  assignGroup,
  orderGroups,
  unassignGroup,
  type GroupOutcome,
  type GroupPlace,
} from './assignments/group-commands.ts';
import { listAssignable, type AssignableQuery } from './assignments/list-assignable.ts';
import { findAssignment, listGroupAssignments, type GroupAssignment } from './assignments/list-group-assignments.ts';
import {
  assignPerson,
  convertAssignment,
  setPersonalValues,
  type AssignmentKind,
  type PersonalEdit,
  type PersonalOutcome,
  type PersonalPlace,
} from './assignments/personal-commands.ts';
import type { Effective } from './assignments/personal-values.ts';
import { createGroupPusher } from './group-push/group-pusher.ts';
import { markGroups, markRules } from './group-push/mark-groups.ts';
import { bindPushCommands, bindPushQueries, type PushCommands, type PushQueries } from './group-push/group-push.ts';
import { bindImports, type ImportActions } from './imports/import-actions.ts';
import { createImporter } from './imports/importer.ts';
import { countAffected, type CountOutcome } from './mappings/count-affected.ts';
import { discoverAttributes, type DiscoveredAttributes } from './mappings/discover-attributes.ts';
import { expressionReference, type ExpressionReference } from './mappings/expression-reference.ts';
import { previewProfile, type PreviewOutcome } from './mappings/preview-profile.ts';
import {
  getProfileSettings,
  saveProfileSettings,
  type SavedProfileSettings,
  type SaveSettingsOutcome,
} from './mappings/save-settings.ts';
import { tryExpression, type ExpressionTrial, type TriedExpression } from './mappings/try-expression.ts';
import { defaultLimits, withDefaults, type OutboundContext, type OutboundOptions } from './options.ts';
import { createProgressEvents, type ProgressListener } from './progress-events.ts';
import { createReconciler } from './reconciler/reconciler.ts';
import { bindSync, type SyncActions } from './sync-actions.ts';
import { testApplication, type TestedValues, type TestOutcome } from './target/open-target.ts';
import { countTasks, listTasks, type TaskPage, type TaskQuery } from './tasks/list-tasks.ts';
import { dismissTasks, retryTasks, type ChosenTasks, type TaskOwner } from './tasks/task-commands.ts';
import { createSender } from './target/send.ts';

/** Everything that changes something. `unknown` always means that the organization has no such thing. */
interface OutboundCommands extends PushCommands {
  readonly createApplication: (
    organizationId: string,
    input: NewApplication,
    actor: Actor,
  ) => Promise<CreateApplicationOutcome>;
  readonly updateApplication: (
    place: ApplicationPlace,
    edit: ApplicationEdit,
    actor: Actor,
  ) => Promise<UpdateApplicationOutcome>;
  readonly deleteApplication: (place: ApplicationPlace, actor: Actor) => Promise<DeleteApplicationOutcome>;
  readonly testCredentials: (place: ApplicationPlace, values: TestedValues) => Promise<TestOutcome>;
  readonly assignUsers: (place: ApplicationPlace, assignees: Assignees, actor: Actor) => Promise<AssignOutcome>;
  readonly unassignUser: (place: ApplicationPlace, userId: string, actor: Actor) => Promise<UnassignOutcome>;
  readonly assignPerson: (place: PersonalPlace, edit: PersonalEdit) => Promise<PersonalOutcome>;
  readonly setPersonalValues: (place: PersonalPlace, edit: PersonalEdit) => Promise<PersonalOutcome>;
  readonly convertAssignment: (place: PersonalPlace, to: AssignmentKind) => Promise<PersonalOutcome>;
  readonly assignGroup: (place: GroupPlace, values: AttributeValues) => Promise<GroupOutcome>;
  readonly unassignGroup: (place: GroupPlace) => Promise<GroupOutcome>;
  readonly orderGroups: (
    place: ApplicationPlace & { readonly actor: Actor },
    groupIds: readonly string[],
  ) => Promise<GroupOutcome>;
  readonly saveProfileSettings: (
    place: ApplicationPlace,
    edit: SavedProfileSettings,
    actor: Actor,
  ) => Promise<SaveSettingsOutcome>;
  readonly retryAppUsers: (place: ApplicationPlace, actor: Actor, users?: readonly string[]) => Promise<RetryOutcome>;
  /** Both return how many. */
  readonly retryTasks: (owner: TaskOwner, chosen: ChosenTasks) => Promise<number>;
  readonly dismissTasks: (owner: TaskOwner, chosen: ChosenTasks) => Promise<number>;
}

interface OutboundQueries extends PushQueries {
  readonly listApplications: (organizationId: string) => Promise<Application[]>;
  readonly getApplication: (place: ApplicationPlace) => Promise<Application | undefined>;
  readonly listAppUsers: (place: ApplicationPlace, query: AppUserQuery) => Promise<AppUserPage | undefined>;
  /** Undefined where there is no such application. */
  readonly listAssignable: (place: ApplicationPlace, query: AssignableQuery) => ReturnType<typeof listAssignable>;
  readonly findAssignment: (place: ApplicationPlace, userId: string) => Promise<Effective | undefined>;
  /** Undefined where there is no such application. */
  readonly listGroupAssignments: (place: ApplicationPlace) => Promise<readonly GroupAssignment[] | undefined>;
  readonly getProfileSettings: (place: ApplicationPlace) => Promise<SavedProfileSettings | undefined>;
  readonly countAffected: (place: ApplicationPlace, settings: ProfileSettings) => Promise<CountOutcome>;
  readonly previewProfile: (
    place: ApplicationPlace,
    userId: string,
    settings?: ProfileSettings,
  ) => Promise<PreviewOutcome>;
  readonly tryExpression: (place: ApplicationPlace, trial: ExpressionTrial) => Promise<TriedExpression | undefined>;
  readonly expressionReference: (organizationId: string) => Promise<ExpressionReference>;
  /** Asks the application. */
  readonly discoverAttributes: (place: ApplicationPlace) => Promise<DiscoveredAttributes | undefined>;
  readonly listTasks: (organizationId: string, query: TaskQuery) => Promise<TaskPage>;
  readonly countTasks: (organizationId: string) => Promise<number>;
}

/** The outbound half of one process. */
export interface Outbound {
  readonly catalog: CatalogActions;
  readonly imports: ImportActions;
  readonly sync: SyncActions;
  readonly commands: OutboundCommands;
  readonly queries: OutboundQueries;
  /** Begins to follow the directory and to send. */
  start(): void;
  /** Finishes what is under way, up to `graceMs`; then cuts it. Nothing is lost either way. */
  stop(graceMs?: number): Promise<void>;
  /** Progress of applications, at most 4 times a second for each. Returns how to stop listening. */
  onProgress(listener: ProgressListener): () => void;
}

export function createOutbound(options: OutboundOptions): Outbound {
  const { database, log, limits, send, allowPlainHttp = false, allowPrivateNetworks = false } = options;
  const sender = createSender({ allowPlainHttp, allowPrivateNetworks });
  const events = createProgressEvents(database, log, limits?.progressMs ?? defaultLimits.progressMs);
  const context: OutboundContext = withDefaults(options, {
    network: send === undefined ? sender.send : () => send,
    touch: events.touch,
    wake: () => {
      reconciler.wake();
      pusher.wake();
    },
  });
  const reconciler = createReconciler(context);
  const pusher = createGroupPusher(context);
  const importer = createImporter(context);
  let follower: Follower | undefined;
  return {
    catalog: bindCatalog(context),
    imports: bindImports(context, () => importer.wake()),
    sync: bindSync(context),
    commands: bindCommands(context),
    queries: bindQueries(context),
    onProgress: events.listen,
    start: () => {
      follower = follow(options, context);
      reconciler.start();
      pusher.start();
      importer.start();
    },
    stop: async (graceMs = 10_000) => {
      await follower?.stop();
      const cut = setTimeout(sender.close, graceMs);
      await Promise.all([reconciler.stop(), pusher.stop(), importer.stop()]);
      clearTimeout(cut);
      sender.close();
      events.close();
    },
  };
}

/** Marks the pairs of every user that changes, and has them looked at once that is committed. */
function follow({ database, signal, log }: OutboundOptions, context: OutboundContext): Follower {
  let touched: readonly Map<string, string[]>[] = [];
  return followChanges({
    database,
    signal,
    name: 'outbound',
    // without an application there are no pairs, and who gets pairs later gets them as users are then
    organizations: 'select organization_id from applications',
    onChanges: async (changes, transaction) => {
      await markRules(transaction, changes);
      const people = await markChanges(transaction, changes);
      const groups = await markGroups(transaction, changes);
      touched = [people, groups];
    },
    onApplied: () => {
      for (const [organizationId, ids] of touched.flatMap((one) => [...one])) {
        for (const id of ids) context.touch(organizationId, id);
      }
      context.wake();
    },
    onError: (error) => log.error({ err: error }, 'The outbound half cannot follow the directory; it tries again.'),
  });
}

function bindCommands(context: OutboundContext): OutboundCommands {
  return {
    ...bindPushCommands(context),
    createApplication: (organizationId, input, actor) => createApplication(context, organizationId, input, actor),
    updateApplication: (place, edit, actor) => updateApplication(context, place, edit, actor),
    deleteApplication: (place, actor) => deleteApplication(context, place, actor),
    testCredentials: (place, values) => testApplication(context, place, values),
    assignUsers: (place, assignees, actor) => assignUsers(context, place, assignees, actor),
    unassignUser: (place, userId, actor) => unassignUser(context, place, userId, actor),
    assignPerson: (place, edit) => assignPerson(context, place, edit),
    setPersonalValues: (place, edit) => setPersonalValues(context, place, edit),
    convertAssignment: (place, to) => convertAssignment(context, place, to),
    assignGroup: (place, values) => assignGroup(context, place, values),
    unassignGroup: (place) => unassignGroup(context, place),
    orderGroups: (place, groupIds) => orderGroups(context, place, groupIds),
    saveProfileSettings: (place, edit, actor) => saveProfileSettings(context, place, edit, actor),
    retryAppUsers: (place, actor, users) => retryAppUsers(context, { ...place, actor }, users),
    retryTasks: (owner, chosen) => retryTasks(context, owner, chosen),
    dismissTasks: (owner, chosen) => dismissTasks(context, owner, chosen),
  };
}

function bindQueries(context: OutboundContext): OutboundQueries {
  return {
    ...bindPushQueries(context),
    listApplications: (organizationId) => listApplications(context, organizationId),
    getApplication: (place) => getApplication(context, place),
    listAppUsers: (place, query) => listAppUsers(context, place, query),
    listAssignable: (place, query) => listAssignable(context, place, query),
    findAssignment: (place, userId) => findAssignment(context, place, userId),
    listGroupAssignments: (place) => listGroupAssignments(context, place),
    getProfileSettings: (place) => getProfileSettings(context, place),
    countAffected: (place, settings) => countAffected(context, place, settings),
    previewProfile: (place, userId, settings) => previewProfile(context, place, userId, settings),
    tryExpression: (place, trial) => tryExpression(context, place, trial),
    expressionReference: (organizationId) => expressionReference(context, organizationId),
    discoverAttributes: (place) => discoverAttributes(context, place),
    listTasks: (organizationId, query) => listTasks(context, organizationId, query),
    countTasks: (organizationId) => countTasks(context, organizationId),
  };
}
