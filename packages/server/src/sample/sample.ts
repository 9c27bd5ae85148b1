import type { AppUser } from '../outbound/app-users/list-app-users.ts';
import type { Progress } from '../outbound/app-users/progress.ts';
import type { Outbound } from '../outbound/outbound.ts';

/** The sample that runs: the people of `acme`, pushed into the directory of `example`. */
export interface Sample {
  readProgress(): Promise<Progress>;
  readPeople(): Promise<readonly AppUser[]>;
  /** Resolves when every person is in step or needs somebody; `onProgress` hears how many are done. */
  untilInStep(onProgress: (done: number) => void): Promise<void>;
}

export function watchSample(outbound: Outbound, place: { organizationId: string; slug: string }): Sample {
  const readProgress = async (): Promise<Progress> => {
    const application = await outbound.queries.getApplication(place);
    if (application === undefined) throw new Error('The sample application was deleted.');
    return application.progress;
  };
  return {
    readProgress,
    readPeople: async () => (await outbound.queries.listAppUsers(place, { limit: 200 }))?.users ?? [],
    untilInStep: (onProgress) =>
      new Promise((resolve, reject) => {
        const look = async (): Promise<void> => {
          const { total, synchronized, failed } = await readProgress();
          onProgress(synchronized);
          if (synchronized + failed < total) return;
          stop();
          resolve();
        };
        const stop = outbound.onProgress(({ organizationId, application }) => {
          if (organizationId === place.organizationId && application === place.slug) look().catch(reject);
        });
        look().catch(reject);
      }),
  };
}
