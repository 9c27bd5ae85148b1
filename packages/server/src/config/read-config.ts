import { options, type Config, type Option, type OptionName } from './options.ts';

/** Every fault of a configuration at once, one per line, each naming the option and what to do. */
export class ConfigError extends Error {
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.name = 'ConfigError';
    this.faults = faults;
  }
}

/** Flags as a command-line parser hands them over: absent, or text, or true for those that take no value. */
export type Flags = { readonly [K in OptionName]?: string | boolean | undefined };

/** Variables that look like options and are none (misspelt, or of another version): silence would hide the mistake. */
export function unknownVariables(environment: NodeJS.ProcessEnv): string[] {
  const known = new Set([...Object.values(options).map((row) => row.variable), 'LOCKSTEP_URL']);
  return Object.keys(environment).filter((name) => name.startsWith('LOCKSTEP_') && !known.has(name));
}

/**
 * Reads the configuration: a flag wins over the environment, which wins over the default. An empty variable counts
 * as absent. Throws {@link ConfigError} with all faults.
 */
export function readConfig(flags: Flags, environment: NodeJS.ProcessEnv): Config {
  const faults: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, row] of Object.entries(options) as [OptionName, Option<unknown>][]) {
    const given = flags[name];
    const fromEnvironment = environment[row.variable] === '' ? undefined : environment[row.variable];
    const source = given === undefined ? row.variable : (row.flag ?? row.variable);
    const value = given === undefined ? fromEnvironment : String(given);
    if (value === undefined) {
      values[name] = row.default;
      continue;
    }
    const parsed = row.type(value);
    if ('value' in parsed) values[name] = parsed.value;
    else faults.push(`${source} ${parsed.fault}${row.secret ? '' : `: ${JSON.stringify(value)}`}.`);
  }
  if (faults.length > 0) throw new ConfigError(faults);
  return Object.freeze(values) as Config;
}
