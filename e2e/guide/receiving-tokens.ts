import assert from 'node:assert/strict';
import type { Chapter } from './guide.ts';
import { askUsers, writeUser } from './scim-calls.ts';
import type { World } from './world.ts';

async function openForm({ page, dialog, word }: World): Promise<void> {
  await page.getByRole('button', { name: word('tokens.create') }).click();
  await dialog.getByLabel(word('tokens.notes'), { exact: true }).waitFor();
}

async function fillForm({ page, dialog, word }: World, notes: string): Promise<void> {
  await dialog.getByLabel(word('tokens.validity')).first().click();
  await page.getByRole('option', { name: word('tokens.validities.365') }).click();
  await dialog.getByLabel(word('tokens.notes'), { exact: true }).fill(notes);
}

async function submitForm({ dialog, word, keep }: World, kept: string): Promise<void> {
  await dialog.getByRole('button', { name: word('tokens.submit'), exact: true }).click();
  await dialog.getByText(word('tokens.onceBody')).waitFor();
  keep(kept, await dialog.getByLabel(word('tokens.token'), { exact: true }).inputValue());
  keep('endpoint', await dialog.getByLabel(word('provisioning.endpoint'), { exact: true }).inputValue());
}

async function closeForm({ dialog, word }: World): Promise<void> {
  await dialog.getByRole('button', { name: word('common.close') }).click();
  await dialog.waitFor({ state: 'hidden' });
}

