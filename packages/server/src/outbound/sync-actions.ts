import type { Actor } from '../changes/change.ts';
import { getPairProfile, readActual, type ActualProfile, type PairProfile } from './app-users/pair-profile.ts';
import type { ApplicationPlace } from './applications/application-view.ts';
import { getForceSync, startForceSync, type ForceSync, type StartForceSyncOutcome } from './force-sync/force-sync.ts';
import type { OutboundContext } from './options.ts';
import {
  listRestartPeople,
  previewRestart,
  type RestartPage,
  type RestartPreview,
  type RestartQuery,
  type RestartSwitches,
} from './restart/restart-preview.ts';

/** Force sync, what a restart would send, and one pair from close by; undefined always means that there is no such thing. */
export interface SyncActions {
  readonly forceSync: (place: ApplicationPlace, actor: Actor) => Promise<StartForceSyncOutcome>;
  readonly lastForceSync: (place: ApplicationPlace) => Promise<{ readonly forceSync?: ForceSync } | undefined>;
  readonly previewRestart: (place: ApplicationPlace, switches: RestartSwitches) => Promise<RestartPreview | undefined>;
  readonly restartPeople: (place: ApplicationPlace, query: RestartQuery) => Promise<RestartPage | undefined>;
  readonly profile: (place: ApplicationPlace, userId: string) => Promise<PairProfile | undefined>;
  /** Asks the application. */
  readonly actual: (place: ApplicationPlace, userId: string) => Promise<ActualProfile | undefined>;
}

export function bindSync(context: OutboundContext): SyncActions {
  return {
    forceSync: (place, actor) => startForceSync(context, place, actor),
    lastForceSync: (place) => getForceSync(context, place),
    previewRestart: (place, switches) => previewRestart(context, place, switches),
    restartPeople: (place, query) => listRestartPeople(context, place, query),
    profile: (place, userId) => getPairProfile(context, place, userId),
    actual: (place, userId) => readActual(context, place, userId),
  };
}
