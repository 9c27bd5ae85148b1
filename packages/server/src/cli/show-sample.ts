import { SingleBar, Presets } from 'cli-progress';
import type { Sample } from '../main.ts';
import { formatTable } from './output.ts';

/** Rows of the closing table; the console has the rest. */
const shownPeople = 12;

function showBar(total: number): (done: number) => void {
  if (!process.stdout.isTTY) return () => {};
  const bar = new SingleBar(
    { format: '  {bar} {value}/{total} in step', clearOnComplete: false },
    Presets.shades_classic,
  );
  bar.start(total, 0);
  return (done) => {
    bar.update(done);
    if (done >= total) bar.stop();
  };
}

async function showTable(sample: Sample): Promise<void> {
  const people = await sample.readPeople();
  const rows = people
    .slice(0, shownPeople)
    .map(({ loginName, displayName, status, syncState, remoteId }) => [
      displayName,
      loginName,
      status,
      syncState,
      remoteId ?? '',
    ]);
  process.stdout.write(
    `\n${formatTable(['Person of acme', 'Login name', 'Status', 'Sync state', 'Id in example'], rows)}\n`,
  );
  if (people.length > shownPeople) process.stdout.write(`… and ${people.length - shownPeople} more.\n`);
}

/** Shows the sample run in the terminal: a bar while people are pushed, then what was pushed. */
export async function showSample(sample: Sample): Promise<void> {
  const { total, synchronized } = await sample.readProgress();
  if (synchronized === total) {
    process.stdout.write(`All ${total} people of acme are in step with example; nothing to push.\n`);
    return;
  }
  process.stdout.write(`Pushing ${total} people of acme into example over SCIM:\n`);
  const started = performance.now();
  const update = showBar(total);
  update(synchronized);
  await sample.untilInStep(update);
  process.stdout.write(`${total} people in step after ${((performance.now() - started) / 1000).toFixed(1)} s.\n`);
  await showTable(sample);
}
