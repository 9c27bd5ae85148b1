import { routes, type AdminClient, type ForceSync, type RestartPerson, type RestartPreview } from '@lockstep/admin-api';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { connectApi } from './api.ts';
import { inOrganization, type OrgOptions } from './common-options.ts';
import { confirm } from './confirm.ts';
import { findUser } from './find-user.ts';
import { formatTable, print } from './output.ts';

interface Place {
  readonly org: string;
  readonly application: string;
}

const inApplication = (command: Command): Command =>
  inOrganization(command).argument('<application>', 'the last part of its address');

/** Between looks at a force sync that runs, in milliseconds. */
const lookMs = 500;

async function forceSync(application: string, options: OrgOptions & { readonly wait: boolean }): Promise<void> {
  const call = connectApi();
  const params = { org: options.org, application };
  let last: ForceSync = await call(routes.startForceSync, { params });
  while (options.wait && last.state === 'running') {
    await sleep(lookMs);
    last = (await call(routes.getForceSync, { params })).forceSync ?? last;
  }
  const { state, total, waiting, same, sent, held, failed } = last;
  print(last, options, () =>
    state === 'running'
      ? `Comparing ${total} people; ${waiting} to go.`
      : `Compared ${total} people: ${same} as they should be, ${sent} sent again, ${held} kept back by a switch, ${failed} failed.`,
  );
}

async function turnOff(application: string, options: OrgOptions): Promise<void> {
  const params = { org: options.org, application };
  await confirm(`Turn ${application} off? Nothing is sent to it until it is turned on again.`, options);
  const turnedOff = await connectApi()(routes.updateApplication, { params, body: { apiIntegration: false } });
  print(turnedOff, options, () => 'API integration is off: nothing is sent. Changes are remembered.');
}

async function listPeople(call: AdminClient, params: Place): Promise<RestartPerson[]> {
  const people: RestartPerson[] = [];
  let cursor: string | undefined;
  do {
    const page = await call(routes.listRestartPreview, { params, query: { limit: 200, cursor } });
    people.push(...page.people);
    cursor = page.next;
  } while (cursor !== undefined);
  return people;
}

function summary({ counts, atLeast, groups }: RestartPreview): string {
  const told = Object.entries(counts).map(([kind, count]) => `${kind} ${count}`);
  return `${atLeast ? 'At least: ' : ''}${told.join(', ')}${groups > 0 ? `; pushed groups ${groups}` : ''}.`;
}

async function preview(application: string, options: OrgOptions): Promise<void> {
  const call = connectApi();
  const params = { org: options.org, application };
  const found = await call(routes.previewRestart, { params, query: {} });
  const people = await listPeople(call, params);
  const rows = people.map((one) => [
    one.loginName,
    one.kind,
    one.message ?? one.endedBy ?? one.reason,
    one.kind === 'create' ? '' : one.changes.map(({ target }) => target).join(', '),
  ]);
  print({ ...found, people }, options, () =>
    [formatTable(['Login name', 'Sends', 'Why', 'Attributes'], rows), summary(found)].join('\n'),
  );
}

async function restart(application: string, options: OrgOptions): Promise<void> {
  const call = connectApi();
  const params = { org: options.org, application };
  const found = await call(routes.previewRestart, { params, query: {} });
  await confirm(`Turn ${application} on? It sends: ${summary(found)}`, options);
  const turnedOn = await call(routes.updateApplication, { params, body: { apiIntegration: true } });
  print(turnedOn, options, () => `API integration is on. ${summary(found)}`);
}

async function showPerson(application: string, user: string, options: OrgOptions): Promise<void> {
  const call = connectApi();
  const params = { org: options.org, application };
  const { id } = await findUser(call, options.org, user);
  const place = { params: { ...params, user: id } };
  const profile = await call(routes.getAppUserProfile, place);
  const actual = await call(routes.readAppUser, place);
  const held = actual.kind === 'found' ? actual.values : {};
  const rows = profile.attributes.map(({ target, desired, applied, source }) => [
    target,
    ...[desired, applied, held[target]].map((value) => (value === undefined ? '' : String(value))),
    source.kind === 'mapping' ? source.mapping.kind : source.kind,
  ]);
  print({ ...profile, actual }, options, () =>
    formatTable(['Attribute', 'Desired', 'Last applied', 'Actual', 'From'], rows),
  );
}

/** Adds Force Sync, turning off, restarting, and the look at one person. */
export function addSyncCommands(app: Command): void {
  inApplication(app.command('force-sync'))
    .description('compare every assigned person with the application, and send what differs')
    .option('--no-wait', 'do not wait for the result')
    .action(forceSync);
  inApplication(app.command('turn-off')).description('send nothing any more; changes are remembered').action(turnOff);
  inApplication(app.command('preview-restart'))
    .description('what will be sent once API integration is on, for whom and why')
    .action(preview);
  inApplication(app.command('restart')).description('turn API integration on, after a preview').action(restart);
  inApplication(app.command('values'))
    .argument('<login-name>')
    .description('desired, last applied and actual values of one person')
    .action(showPerson);
}