/** The switch moves at once; the dialog closes when it is so. */
export async function confirmSwitchOn({ page, dialog, word }: World): Promise<void> {
  await dialog.getByRole('button', { name: word('preview.switchOn'), exact: true }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByText(word('provisioning.onHint')).waitFor();
}

export const setup: Chapter = {
  title: { en: 'Set up', es: 'Configurar', ja: '設定する' },
  steps: [
    {
      text: {
        en: 'Click the gear in the header.',
        es: 'Haga clic en el engranaje del encabezado.',
        ja: 'ヘッダーの歯車のアイコンをクリックします。',
      },
      act: async ({ page, org, word }) => {
        await page.goto(`/o/${org}`);
        await page.getByRole('button', { name: word('shell.gear') }).click();
        await page.getByRole('menu').getByText(word('shell.administration')).waitFor();
      },
      picture: { name: 'gear' },
    },
    {
      text: {
        en: 'Under {shell.administration}, click {nav.provisioning}.',
        es: 'En {shell.administration}, haga clic en {nav.provisioning}.',
        ja: '{shell.administration}の{nav.provisioning}をクリックします。',
      },
      act: async ({ page, word }) => {
        await page.getByRole('menuitem', { name: word('nav.provisioning') }).click();
        await page.getByRole('heading', { name: word('nav.provisioning'), exact: true }).waitFor();
        await page.getByText(word('tokens.empty'), { exact: true }).waitFor();
      },
      picture: { name: 'page' },
    },
    {
      text: {
        en: 'Click {tokens.create}.',
        es: 'Haga clic en {tokens.create}.',
        ja: '{tokens.create}をクリックします。',
      },
      act: openForm,
    },
    {
      text: {
        en: 'Choose the {tokens.validity}, and write into {tokens.notes} which identity provider the token is for.',
        es: 'Elija el {tokens.validity} y escriba en {tokens.notes} para qué proveedor de identidad es el token.',
        ja: '{tokens.validity}を選択し、どのIdPで使うトークンかを{tokens.notes}に入力します。',
      },
      act: (world) => fillForm(world, 'Okta'),
      picture: { name: 'create-token', of: 'dialog' },
    },
    {
      text: {
        en: 'Click {tokens.submit}. Copy the {tokens.token} and the {provisioning.endpoint}; the token is never shown again.',
        es: 'Haga clic en {tokens.submit}. Copie el {tokens.token} y el {provisioning.endpoint}; el token no se vuelve a mostrar.',
        ja: '{tokens.submit}をクリックします。{tokens.token}と{provisioning.endpoint}をコピーします。トークンは二度と表示されません。',
      },
      act: (world) => submitForm(world, 'token'),
      picture: { name: 'token-created', of: 'dialog' },
    },
    {
      text: {
        en: 'Register both with the identity provider. It can read from now on, but not write yet.',
        es: 'Registre ambos en el proveedor de identidad. Desde ahora puede leer, pero todavía no escribir.',
        ja: '両方をIdPに登録します。この時点で読み取りはできますが、書き込みはまだできません。',
      },
      act: async (world) => {
        assert.equal(await askUsers(world, 'token'), 200);
        assert.equal((await writeUser(world, 'token', 'early')).status, 403);
      },
    },
    {
      text: { en: 'Click {common.close}.', es: 'Haga clic en {common.close}.', ja: '{common.close}をクリックします。' },
      act: async (world) => {
        await closeForm(world);
        assert.ok(!(await world.page.content()).includes(world.kept('token')));
      },
    },
    {
      text: {
        en: 'Switch on {provisioning.propagate}. What would happen is shown first.',
        es: 'Active {provisioning.propagate}. Primero se muestra qué pasaría.',
        ja: '{provisioning.propagate}を有効にします。先に、有効にした場合の影響が表示されます。',
      },
      act: async ({ page, dialog, word }) => {
        await page.getByRole('switch', { name: word('provisioning.propagate') }).click();
        await dialog.getByText(word('preview.intro')).waitFor();
      },
      picture: { name: 'switch-on', of: 'dialog' },
    },
    {
      text: {
        en: 'Click {preview.switchOn}. Users who are assigned at the identity provider appear here.',
        es: 'Haga clic en {preview.switchOn}. Los usuarios asignados en el proveedor de identidad aparecen aquí.',
        ja: '{preview.switchOn}をクリックします。IdPで割り当てたユーザーがここに反映されます。',
      },
      act: async (world) => {
        const { api, org } = world;
        await confirmSwitchOn(world);
        assert.equal((await writeUser(world, 'token', 'nina')).status, 201);
        const { users } = (await api('GET', `/organizations/${org}/users`)) as { users: { loginName: string }[] };
        assert.deepEqual(
          users.map(({ loginName }) => loginName),
          ['nina'],
        );
      },
      picture: { name: 'switched-on' },
    },
  ],
};

export const reissue: Chapter = {
  title: { en: 'Reissue an API token', es: 'Reemitir un token de API', ja: 'APIトークンを再発行する' },
  about: {
    en: 'The old token works until you disable it, so nothing is interrupted.',
    es: 'El token antiguo funciona hasta que usted lo desactiva, así que no se interrumpe nada.',
    ja: '古いトークンは無効にするまで使えるため、反映が途切れることはありません。',
  },
  steps: [
    {
      text: {
        en: 'Click {tokens.create}, choose the {tokens.validity}, write {tokens.notes}, and click {tokens.submit}.',
        es: 'Haga clic en {tokens.create}, elija el {tokens.validity}, escriba {tokens.notes} y haga clic en {tokens.submit}.',
        ja: '{tokens.create}をクリックし、{tokens.validity}を選択して{tokens.notes}を入力し、{tokens.submit}をクリックします。',
      },
      act: async (world) => {
        await openForm(world);
        await fillForm(world, 'Okta 2');
        await submitForm(world, 'newToken');
      },
    },
    {
      text: {
        en: 'Copy the new {tokens.token}, register it with the identity provider, and click {common.close}.',
        es: 'Copie el nuevo {tokens.token}, regístrelo en el proveedor de identidad y haga clic en {common.close}.',
        ja: '新しい{tokens.token}をコピーしてIdPに登録し、{common.close}をクリックします。',
      },
      act: async (world) => {
        await closeForm(world);
        assert.deepEqual([await askUsers(world, 'token'), await askUsers(world, 'newToken')], [200, 200]);
      },
    },
    {
      text: {
        en: 'Click {common.disable} in the row of the old token.',
        es: 'Haga clic en {common.disable} en la fila del token antiguo.',
        ja: '古いトークンの行で{common.disable}をクリックします。',
      },
      act: async (world) => {
        const { page, word } = world;
        const name = word('tokens.disableNamed', { name: 'Okta' });
        await page.getByRole('button', { name, exact: true }).click();
        await page.getByRole('button', { name: word('tokens.deleteNamed', { name: 'Okta' }), exact: true }).waitFor();
        assert.deepEqual([await askUsers(world, 'token'), await askUsers(world, 'newToken')], [401, 200]);
      },
      picture: { name: 'token-disabled' },
    },
    {
      text: {
        en: 'Click {common.delete} in that row. The question says when the token was last used; confirm with {common.delete}.',
        es: 'Haga clic en {common.delete} en esa fila. La pregunta dice cuándo se usó el token por última vez; confirme con {common.delete}.',
        ja: '同じ行の{common.delete}をクリックします。トークンの最終使用日時を確認し、もう一度{common.delete}をクリックします。',
      },
      act: async (world) => {
        const { page, dialog, word } = world;
        const name = word('tokens.deleteNamed', { name: 'Okta' });
        await page.getByRole('button', { name, exact: true }).click();
        await dialog.getByText(word('tokens.deleteBody')).waitFor();
        await dialog.getByRole('button', { name: word('common.delete'), exact: true }).click();
        await page.getByRole('button', { name, exact: true }).waitFor({ state: 'detached' });
        assert.deepEqual([await askUsers(world, 'token'), await askUsers(world, 'newToken')], [401, 200]);
      },
    },
  ],
};
