import { createInterface } from 'node:readline/promises';
import { CliError } from './cli-error.ts';

/** Asks before something is lost. `--yes` answers; without a terminal there is nobody to ask. */
export async function confirm(question: string, { yes }: { readonly yes?: boolean }): Promise<void> {
  if (yes === true) return;
  if (!process.stdin.isTTY) throw new CliError(`${question} Add --yes to answer yes.`);
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await prompt.question(`${question} [y/N] `);
    if (!/^y(es)?$/i.test(answer.trim())) throw new CliError('Nothing was changed.');
  } finally {
    prompt.close();
  }
}
