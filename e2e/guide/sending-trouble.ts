import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Chapter } from './guide.ts';
import { accounts, clickSave, openTab, save, untilAccount, untilInStep } from './sending-world.ts';
import { until, type World } from './world.ts';

/** What Okta says when a web page refuses it; its guide for cybozu.com has these words. */
const original =
  'Error authenticating: Forbidden. Errors reported by remote server: Invalid JSON: Unexpected character';

/** Has something in front of an application that forbids access with a web page, while `use` runs. */
async function answeringForbidden(use: (address: string) => Promise<void>): Promise<void> {
  const server = createServer((_request, response) =>
    response.writeHead(403, { 'content-type': 'text/html' }).end('<!DOCTYPE html><title>Forbidden</title>'),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

async function baseUrlOf({ api, org }: World): Promise<string> {
  const application = await api('GET', `/organizations/${org}/applications/cybozu-cybozu-com`);
  return (application as { baseUrl: string }).baseUrl;
}

async function isOn({ api, org }: World): Promise<boolean> {
  const application = await api('GET', `/organizations/${org}/applications/cybozu-cybozu-com`);
  return (application as { apiIntegration: boolean }).apiIntegration;
}

/** Confirms what will be sent once the application is on again. */
async function turnOn(world: World): Promise<void> {
  await world.dialog.getByRole('button', { name: world.word('sync.restart'), exact: true }).click();
  await until('the application is on', () => isOn(world));
}

export const turningOff: Chapter = {
  title: {
    en: 'Turn provisioning off and on again',
    es: 'Desactivar la provisión y volver a activarla',
    ja: 'プロビジョニングを無効にし、再び有効にする',
  },
  about: {
    en: 'While it is off nothing is sent. What changes meanwhile is remembered and sent once it is on again.',
    es: 'Mientras está desactivada no se envía nada. Lo que cambie entretanto se recuerda y se envía cuando se vuelve a activar.',
    ja: '無効の間は何も送信されません。その間の変更は記録され、有効に戻すと送信されます。',
  },
  steps: [
    {
      text: {
        en: 'Under {application.tabs.provisioning}, {application.sections.integration}, untick {integration.enable} and click {common.save}.',
        es: 'En {application.tabs.provisioning}, {application.sections.integration}, desmarque {integration.enable} y haga clic en {common.save}.',
        ja: '{application.tabs.provisioning}の{application.sections.integration}で{integration.enable}の選択を外し、{common.save}をクリックします。',
      },
      act: async (world) => {
        const { page, word, api, org, kept } = world;
        await openTab(world, 'provisioning', 'integration');
        await page.getByRole('checkbox', { name: word('integration.enable') }).uncheck();
        await save(world);
        await until('the application is off', async () => !(await isOn(world)));
        await api('PATCH', `/organizations/${org}/users/${kept('nina')}`, { displayName: 'Nina Berg-Lund' });
        const nina = (await accounts(world)).find(({ loginName }) => loginName === 'nina');
        assert.equal(nina?.displayName, 'Nina Berg');
      },
      picture: { name: 'turned-off' },
    },
    {
      text: {
        en: 'To go on, first delete services that you have no licenses for any more from the attribute list. Then tick {integration.enable} again and click {common.save}.',
        es: 'Para continuar, elimine primero de la lista de atributos los servicios para los que ya no tenga licencias. Después vuelva a marcar {integration.enable} y haga clic en {common.save}.',
        ja: '再開する前に、ライセンスのなくなったサービスを属性一覧から削除します。その後、{integration.enable}を選択し、{common.save}をクリックします。',
      },
      act: async (world) => {
        await world.page.getByRole('checkbox', { name: world.word('integration.enable') }).check();
        await clickSave(world);
        await world.dialog.getByText('Nina Berg-Lund', { exact: true }).waitFor();
      },
      picture: { name: 'restart', of: 'dialog' },
    },
    {
      text: {
        en: 'Read what will be sent, and click {sync.restart}. Make sure that under {application.sections.toApp} {toApp.createUsers.label}, {toApp.updateUserAttributes.label} and {toApp.deactivateUsers.label} are on: what is off there is never sent.',
        es: 'Lea qué se enviará y haga clic en {sync.restart}. Compruebe que en {application.sections.toApp} estén activados {toApp.createUsers.label}, {toApp.updateUserAttributes.label} y {toApp.deactivateUsers.label}: lo que esté desactivado allí nunca se envía.',
        ja: '送信される内容を確認し、{sync.restart}をクリックします。{application.sections.toApp}で{toApp.createUsers.label}、{toApp.updateUserAttributes.label}、{toApp.deactivateUsers.label}が有効であることも確認してください。無効のものは送信されません。',
      },
      act: async (world) => {
        await turnOn(world);
        await untilAccount(world, 'nina', ({ displayName }) => displayName === 'Nina Berg-Lund');
        assert.equal((await accounts(world)).length, 4);
        await untilInStep(world);
      },
    },
  ],
};

export const force: Chapter = {
  title: { en: 'Run Force Sync', es: 'Forzar la sincronización', ja: '強制同期を実行する' },
  steps: [
    {
      text: {
        en: 'Under {application.tabs.provisioning}, {application.sections.toApp}, click {sync.force}. Every assigned person is compared with the application, and sent again where something differs.',
        es: 'En {application.tabs.provisioning}, {application.sections.toApp}, haga clic en {sync.force}. Cada persona asignada se compara con la aplicación y se vuelve a enviar donde algo difiera.',
        ja: '{application.tabs.provisioning}の{application.sections.toApp}で{sync.force}をクリックします。割り当てたすべてのユーザーがアプリケーションと照合され、異なる場合は再送信されます。',
      },
      act: async (world) => {
        const { page, word, api, org } = world;
        const target = `/organizations/${org}-app/users`;
        const nina = (await accounts(world)).find(({ loginName }) => loginName === 'nina');
        await api('PATCH', `${target}/${nina?.id ?? ''}`, { displayName: 'Somebody Else' });
        await openTab(world, 'provisioning', 'toApp');
        await page.getByRole('button', { name: word('sync.force'), exact: true }).click();
        await untilAccount(world, 'nina', ({ displayName }) => displayName === 'Nina Berg-Lund');
        assert.equal((await accounts(world)).length, 4);
        await page.getByText(word('sync.results.sent', { count: '1' })).waitFor();
        await page.getByRole('button', { name: word('sync.force'), exact: true }).scrollIntoViewIfNeeded();
      },
      picture: { name: 'force-sync' },
    },
  ],
};

export const trouble: Chapter = {
  title: { en: 'Troubleshooting', es: 'Solución de problemas', ja: 'トラブルシューティング' },
  steps: [
    {
      text: {
        en: 'When nothing arrives at all, click {integration.test}. It says what is wrong and what to do: a token that is wrong or disabled, a web page in front of the application, an IP address restriction. {integration.exchange} shows what was really sent and answered.',
        es: 'Si no llega nada, haga clic en {integration.test}. Dice qué falla y qué hacer: un token erróneo o desactivado, una página web delante de la aplicación, una restricción de direcciones IP. {integration.exchange} muestra lo que realmente se envió y se respondió.',
        ja: '何も反映されない場合は、{integration.test}をクリックします。トークンの誤りや無効化、アプリケーションの手前のWebページ、IPアドレス制限など、原因と対処方法が表示されます。{integration.exchange}で実際の通信内容を確認できます。',
      },
      act: async (world) => {
        const { page, word } = world;
        await openTab(world, 'provisioning', 'integration');
        const secret = page.getByLabel(word('integration.secret.bearer'), { exact: true });
        await secret.fill('not-the-token');
        await page.getByRole('button', { name: word('integration.test') }).click();
        await page.getByText(word('integration.results.unauthorized.what')).waitFor();
        await page.getByRole('button', { name: word('integration.test') }).scrollIntoViewIfNeeded();
      },
      picture: { name: 'refused-token' },
    },
    {
      text: {
        en: 'Where it says {integration.results.ip-restriction.what}, mostly an IP address restriction keeps this server out. Okta says then “Error authenticating: Forbidden. Errors reported by remote server: Invalid JSON: Unexpected character”; {integration.exchange} has these words, too. Allow the address of this server at the application. An identity provider in the cloud changes its addresses: there, restrict access at the identity provider instead.',
        es: 'Si dice {integration.results.ip-restriction.what}, casi siempre una restricción de direcciones IP deja fuera a este servidor. Okta dice entonces «Error authenticating: Forbidden. Errors reported by remote server: Invalid JSON: Unexpected character»; {integration.exchange} también contiene estas palabras. Permita en la aplicación la dirección de este servidor. Un proveedor de identidad en la nube cambia de direcciones: en ese caso, restrinja el acceso en el proveedor de identidad.',
        ja: '{integration.results.ip-restriction.what}と表示される場合、多くはIPアドレス制限によってこのサーバーからの接続が拒否されています。Oktaでは「Error authenticating: Forbidden. Errors reported by remote server: Invalid JSON: Unexpected character」と表示され、{integration.exchange}でも同じ文言を確認できます。アプリケーション側でこのサーバーのアドレスを許可してください。クラウドのIdPはアドレスが変わることがあるため、IdP側でアクセスを制限することをお勧めします。',
      },
      act: async (world) => {
        const { page, word, kept } = world;
        await answeringForbidden(async (address) => {
          await page.getByRole('textbox', { name: word('applications.baseUrl') }).fill(`${address}/scim/v2`);
          await page.getByRole('button', { name: word('integration.test') }).click();
          await page.getByText(word('integration.results.ip-restriction.what')).waitFor();
        });
        await page.getByText(word('integration.exchange')).click();
        await page.getByText(original).waitFor();
        await page.getByRole('button', { name: word('integration.test') }).scrollIntoViewIfNeeded();
        // nothing of it is saved
        assert.equal(await baseUrlOf(world), kept('endpoint'));
      },
      picture: { name: 'web-page' },
    },
    {
      text: {
        en: 'When single people fail, click {nav.tasks}. Each task says who, why and what to do, with {common.retry}.',
        es: 'Si fallan algunas personas, haga clic en {nav.tasks}. Cada tarea dice quién, por qué y qué hacer, con {common.retry}.',
        ja: '一部のユーザーだけが失敗した場合は、{nav.tasks}をクリックします。対象、理由、対処方法を確認し、{common.retry}できます。',
      },
      act: async (world) => {
        const { page, word, api, org, kept } = world;
        // what was tried above is not to be saved
        await page.getByRole('textbox', { name: word('applications.baseUrl') }).fill(kept('endpoint'));
        await page.getByLabel(word('integration.secret.bearer'), { exact: true }).fill('');
        // who was deleted at the application is not made anew there by itself
        const { users } = (await api('GET', `/organizations/${org}-app/users?loginName=nina`)) as {
          users: { id: string }[];
        };
        await api('DELETE', `/organizations/${org}-app/users/${users[0]?.id ?? ''}`);
        await api('PATCH', `/organizations/${org}/users/${kept('nina')}`, { displayName: 'Nina Berg' });
        await page
          .getByRole('link', { name: word('nav.tasks'), exact: true })
          .first()
          .click();
        await page.getByText('Nina Berg').first().waitFor();
        await page
          .getByRole('button', { name: word('common.retry') })
          .first()
          .waitFor();
        assert.equal((await accounts(world)).length, 3);
      },
      picture: { name: 'tasks' },
    },
  ],
};
