import assert from 'node:assert/strict';
import type { Chapter } from './guide.ts';
import { accounts, openTab, prepare, save } from './sending-world.ts';
import { until, type World } from './world.ts';

/** Waits until the application is saved with this switch on. */
async function untilSwitched({ api, org }: World, name: 'apiIntegration' | 'deactivateUsers'): Promise<void> {
  await until(`${name} is on`, async () => {
    const application = await api('GET', `/organizations/${org}/applications/cybozu-cybozu-com`);
    return (application as Record<typeof name, boolean>)[name];
  });
}

export const add: Chapter = {
  title: { en: 'Add the application', es: 'Agregar la aplicación', ja: 'アプリケーションを追加する' },
  steps: [
    {
      text: {
        en: 'In the side menu, click {nav.applications}, then {catalog.browse}.',
        es: 'En el menú lateral, haga clic en {nav.applications} y después en {catalog.browse}.',
        ja: 'サイドメニューの{nav.applications}をクリックし、{catalog.browse}をクリックします。',
      },
      act: async (world) => {
        const { page, org, word } = world;
        await prepare(world);
        await page.goto(`/o/${org}`);
        await page
          .getByRole('link', { name: word('nav.applications'), exact: true })
          .first()
          .click();
        await page
          .getByRole('link', { name: word('catalog.browse') })
          .first()
          .click();
      },
    },
    {
      text: {
        en: 'Search for “cybozu” and click **Cybozu (cybozu.com)**.',
        es: 'Busque «cybozu» y haga clic en **Cybozu (cybozu.com)**.',
        ja: '「cybozu」を検索し、**Cybozu (cybozu.com)**をクリックします。',
      },
      act: async ({ page, word }) => {
        await page.getByRole('searchbox', { name: word('catalog.search') }).fill('cybozu');
        await until('one template', async () => (await page.getByRole('article').count()) === 1);
      },
      picture: { name: 'catalog' },
    },
    {
      text: {
        en: 'Into **Domain Name** enter the subdomain: for `https://example.cybozu.com/` it is `example`. For another server switch on {catalog.wholeBaseUrl} and enter its SCIM endpoint.',
        es: 'En **Nombre de dominio** introduzca el subdominio: para `https://example.cybozu.com/` es `example`. Para otro servidor, active {catalog.wholeBaseUrl} e introduzca su punto de conexión SCIM.',
        ja: '**ドメイン名**にサブドメインを入力します。`https://example.cybozu.com/`の場合は`example`です。ほかのサーバーの場合は{catalog.wholeBaseUrl}を有効にして、SCIMエンドポイントを入力します。',
      },
      act: async ({ page }) => {
        await page.getByRole('link', { name: 'Cybozu (cybozu.com)' }).click();
        await page.getByPlaceholder('example', { exact: true }).fill('example');
      },
      picture: { name: 'add' },
    },
    {
      text: { en: 'Click {catalog.done}.', es: 'Haga clic en {catalog.done}.', ja: '{catalog.done}をクリックします。' },
      act: async ({ page, word, kept }) => {
        await page.getByRole('switch', { name: word('catalog.wholeBaseUrl') }).click();
        await page.getByRole('textbox', { name: word('applications.baseUrl') }).fill(kept('endpoint'));
        await page.getByRole('button', { name: word('catalog.done'), exact: true }).click();
        await page.waitForURL('**/provisioning/integration');
      },
    },
  ],
};

export const integration: Chapter = {
  title: { en: 'Connect it', es: 'Conectarla', ja: '接続する' },
  steps: [
    {
      text: {
        en: 'Under {application.tabs.provisioning}, {application.sections.integration}, tick {integration.enable} and enter the {integration.secret.bearer}.',
        es: 'En {application.tabs.provisioning}, {application.sections.integration}, marque {integration.enable} e introduzca el {integration.secret.bearer}.',
        ja: '{application.tabs.provisioning}の{application.sections.integration}で{integration.enable}を選択し、{integration.secret.bearer}を入力します。',
      },
      act: async ({ page, word, kept }) => {
        await page.getByRole('checkbox', { name: word('integration.enable') }).check();
        await page.getByLabel(word('integration.secret.bearer'), { exact: true }).fill(kept('token'));
      },
    },
    {
      text: {
        en: 'Click {integration.test}. When it says {integration.results.ok.what}, click {common.save}.',
        es: 'Haga clic en {integration.test}. Cuando diga {integration.results.ok.what}, haga clic en {common.save}.',
        ja: '{integration.test}をクリックします。{integration.results.ok.what}と表示されたら、{common.save}をクリックします。',
      },
      act: async (world) => {
        const { page, word } = world;
        await page.getByRole('button', { name: word('integration.test') }).click();
        await page.getByText(word('integration.results.ok.what')).waitFor();
        await page.getByRole('button', { name: word('integration.test') }).scrollIntoViewIfNeeded();
        await save(world);
        await untilSwitched(world, 'apiIntegration');
      },
      picture: { name: 'integration' },
    },
    {
      text: {
        en: 'Click {application.sections.toApp} and switch on {toApp.createUsers.label}, {toApp.updateUserAttributes.label} and {toApp.deactivateUsers.label}. Click {common.save}.',
        es: 'Haga clic en {application.sections.toApp} y active {toApp.createUsers.label}, {toApp.updateUserAttributes.label} y {toApp.deactivateUsers.label}. Haga clic en {common.save}.',
        ja: '{application.sections.toApp}をクリックし、{toApp.createUsers.label}、{toApp.updateUserAttributes.label}、{toApp.deactivateUsers.label}を有効にして、{common.save}をクリックします。',
      },
      act: async (world) => {
        const { page, word } = world;
        await openTab(world, 'provisioning', 'toApp');
        for (const name of ['createUsers', 'updateUserAttributes', 'deactivateUsers']) {
          await page.getByRole('switch', { name: word(`toApp.${name}.label`) }).click();
        }
        await save(world);
        await untilSwitched(world, 'deactivateUsers');
        assert.deepEqual(
          (await accounts(world)).map(({ loginName }) => loginName),
          ['omar'],
        );
      },
      picture: { name: 'to-app' },
    },
  ],
};
