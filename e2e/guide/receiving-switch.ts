import assert from 'node:assert/strict';
import type { Chapter } from './guide.ts';
import { askUsers, writeUser } from './scim-calls.ts';
import { confirmSwitchOn } from './receiving-tokens.ts';
import { until, type World } from './world.ts';

/** The switch moves at once, before the server knows. */
async function switchOff({ page, word, api, org }: World): Promise<void> {
  await page.getByRole('switch', { name: word('provisioning.propagate') }).click();
  await page.getByText(word('provisioning.offHint')).waitFor();
  await until('propagation is off', async () => {
    const connection = await api('GET', `/organizations/${org}/connections/default`);
    return !(connection as { propagation: boolean }).propagation;
  });
}

export const off: Chapter = {
  title: {
    en: 'Turn provisioning off and on',
    es: 'Desactivar y activar la provisión',
    ja: 'プロビジョニングの反映を無効・有効にする',
  },
  about: {
    en: 'While it is off the identity provider can read, but everything it writes is refused and counted. Users stay as they are.',
    es: 'Mientras está desactivada, el proveedor de identidad puede leer, pero todo lo que escribe se rechaza y se cuenta. Los usuarios quedan como están.',
    ja: '無効の間、IdPは読み取りだけができます。書き込みはすべて拒否され、件数が記録されます。ユーザーはそのままです。',
  },
  steps: [
    {
      text: {
        en: 'On the page {nav.provisioning}, switch off {provisioning.propagate}.',
        es: 'En la página {nav.provisioning}, desactive {provisioning.propagate}.',
        ja: '{nav.provisioning}のページで{provisioning.propagate}を無効にします。',
      },
      act: async (world) => {
        await switchOff(world);
        assert.equal((await writeUser(world, 'newToken', 'refused')).status, 403);
        assert.equal(await askUsers(world, 'newToken'), 200);
        await world.page.getByText(world.word('provisioning.refused', { count: '1' })).waitFor();
      },
      picture: { name: 'switched-off' },
    },
    {
      text: {
        en: 'To go on, switch on {provisioning.propagate} and click {preview.switchOn}. Let the identity provider send again what was refused.',
        es: 'Para continuar, active {provisioning.propagate} y haga clic en {preview.switchOn}. Haga que el proveedor de identidad vuelva a enviar lo que se rechazó.',
        ja: '再開するには、{provisioning.propagate}を有効にして{preview.switchOn}をクリックします。拒否された内容は、IdPから送信し直してください。',
      },
      act: async (world) => {
        const { page, word } = world;
        await page.getByRole('switch', { name: word('provisioning.propagate') }).click();
        await confirmSwitchOn(world);
        assert.equal((await writeUser(world, 'newToken', 'refused')).status, 201);
      },
    },
  ],
};

export const reset: Chapter = {
  title: {
    en: 'Let a deleted user be created again',
    es: 'Permitir que se vuelva a crear un usuario eliminado',
    ja: '削除したユーザーを再び作成できるようにする',
  },
  about: {
    en: 'A user who came from the identity provider and was deleted here is not created again by itself.',
    es: 'Un usuario que vino del proveedor de identidad y se eliminó aquí no se vuelve a crear por sí solo.',
    ja: 'IdPから反映されたユーザーをここで削除すると、自動では再作成されません。',
  },
  steps: [
    {
      text: {
        en: 'Open {nav.links} and look for the user. {links.actions.allow_again} lets the identity provider create this one user again, {links.actions.restore} brings the user back as it was.',
        es: 'Abra {nav.links} y busque al usuario. {links.actions.allow_again} permite al proveedor de identidad volver a crear solo a ese usuario; {links.actions.restore} lo recupera tal como era.',
        ja: '{nav.links}を開いてユーザーを探します。{links.actions.allow_again}をクリックすると、IdPがそのユーザーだけを再作成できます。{links.actions.restore}をクリックすると、削除前の状態に戻ります。',
      },
      act: async (world) => {
        const { page, word, api, org } = world;
        const { users } = (await api('GET', `/organizations/${org}/users?loginName=nina`)) as {
          users: { id: string }[];
        };
        await api('DELETE', `/organizations/${org}/users/${users[0]?.id ?? ''}`);
        const refused = await writeUser(world, 'newToken', 'nina');
        assert.equal(refused.status, 409, JSON.stringify(refused.body));
        await page.getByRole('link', { name: word('nav.links'), exact: true }).click();
        const action = word('links.actions.allow_again');
        await page.getByRole('button', { name: word('links.actionNamed', { action, name: 'nina' }) }).waitFor();
      },
      picture: { name: 'ledger' },
    },
    {
      text: {
        en: 'For all of them at once, switch {provisioning.propagate} off and on on the page {nav.provisioning}, and tick the box that releases deleted users.',
        es: 'Para todos a la vez, desactive y active {provisioning.propagate} en la página {nav.provisioning} y marque la casilla que desbloquea a los usuarios eliminados.',
        ja: 'まとめて行うには、{nav.provisioning}のページで{provisioning.propagate}を無効にしてから有効にし、削除済みのユーザーの再作成を許可するチェックボックスを選択します。',
      },
      act: async (world) => {
        const { page, dialog, word } = world;
        await page.getByRole('link', { name: word('nav.provisioning'), exact: true }).click();
        await page.getByText(word('provisioning.onHint')).waitFor();
        await switchOff(world);
        assert.equal((await writeUser(world, 'newToken', 'nina')).status, 403);
        await page.getByRole('switch', { name: word('provisioning.propagate') }).click();
        await dialog.getByRole('checkbox').check();
      },
      picture: { name: 'release', of: 'dialog' },
    },
    {
      text: {
        en: 'Click {preview.switchOn}, and let the identity provider synchronize again.',
        es: 'Haga clic en {preview.switchOn} y haga que el proveedor de identidad vuelva a sincronizar.',
        ja: '{preview.switchOn}をクリックし、IdPで同期し直します。',
      },
      act: async (world) => {
        await confirmSwitchOn(world);
        assert.equal((await writeUser(world, 'newToken', 'nina')).status, 201);
      },
    },
  ],
};
