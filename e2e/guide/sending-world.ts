import type { Locator } from 'playwright-core';
import { until, type World } from './world.ts';

/** An account at the application, as its own directory has it. */
interface Account {
  readonly id: string;
  readonly loginName: string;
  readonly displayName: string;
  readonly active: boolean;
  readonly availableServices: readonly string[];
}

const person = (loginName: string, surname: string, givenName: string) => ({
  loginName: `${loginName}@example.com`,
  displayName: `${givenName} ${surname}`,
  surname,
  givenName,
  email: `${loginName}@example.com`,
});

/** Founds the organization that is the application, and gives the guide's own organization people and a group. */
export async function prepare({ api, org, keep }: World): Promise<void> {
  const target = `${org}-app`;
  await api('POST', '/organizations', { slug: target, name: target, preset: 'cybozu' });
  const connection = `/organizations/${target}/connections/default`;
  await api('PUT', `${connection}/propagation`, { propagation: true });
  const { token, endpoint } = (await api('POST', `${connection}/tokens`, {
    notes: 'Lockstep',
    validity: { days: 30 },
  })) as {
    token: string;
    endpoint: string;
  };
  keep('token', token);
  keep('endpoint', endpoint);
  const ids: string[] = [];
  const staff = [
    person('nina', 'Berg', 'Nina'),
    person('tomas', 'Gil', 'Tomás'),
    person('yui', 'Mori', 'Yui'),
    person('omar', 'Haddad', 'Omar'),
  ];
  for (const one of staff) {
    ids.push(((await api('POST', `/organizations/${org}/users`, one)) as { id: string }).id);
  }
  for (const [index, id] of ids.entries()) keep(staff[index]?.loginName.replace(/@.*/, '') ?? '', id);
  const found = async (displayName: string, members: readonly string[]): Promise<void> => {
    const { id } = (await api('POST', `/organizations/${org}/groups`, { displayName })) as { id: string };
    await api('POST', `/organizations/${org}/groups/${id}/members`, { add: members });
  };
  await found('Sales', ids.slice(1, 3));
  await found('Partners', ids.slice(3));
  // had an account at the application before there was provisioning
  await api('POST', `/organizations/${target}/users`, {
    ...person('omar', 'Haddad', 'Omar'),
    loginName: 'omar',
    displayName: 'Omar H.',
  });
}

/** The accounts that the application has. */
export async function accounts({ api, org }: World): Promise<readonly Account[]> {
  return ((await api('GET', `/organizations/${org}-app/users`)) as { users: Account[] }).users;
}

/** Waits until the application has an account that is so. */
export async function untilAccount(world: World, loginName: string, so: (account: Account) => boolean): Promise<void> {
  await until(`the account ${loginName}`, async () => {
    const account = (await accounts(world)).find((one) => one.loginName === loginName);
    return account !== undefined && so(account);
  });
}

/** Waits until nothing is to be sent to the application any more. */
export async function untilInStep({ api, org }: World): Promise<void> {
  await until('everybody is in step', async () => {
    const { progress } = (await api('GET', `/organizations/${org}/applications/cybozu-cybozu-com`)) as {
      progress: { total: number; synchronized: number };
    };
    return progress.total === progress.synchronized;
  });
}

/** Opens a tab of the application, and with `section` a page of its provisioning. */
export async function openTab({ page, word }: World, tab: string, section?: string): Promise<void> {
  await page.getByRole('tab', { name: word(`application.tabs.${tab}`), exact: true }).click();
  if (section === undefined) return;
  const settings = page.getByRole('navigation', { name: word('application.settings') });
  await settings.getByRole('link', { name: word(`application.sections.${section}`), exact: true }).click();
}

/** The buttons that save, whatever they say of how many people are concerned; a page with several forms has several. */
function saveButtons({ page, word }: World): Locator {
  return page.getByRole('button', { name: new RegExp(`^${word('common.save')}`) });
}

/** Clicks the button that saves; of several forms, that of the first. */
export async function clickSave(world: World): Promise<void> {
  await saveButtons(world).first().click();
}

/** Saves, and waits until the page knows that nothing is left to be saved: its button is disabled, or gone. */
export async function save(world: World): Promise<void> {
  await clickSave(world);
  await until('the page has saved', () =>
    saveButtons(world).evaluateAll(([first]) => first === undefined || first.matches(':disabled:not([data-loading])')),
  );
}
