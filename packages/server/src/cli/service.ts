import { routes, type ServiceUse } from '@lockstep/admin-api';
import { Command } from 'commander';
import { connectApi } from './api.ts';
import { CliError } from './cli-error.ts';
import { inOrganization, type OrgOptions } from './common-options.ts';
import { confirm } from './confirm.ts';
import { formatTable, print } from './output.ts';

interface ChangeOptions extends OrgOptions {
  readonly name?: string;
  readonly seats?: number | 'none';
}

/** A number, or `none` for no limit: the parser of options takes null for an option without a value. */
function readSeats(text: string): number | 'none' {
  if (text === 'none') return text;
  if (!/^\d{1,7}$/.test(text))
    throw new CliError(`${JSON.stringify(text)} is no number of seats: use a number or none.`);
  return Number(text);
}

const seatsHint = 'how many active users may have it, or none for no limit';

const limitOf = (seats: ChangeOptions['seats']): number | null | undefined => (seats === 'none' ? null : seats);

function labelOf({ code, name }: ServiceUse): string {
  return name === undefined ? code : `${code} (${name})`;
}

function addList(service: Command): void {
  inOrganization(service.command('list'))
    .description('list the services, their seats and who has them')
    .action(async (options: OrgOptions) => {
      const { services } = await connectApi()(routes.listServices, { params: { org: options.org } });
      const rows = services.map(({ code, name = '', seats, taken, users }) => [
        code,
        name,
        seats === null ? 'no limit' : String(seats),
        String(taken),
        String(users),
      ]);
      print(services, options, () => formatTable(['Code', 'Name', 'Seats', 'Taken', 'Users'], rows));
    });
}

function addAdd(service: Command): void {
  inOrganization(service.command('add'))
    .description('add a service')
    .argument('<code>', 'unique in the organization; stays as it is')
    .requiredOption('--name <name>', 'the name that people see')
    .option('--seats <number>', seatsHint, readSeats)
    .action(async (code: string, options: ChangeOptions & { readonly name: string }) => {
      const { org, name, seats } = options;
      const added = await connectApi()(routes.createService, {
        params: { org },
        body: { code, name, seats: limitOf(seats) },
      });
      print(added, options, () => `Added the service ${labelOf(added)}.`);
    });
}

function addChange(service: Command): void {
  inOrganization(service.command('change'))
    .description('rename a service, or limit its seats')
    .argument('<code>')
    .option('--name <name>', 'the name that people see')
    .option('--seats <number>', seatsHint, readSeats)
    .action(async (code: string, options: ChangeOptions) => {
      const { org, name, seats } = options;
      if (name === undefined && seats === undefined) throw new CliError('Say what to change: --name or --seats.');
      const changed = await connectApi()(routes.updateService, {
        params: { org, service: code },
        body: { name, seats: limitOf(seats) },
      });
      print(changed, options, () => `Changed the service ${labelOf(changed)}.`);
    });
}

function addRemove(service: Command): void {
  inOrganization(service.command('remove'))
    .description('remove a service, and take it from everybody who has it')
    .argument('<code>')
    .action(async (code: string, options: OrgOptions) => {
      const call = connectApi();
      const { services } = await call(routes.listServices, { params: { org: options.org } });
      const found = services.find((one) => one.code === code);
      if (found === undefined) throw new CliError(`The organization ${options.org} has no service ${code}.`);
      const holders = found.users === 1 ? '1 user who has it' : `${found.users} users who have it`;
      const taken = found.users === 0 ? 'Nobody has it.' : `It is taken from the ${holders}.`;
      await confirm(`Remove the service ${labelOf(found)}? ${taken}`, options);
      await call(routes.deleteService, {
        params: { org: options.org, service: code },
        query: { users: found.users === 0 ? 'refuse' : 'take' },
      });
      print({ code }, options, () => `Removed the service ${labelOf(found)}. ${taken}`);
    });
}

export function serviceCommand(): Command {
  const service = new Command('service').description('services that users can be given');
  for (const add of [addList, addAdd, addChange, addRemove]) add(service);
  return service;
}
