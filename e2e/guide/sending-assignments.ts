import assert from 'node:assert/strict';
import type { Chapter } from './guide.ts';
import { accounts, openTab, untilAccount, untilInStep } from './sending-world.ts';
import type { World } from './world.ts';

/** Opens the dialog that assigns. */
export async function openList({ page, dialog, word }: World, to: 'toPeople' | 'toGroups'): Promise<void> {
  await page.getByRole('button', { name: word('assignments.assign'), exact: true }).click();
  await page.getByRole('menuitem', { name: word(`assignments.${to}`), exact: true }).click();
  await dialog.waitFor();
}

/** Assigns a person or a group in the dialog, with Kintone alone. */
export async function chooseServices({ dialog, word }: World, name: string): Promise<void> {
  await dialog.getByRole('button', { name: word('assignments.assignOne', { name }), exact: true }).click();
  await dialog.getByLabel(word('assignments.setHere')).check();
  await dialog.getByLabel(word('assignments.enableOne', { name: word('services.kintone') })).check();
}

/** *Save and Go Back*, *Done*. */
export async function finish({ dialog, word }: World, name: string): Promise<void> {
  await dialog.getByRole('button', { name: word('assignments.saveAndGoBack'), exact: true }).click();
  await dialog.getByRole('row', { name }).getByText(word('assignments.assigned'), { exact: true }).waitFor();
  await dialog.getByRole('button', { name: word('assignments.done'), exact: true }).click();
  await dialog.waitFor({ state: 'hidden' });
}

/** Clicks an entry of the menu of a person or group, which opens a dialog. */
export async function openMenu({ page, dialog, word }: World, name: string, entry: string): Promise<void> {
  await page.getByRole('button', { name: word('list.actionsFor', { name }), exact: true }).click();
  await page.getByRole('menuitem', { name: word(entry), exact: true }).click();
  await dialog.waitFor();
}

export const people: Chapter = {
  title: { en: 'Assign people', es: 'Asignar personas', ja: 'ユーザーを割り当てる' },
  steps: [
    {
      text: {
        en: 'Click {application.tabs.assignments}, then {assignments.assign} and {assignments.toPeople}.',
        es: 'Haga clic en {application.tabs.assignments}, después en {assignments.assign} y en {assignments.toPeople}.',
        ja: '{application.tabs.assignments}をクリックし、{assignments.assign}の{assignments.toPeople}をクリックします。',
      },
      act: async (world) => {
        await openTab(world, 'assignments');
        await openList(world, 'toPeople');
        await world.dialog.getByText('Nina Berg').waitFor();
      },
      picture: { name: 'people', of: 'dialog' },
    },
    {
      text: {
        en: 'Click {assignments.assign} beside a person. Check the {user.loginName} and enable the services.',
        es: 'Haga clic en {assignments.assign} junto a una persona. Compruebe el {user.loginName} y habilite los servicios.',
        ja: '割り当てるユーザーの{assignments.assign}をクリックします。{user.loginName}を確認し、サービスを有効にします。',
      },
      act: async (world) => {
        await chooseServices(world, 'Nina Berg');
        await world.dialog.getByPlaceholder('nina', { exact: true }).waitFor();
      },
      picture: { name: 'person', of: 'dialog' },
    },
    {
      text: {
        en: 'Click {assignments.saveAndGoBack}, and after the last person {assignments.done}. The accounts are made at once.',
        es: 'Haga clic en {assignments.saveAndGoBack} y, tras la última persona, en {assignments.done}. Las cuentas se crean enseguida.',
        ja: '{assignments.saveAndGoBack}をクリックし、すべて割り当てたら{assignments.done}をクリックします。アカウントはすぐに作成されます。',
      },
      act: async (world) => {
        await finish(world, 'Nina Berg');
        await untilAccount(world, 'nina', ({ active }) => active);
        assert.deepEqual(
          (await accounts(world)).map(
            ({ loginName, availableServices }) => `${loginName}: ${availableServices.join()}`,
          ),
          ['nina: kintone', 'omar: kintone'],
        );
        await untilInStep(world);
        await world.page.getByText(world.word('people.statuses.PROVISIONED'), { exact: true }).first().waitFor();
      },
      picture: { name: 'assigned' },
    },
  ],
};

export const groups: Chapter = {
  title: { en: 'Assign groups', es: 'Asignar grupos', ja: 'グループを割り当てる' },
  about: {
    en: 'Everybody in the group gets an account, and loses it on leaving the group.',
    es: 'Cada persona del grupo obtiene una cuenta y la pierde al salir del grupo.',
    ja: 'グループの全員のアカウントが作成されます。グループから外れると停止されます。',
  },
  steps: [
    {
      text: {
        en: 'Click {assignments.assign}, {assignments.toGroups}, and {assignments.assign} beside the group. Enable the services.',
        es: 'Haga clic en {assignments.assign}, en {assignments.toGroups} y en {assignments.assign} junto al grupo. Habilite los servicios.',
        ja: '{assignments.assign}の{assignments.toGroups}をクリックし、グループの{assignments.assign}をクリックして、サービスを有効にします。',
      },
      act: async (world) => {
        await openList(world, 'toGroups');
        await chooseServices(world, 'Sales');
      },
      picture: { name: 'group', of: 'dialog' },
    },
    {
      text: {
        en: 'Click {assignments.saveAndGoBack}, and after the last group {assignments.done}.',
        es: 'Haga clic en {assignments.saveAndGoBack} y, tras el último grupo, en {assignments.done}.',
        ja: '{assignments.saveAndGoBack}をクリックし、すべて割り当てたら{assignments.done}をクリックします。',
      },
      act: async (world) => {
        await finish(world, 'Sales');
        for (const name of ['tomas', 'yui']) {
          await untilAccount(world, name, (one) => one.active && one.availableServices.join() === 'kintone');
        }
        assert.equal((await accounts(world)).length, 4);
      },
    },
  ],
};

