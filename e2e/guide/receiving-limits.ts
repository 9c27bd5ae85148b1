import assert from 'node:assert/strict';
import type { Chapter } from './guide.ts';
import { writeUser } from './scim-calls.ts';

export const limits: Chapter = {
  title: { en: 'Limitations', es: 'Limitaciones', ja: '制限事項' },
  about: {
    en: 'Do not delete users here who came from the identity provider, and do not change login names there: both may lead to errors. The ledger and the requests show them, and what to do.',
    es: 'No elimine aquí usuarios que vinieron del proveedor de identidad ni cambie allí los nombres de inicio de sesión: ambas cosas pueden causar errores. El registro de vínculos y las solicitudes los muestran, con lo que hay que hacer.',
    ja: 'IdPから反映されたユーザーをここで削除したり、IdPでログイン名を変更したりすると、エラーが発生することがあります。エラーと対処方法は、リンク台帳とリクエストで確認できます。',
  },
  steps: [
    {
      text: {
        en: 'While {provisioning.propagate} is on, the {user.loginName} of a user from the identity provider cannot be changed. Click {nav.users} and the user: the form says so.',
        es: 'Mientras {provisioning.propagate} esté activado, el {user.loginName} de un usuario del proveedor de identidad no se puede cambiar. Haga clic en {nav.users} y en el usuario: el formulario lo indica.',
        ja: '{provisioning.propagate}が有効の間、IdPから反映されたユーザーの{user.loginName}は変更できません。{nav.users}でユーザーをクリックすると、その旨が表示されます。',
      },
      act: async ({ page, word }) => {
        await page
          .getByRole('link', { name: word('nav.users'), exact: true })
          .first()
          .click();
        await page.getByRole('link', { name: 'Nina Example', exact: true }).click();
        await page
          .getByRole('textbox', { name: word('user.loginName') })
          .first()
          .waitFor();
        assert.ok(
          await page
            .getByRole('textbox', { name: word('user.loginName') })
            .first()
            .isDisabled(),
        );
      },
      picture: { name: 'login-name-kept' },
    },
    {
      text: {
        en: 'Who was added here first, and then arrives from the identity provider with the same login name, is linked and not added twice. {nav.links} shows since when.',
        es: 'Quien se agregó primero aquí y después llega del proveedor de identidad con el mismo nombre de inicio de sesión queda vinculado y no se agrega dos veces. {nav.links} muestra desde cuándo.',
        ja: 'ここで先に追加したユーザーと同じログイン名のユーザーがIdPから送信された場合は、重複して追加されず、リンクされます。リンクされた日時は{nav.links}で確認できます。',
      },
      act: async (world) => {
        const { page, word, api, org } = world;
        const { id } = (await api('POST', `/organizations/${org}/users`, {
          loginName: 'mika',
          displayName: 'Mika',
        })) as { id: string };
        const { status, body } = await writeUser(world, 'newToken', 'mika');
        assert.deepEqual([status, body.id], [201, id]);
        await page.keyboard.press('Escape');
        await page.getByRole('link', { name: word('nav.links'), exact: true }).click();
        await page
          .getByRole('row', { name: 'mika' })
          .getByText(word('links.states.linked'), { exact: true })
          .filter({ visible: true })
          .waitFor();
      },
      picture: { name: 'added-here' },
    },
  ],
};
