import { options, type Config, type Option, type OptionName, type OptionValue } from './options.ts';

const rows = Object.entries(options) as [OptionName, Option<OptionValue>][];

function shown(row: Option<OptionValue>, value: OptionValue): string {
  if (value === undefined) return '';
  return row.secret ? '(set)' : String(value);
}

/** The effective configuration, one `VARIABLE=value` per line with its description above; secrets only as `(set)`. */
export function printConfig(config: Config): string {
  return rows
    .map(([name, row]) => {
      const flag = row.flag === undefined ? '' : ` (${row.flag})`;
      return `# ${row.description}${flag}\n${row.variable}=${shown(row, config[name])}\n`;
    })
    .join('\n');
}

/** The reference page `docs/configuration.md`. */
export function printConfigurationPage(): string {
  const lines = rows.map(([, row]) => {
    const flag = row.flag === undefined ? '' : `\`${[row.flag, row.placeholder].filter(Boolean).join(' ')}\``;
    const fallback = row.default === undefined || String(row.default) === '' ? '' : `\`${String(row.default)}\``;
    return `| \`${row.variable}\` | ${flag} | ${fallback} | ${row.secret ? 'yes' : ''} | ${row.description} |`;
  });
  return [
    '# Configuration',
    '',
    '<!-- Made by `npm run generate` from packages/server/src/config/options.ts. -->',
    '',
    'A flag wins over its environment variable, which wins over the default. A fault stops the start; all faults are listed at once.',
    '`lockstep config` prints the values in force.',
    '',
    '| Variable | Flag of `lockstep serve` | Default | Secret | What it does |',
    '| --- | --- | --- | --- | --- |',
    ...lines,
    '',
  ].join('\n');
}
