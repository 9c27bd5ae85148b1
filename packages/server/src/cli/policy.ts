import { routes, ruleChoices, toleranceNames, type ChangePolicy, type Policy } from '@lockstep/admin-api';
import { Command } from 'commander';
import { connectApi } from './api.ts';
import { CliError } from './cli-error.ts';
import { inOrganization, type OrgOptions } from './common-options.ts';
import { formatTable, print } from './output.ts';

const paramsOf = (org: string): { org: string; connection: string } => ({ org, connection: 'default' });
const toleranceMark = 'tolerance.';
const flags: Readonly<Record<string, boolean | null>> = { on: true, off: false, default: null };

function describe({ preset, rules, tolerances, overridden }: Policy): string {
  const mark = (list: readonly string[], name: string): string => (list.includes(name) ? 'changed' : '');
  const rows = [
    ['preset', preset, ''],
    ...Object.entries(rules).map(([name, value]) => [name, value, mark(overridden.rules, name)]),
    ...Object.entries(tolerances).map(([name, on]) => [
      toleranceMark + name,
      on ? 'on' : 'off',
      mark(overridden.tolerances, name),
    ]),
  ];
  return formatTable(['Rule', 'Value', ''], rows);
}

function unknown(text: string, known: readonly string[]): CliError {
  return new CliError(`${JSON.stringify(text)} is not possible. Possible: ${known.join(', ')}.`);
}

function readTolerance(name: string, value: string): ChangePolicy {
  if (!toleranceNames.some((known) => known === name)) throw unknown(name, toleranceNames);
  const flag = flags[value];
  if (flag === undefined) throw unknown(value, Object.keys(flags));
  return { tolerances: { [name]: flag } };
}

function readRule(name: string, value: string): ChangePolicy {
  if (!Object.hasOwn(ruleChoices, name)) throw unknown(name, ['preset', ...Object.keys(ruleChoices), 'tolerance.NAME']);
  const choices: readonly string[] = ruleChoices[name as keyof typeof ruleChoices];
  if (value !== 'default' && !choices.includes(value)) throw unknown(value, [...choices, 'default']);
  return { rules: { [name]: value === 'default' ? null : value } };
}

/** `preset=cybozu`, `loginName=allowed`, `tolerance.textBoolean=off`; `default` takes an override away. */
function readSetting(text: string): ChangePolicy {
  const [, name = '', value = ''] = /^([^=]+)=(.*)$/.exec(text) ?? [];
  if (name === 'preset') {
    if (value === 'cybozu' || value === 'standard') return { preset: value };
    throw unknown(value, ['cybozu', 'standard']);
  }
  return name.startsWith(toleranceMark)
    ? readTolerance(name.slice(toleranceMark.length), value)
    : readRule(name, value);
}

function mergeSettings(settings: readonly string[]): ChangePolicy {
  const changes = settings.map(readSetting);
  return {
    preset: changes.findLast(({ preset }) => preset !== undefined)?.preset,
    rules: Object.assign({}, ...changes.map(({ rules }) => rules)),
    tolerances: Object.assign({}, ...changes.map(({ tolerances }) => tolerances)),
  };
}

export function policyCommand(): Command {
  const policy = new Command('policy').description('the rules of the connection');
  inOrganization(policy.command('show'))
    .description('show every rule and tolerance')
    .action(async (options: OrgOptions) => {
      const shown = await connectApi()(routes.getPolicy, { params: paramsOf(options.org) });
      print(shown, options, () => describe(shown));
    });
  inOrganization(policy.command('set'))
    .description('change rules, for instance: preset=cybozu loginName=allowed tolerance.textBoolean=off')
    .argument('<setting...>', 'NAME=VALUE; the value "default" is that of the preset')
    .action(async (settings: string[], options: OrgOptions) => {
      const body = mergeSettings(settings);
      const changed = await connectApi()(routes.changePolicy, { params: paramsOf(options.org), body });
      print(changed, options, () => describe(changed));
    });
  return policy;
}
