import type { Command } from 'commander';
import { orgOption } from './org.ts';

/** The options that every command inside an organization takes. */
export interface OrgOptions {
  readonly org: string;
  readonly json?: boolean;
  readonly yes?: boolean;
}

/** Adds `--org`, `--json` and `--yes`; a script may give all of them everywhere. */
export function inOrganization(command: Command): Command {
  return command
    .addOption(orgOption())
    .option('--json', 'print JSON')
    .option('--yes', 'answer every question with yes');
}
