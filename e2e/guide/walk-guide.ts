import type { Guide, Step } from './guide.ts';
import type { World } from './world.ts';

async function follow(step: Step, world: World, takePicture: TakePicture): Promise<void> {
  await step.act(world);
  if (step.picture !== undefined) await takePicture(step.picture);
}

type TakePicture = (picture: NonNullable<Step['picture']>) => Promise<void>;

/** Follows a guide from its first step to its last, and says how many they were; a failure names the step. */
export async function walkGuide(
  guide: Guide,
  world: World,
  takePicture: TakePicture = async () => {},
): Promise<number> {
  let followed = 0;
  for (const { title, steps } of guide.chapters) {
    for (const [index, step] of steps.entries()) {
      await follow(step, world, takePicture).catch((error: unknown) => {
        throw new Error(`${title.en}, step ${index + 1}`, { cause: error });
      });
      followed += 1;
    }
  }
  return followed;
}