async function activeNames(world: World): Promise<readonly string[]> {
  return (await accounts(world)).filter(({ active }) => active).map(({ loginName }) => loginName);
}

export const inactive: Chapter = {
  title: { en: 'Make an account inactive', es: 'Desactivar una cuenta', ja: 'アカウントを停止する' },
  about: {
    en: 'Deactivate the person in the directory, or unassign it. Assigning it again activates the same account.',
    es: 'Desactive a la persona en el directorio o quite su asignación. Al volver a asignarla se activa la misma cuenta.',
    ja: 'ディレクトリでユーザーを停止するか、割り当てを解除します。もう一度割り当てると、同じアカウントが再開されます。',
  },
  steps: [
    {
      text: {
        en: 'Under {application.tabs.assignments}, {assignments.people}, open the menu of the person and click {people.unassignEllipsis}',
        es: 'En {application.tabs.assignments}, {assignments.people}, abra el menú de la persona y haga clic en {people.unassignEllipsis}',
        ja: '{application.tabs.assignments}の{assignments.people}で、ユーザーのメニューから{people.unassignEllipsis}をクリックします。',
      },
      act: (world) => openMenu(world, 'Nina Berg', 'people.unassignEllipsis'),
      picture: { name: 'unassign', of: 'dialog' },
    },
    {
      text: {
        en: 'Read what becomes of the account, and click {people.unassign}.',
        es: 'Lea qué pasará con la cuenta y haga clic en {people.unassign}.',
        ja: 'アカウントがどうなるかを確認し、{people.unassign}をクリックします。',
      },
      act: async (world) => {
        await world.dialog.getByRole('button', { name: world.word('people.unassign'), exact: true }).click();
        await untilAccount(world, 'nina', ({ active }) => !active);
        await untilInStep(world);
        assert.deepEqual(await activeNames(world), ['omar', 'tomas', 'yui']);
      },
    },
    {
      text: {
        en: 'To make it active again, assign the person again.',
        es: 'Para volver a activarla, asigne de nuevo a la persona.',
        ja: '再開するには、もう一度割り当てます。',
      },
      act: async (world) => {
        await openList(world, 'toPeople');
        await chooseServices(world, 'Nina Berg');
        await finish(world, 'Nina Berg');
        await untilAccount(world, 'nina', ({ active }) => active);
        assert.equal((await accounts(world)).length, 4);
        await untilInStep(world);
      },
    },
    {
      text: {
        en: 'To unassign a group, do the same under {assignments.groups}. The accounts of all its people are deactivated, of those who are not assigned otherwise, too.',
        es: 'Para quitar la asignación de un grupo, haga lo mismo en {assignments.groups}. Se desactivan las cuentas de todas sus personas, salvo las de quienes estén asignadas además de otro modo.',
        ja: 'グループの割り当てを解除するには、{assignments.groups}で同じ操作を行います。ほかの割り当てがないユーザーのアカウントがすべて停止されます。',
      },
      act: async (world) => {
        const { page, dialog, word } = world;
        await page.getByRole('tab', { name: word('assignments.groups'), exact: true }).click();
        await openMenu(world, 'Sales', 'people.unassignEllipsis');
        await dialog.getByRole('button', { name: word('people.unassign'), exact: true }).click();
        for (const name of ['tomas', 'yui']) await untilAccount(world, name, ({ active }) => !active);
        await page.getByRole('link', { name: 'Sales', exact: true }).waitFor({ state: 'detached' });
        assert.deepEqual(await activeNames(world), ['nina', 'omar']);
      },
      picture: { name: 'group-unassigned' },
    },
    {
      text: {
        en: 'To make them active again, assign the group again.',
        es: 'Para volver a activarlas, asigne de nuevo el grupo.',
        ja: '再開するには、グループをもう一度割り当てます。',
      },
      act: async (world) => {
        await openList(world, 'toGroups');
        await chooseServices(world, 'Sales');
        await finish(world, 'Sales');
        for (const name of ['tomas', 'yui']) await untilAccount(world, name, ({ active }) => active);
        await untilInStep(world);
        assert.equal((await accounts(world)).length, 4);
      },
    },
    {
      text: {
        en: 'To make somebody inactive at every application at once, click {nav.users} and {users.deactivate} in the menu of the person. {users.activate} takes it back.',
        es: 'Para desactivar a alguien en todas las aplicaciones a la vez, haga clic en {nav.users} y en {users.deactivate} en el menú de la persona. Con {users.activate} se deshace.',
        ja: 'すべてのアプリケーションで一度に停止するには、{nav.users}をクリックし、ユーザーのメニューから{users.deactivate}をクリックします。{users.activate}で元に戻せます。',
      },
      act: async (world) => {
        const { page, word } = world;
        const act = async (action: string): Promise<void> => {
          const name = word('list.actionsFor', { name: 'Yui Mori' });
          await page.getByRole('button', { name, exact: true }).click();
          await page.getByRole('menuitem', { name: word(`users.${action}`), exact: true }).click();
        };
        const application = page.url();
        await page
          .getByRole('link', { name: word('nav.users'), exact: true })
          .first()
          .click();
        await act('deactivate');
        await untilAccount(world, 'yui', ({ active }) => !active);
        assert.deepEqual(await activeNames(world), ['nina', 'omar', 'tomas']);
        await page.getByRole('row', { name: 'Yui Mori' }).getByText(word('user.statuses.deactivated')).waitFor();
        await act('activate');
        await untilAccount(world, 'yui', ({ active }) => active);
        await page.goto(application);
      },
    },
  ],
};
