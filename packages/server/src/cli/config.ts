import { Command } from 'commander';
import { printConfig } from '../config/print-config.ts';
import { readConfig } from '../config/read-config.ts';

export function configCommand(): Command {
  return new Command('config')
    .description('print the configuration in force, as variables that can be set')
    .action(() => {
      process.stdout.write(printConfig(readConfig({}, process.env)));
    });
}
