import type { Locator } from 'playwright-core';
import type { Chapter } from './guide.ts';
import { openTab, save } from './sending-world.ts';
import { until, type World } from './world.ts';

interface Settings {
  readonly attributes: readonly { readonly withheld?: readonly string[] }[];
  readonly userName: { readonly format: string };
}

/** Waits until the attribute list, the mappings and the username format are saved so. */
export async function untilSaved({ api, org }: World, so: (settings: Settings) => boolean): Promise<void> {
  await until('the settings are saved', async () => {
    const path = `/organizations/${org}/applications/cybozu-cybozu-com/profile-settings`;
    return so(((await api('GET', path)) as { settings: Settings }).settings);
  });
}

/** Chooses the application username format, and waits until it is known whom it concerns. */
export async function chooseFormat(world: World, format: 'email-prefix' | 'none'): Promise<void> {
  const { page, word } = world;
  await openTab(world, 'sign-on');
  await page.getByRole('combobox', { name: word('signOn.format') }).click();
  await page.getByRole('option', { name: word(`signOn.formats.${format}`), exact: true }).click();
  await page.getByText(word('mappings.counting')).waitFor({ state: 'hidden' });
}

function deleteMailwise({ page, word }: World): Locator {
  return page.getByRole('button', { name: word('mappings.deleteElement', { name: word('services.mailwise') }) });
}

export const attributes: Chapter = {
  title: {
    en: 'Delete redundant services from the attribute list',
    es: 'Eliminar los servicios sobrantes de la lista de atributos',
    ja: '不要なサービスを属性一覧から削除する',
  },
  steps: [
    {
      text: {
        en: 'Click {application.sections.mappings}. The list says which attributes accounts have, and where each value comes from.',
        es: 'Haga clic en {application.sections.mappings}. La lista dice qué atributos tienen las cuentas y de dónde viene cada valor.',
        ja: '{application.sections.mappings}をクリックします。アカウントの属性と、それぞれの値の取得元が表示されます。',
      },
      act: async (world) => {
        await openTab(world, 'provisioning', 'mappings');
        await deleteMailwise(world).waitFor();
        // in the middle of the picture
        await deleteMailwise(world).evaluate((button) => button.scrollIntoView({ block: 'center' }));
      },
      picture: { name: 'mappings' },
    },
    {
      text: {
        en: 'Click × beside a service that you have no licenses for, and confirm with {mappings.deleteConfirm}.',
        es: 'Haga clic en × junto a un servicio para el que no tenga licencias y confirme con {mappings.deleteConfirm}.',
        ja: 'ライセンスのないサービスの×をクリックし、{mappings.deleteConfirm}をクリックします。',
      },
      act: async (world) => {
        await deleteMailwise(world).click();
        await world.dialog.getByRole('button', { name: world.word('mappings.deleteConfirm') }).waitFor();
      },
      picture: { name: 'delete-service', of: 'dialog' },
    },
    {
      text: {
        en: 'Click {common.save}. The button says how many people it concerns.',
        es: 'Haga clic en {common.save}. El botón dice a cuántas personas afecta.',
        ja: '{common.save}をクリックします。対象となる人数がボタンに表示されます。',
      },
      act: async (world) => {
        const { dialog, word } = world;
        await dialog.getByRole('button', { name: word('mappings.deleteConfirm') }).click();
        await dialog.waitFor({ state: 'hidden' });
        await save(world);
        await untilSaved(world, (settings) =>
          settings.attributes.some(({ withheld }) => withheld?.includes('mailwise')),
        );
      },
    },
  ],
};

export const signOn: Chapter = {
  title: {
    en: 'Choose how login names are made',
    es: 'Elegir cómo se forman los nombres de inicio de sesión',
    ja: 'ログイン名の形式を選択する',
  },
  about: {
    en: 'At cybozu.com the login name of an account that was synchronized cannot be changed any more.',
    es: 'En cybozu.com, el nombre de inicio de sesión de una cuenta sincronizada ya no se puede cambiar.',
    ja: 'cybozu.comでは、同期したアカウントのログイン名は後から変更できません。',
  },
  steps: [
    {
      text: {
        en: 'Click {application.tabs.sign-on} and choose the {signOn.format}: here {signOn.formats.email-prefix}, what stands before the @. The other formats are the whole e-mail address, the user name as a whole or before the @, and an expression of your own.',
        es: 'Haga clic en {application.tabs.sign-on} y elija el {signOn.format}: aquí, {signOn.formats.email-prefix}, lo que va delante de la @. Los demás formatos son el correo electrónico completo, el nombre de usuario completo o hasta la @, y una expresión propia.',
        ja: '{application.tabs.sign-on}をクリックし、{signOn.format}を選択します。ここでは{signOn.formats.email-prefix}（@より前の部分）を選択します。ほかに、メールアドレス全体、ユーザー名全体、ユーザー名の@より前の部分、任意の式を選択できます。',
      },
      act: (world) => chooseFormat(world, 'email-prefix'),
      picture: { name: 'sign-on' },
    },
    {
      text: { en: 'Click {common.save}.', es: 'Haga clic en {common.save}.', ja: '{common.save}をクリックします。' },
      act: async (world) => {
        await save(world);
        await untilSaved(world, ({ userName }) => userName.format === 'email-prefix');
      },
    },
  ],
};
