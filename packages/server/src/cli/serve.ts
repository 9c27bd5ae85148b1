import { Command } from 'commander';
import { options as table, type Config, type Option } from '../config/options.ts';
import { ConfigError, readConfig, unknownVariables, type Flags } from '../config/read-config.ts';
import type { RunningServer } from '../main.ts';
import { CliError } from './cli-error.ts';
import { showSample } from './show-sample.ts';

function configure(flags: Flags): Config {
  for (const name of unknownVariables(process.env)) {
    process.stderr.write(`${name} is not an option and changes nothing; "lockstep config" lists what is.\n`);
  }
  try {
    return readConfig(flags, process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new CliError(`The configuration is wrong:\n${error.faults.map((fault) => `  ${fault}`).join('\n')}`);
  }
}

/** Terminals and supervisors send several signals in a row; only one that comes later means impatience. */
const patience = 1000;

/** The first signal ends the server in good order, also while it starts; a later one at once. */
function stopOnSignal(starting: Promise<RunningServer>): void {
  let stoppingSince: number | undefined;
  const stop = async (): Promise<void> => {
    if (stoppingSince !== undefined) {
      if (performance.now() - stoppingSince > patience) process.exit(1);
      return;
    }
    stoppingSince = performance.now();
    process.stderr.write('Stopping …\n');
    try {
      const server = await starting;
      await server.close();
      process.exit(0);
    } catch (error) {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop());
}

async function start(config: Config): Promise<RunningServer> {
  // only here: every other command is a client, and need not wait for the server to be loaded
  const { startServer } = await import('../main.ts');
  return startServer(config, (reason) => {
    process.stderr.write(
      `The embedded PostgreSQL ended: ${reason}\nStart the server again; nothing that was answered is lost.\n`,
    );
    process.exit(1);
  });
}

async function serve(flags: Flags): Promise<void> {
  const starting = start(configure(flags));
  stopOnSignal(starting);
  const server = await starting;
  process.stdout.write(`Lockstep is ready at ${server.url}\n`);
  if (server.databaseFolder !== undefined) {
    process.stdout.write(`The database lies in ${server.databaseFolder}: its user cannot enter the data folder.\n`);
  }
  if (server.firstSignIn !== undefined) {
    const { email, password } = server.firstSignIn;
    process.stdout.write(`Sign in as ${email} with the password ${password}\n`);
  }
  if (server.sample !== undefined) await showSample(server.sample);
}

export function serveCommand(): Command {
  const command = new Command('serve').description('run the server');
  for (const row of Object.values(table) as Option<unknown>[]) {
    if (row.flag === undefined) continue;
    const flags = row.placeholder === undefined ? row.flag : `${row.flag} <${row.placeholder.toLowerCase()}>`;
    command.option(flags, `${row.description} [${row.variable}]`);
  }
  return command.action((flags: Record<string, string | boolean | undefined>) => {
    const { databaseUrl, publicUrl, logLevel, port, host, data, sample } = flags;
    return serve({ databaseUrl, publicUrl, logLevel, port, host, data, sample });
  });
}
