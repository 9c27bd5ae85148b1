import assert from 'node:assert/strict';
import type { Chapter } from './guide.ts';
import { askUsers, writeUser } from './scim-calls.ts';
import { until, type World } from './world.ts';

/** Networks of the documentation (RFC 5737): nobody calls from there. */
const elsewhere = '192.0.2.0/24';

async function openRequests({ page, word }: World): Promise<void> {
  await page.getByRole('link', { name: word('nav.requests'), exact: true }).click();
  await page.getByRole('heading', { name: word('nav.requests'), exact: true }).waitFor();
}

/** Saves, and waits until as many networks are in force. */
async function saveRestrictions({ page, word, api, org }: World, networks: number): Promise<void> {
  await page.getByRole('button', { name: word('common.save'), exact: true }).click();
  await until('the restrictions are saved', async () => {
    const { scim } = (await api('GET', `/organizations/${org}/ip-restrictions`)) as { scim: readonly string[] };
    return scim.length === networks;
  });
}

export const trouble: Chapter = {
  title: { en: 'Troubleshooting', es: 'Solución de problemas', ja: 'トラブルシューティング' },
  about: {
    en: 'Okta shows “Error authenticating: Forbidden. Errors reported by remote server: Invalid JSON: Unexpected character” when something answers that is not SCIM, mostly an IP address restriction in front of the server. A restriction set here answers in SCIM, names its rule, and is recorded. As the addresses of identity providers change, restrict access there rather than here.',
    es: 'Okta muestra «Error authenticating: Forbidden. Errors reported by remote server: Invalid JSON: Unexpected character» cuando responde algo que no es SCIM, casi siempre una restricción de direcciones IP situada delante del servidor. Una restricción definida aquí responde en SCIM, nombra su regla y queda registrada. Como las direcciones de los proveedores de identidad cambian, es mejor restringir el acceso allí que aquí.',
    ja: 'Oktaに「Error authenticating: Forbidden. Errors reported by remote server: Invalid JSON: Unexpected character」と表示される場合、SCIM以外の応答が返っています。多くは、サーバーの手前にあるIPアドレス制限が原因です。ここで設定した制限はSCIM形式で応答し、該当するルールを示し、記録を残します。IdPのアドレスは変わることがあるため、アクセス制限はIdP側で設定することをお勧めします。',
  },
  steps: [
    {
      text: {
        en: 'Open {nav.requests}. Every request of the identity provider is listed with its answer; what was refused says why.',
        es: 'Abra {nav.requests}. Cada solicitud del proveedor de identidad figura con su respuesta; lo rechazado dice por qué.',
        ja: '{nav.requests}を開きます。IdPからのすべてのリクエストが応答とともに表示され、拒否されたものには理由が示されます。',
      },
      act: async (world) => {
        await openRequests(world);
        await world.page.getByText(world.word('requests.hints.tombstoned.what')).first().waitFor();
      },
      picture: { name: 'requests' },
    },
    {
      text: {
        en: 'Click a request to read what was sent, what came back, what it changed, and what you can do.',
        es: 'Haga clic en una solicitud para leer qué se envió, qué se respondió, qué cambió y qué puede hacer usted.',
        ja: 'リクエストをクリックすると、送信された内容、応答、変更された内容、対処方法を確認できます。',
      },
      act: async ({ page, word }) => {
        const row = page.getByRole('row').filter({ hasText: word('requests.hints.tombstoned.what') });
        await row.getByRole('link').first().click();
        await page.getByText(word('requests.hints.tombstoned.todo')).waitFor();
      },
      picture: { name: 'request' },
    },
    {
      text: {
        en: 'Look at {nav.ipRestrictions}: while {ipRestrictions.scim} lists networks, only those reach it.',
        es: 'Mire en {nav.ipRestrictions}: mientras {ipRestrictions.scim} contenga redes, solo estas tienen acceso.',
        ja: '{nav.ipRestrictions}を確認します。{ipRestrictions.scim}にネットワークを指定すると、そのネットワークからのみ接続できます。',
      },
      act: async (world) => {
        const { page, word } = world;
        await page.getByRole('link', { name: word('nav.ipRestrictions'), exact: true }).click();
        await page.getByRole('combobox', { name: word('ipRestrictions.scim') }).fill(elsewhere);
        await page.keyboard.press('Enter');
        await saveRestrictions(world, 1);
        const refused = await writeUser(world, 'newToken', 'outsider');
        assert.equal(refused.status, 403);
        assert.match(refused.contentType, /^application\/scim\+json/);
        assert.match(refused.body.detail ?? '', /127\.0\.0\.1|192\.0\.2/);
      },
      picture: { name: 'ip-restrictions' },
    },
    {
      text: {
        en: 'A request that a rule refused is among the {nav.requests}, with the address it came from.',
        es: 'Una solicitud rechazada por una regla figura entre las {nav.requests}, con la dirección de la que vino.',
        ja: 'ルールによって拒否されたリクエストは、{nav.requests}に送信元のアドレスとともに表示されます。',
      },
      act: async (world) => {
        const { page, word } = world;
        await openRequests(world);
        const row = page.getByRole('row').filter({ hasText: word('requests.hints.addressRefused.what') });
        await row.getByRole('link').first().click();
        await page.getByText(word('requests.hints.addressRefused.todo')).waitFor();
      },
      picture: { name: 'address-refused' },
    },
    {
      text: {
        en: 'Take the rule out of {ipRestrictions.scim}, or add the network of the identity provider, and click {common.save}.',
        es: 'Quite la regla de {ipRestrictions.scim}, o añada la red del proveedor de identidad, y haga clic en {common.save}.',
        ja: '{ipRestrictions.scim}からルールを削除するか、IdPのネットワークを追加して、{common.save}をクリックします。',
      },
      act: async (world) => {
        const { page, word } = world;
        await page.getByRole('link', { name: word('nav.ipRestrictions'), exact: true }).click();
        await page.getByText(elsewhere, { exact: true }).waitFor();
        await page.getByRole('combobox', { name: word('ipRestrictions.scim') }).press('Backspace');
        await saveRestrictions(world, 0);
        assert.equal(await askUsers(world, 'newToken'), 200);
      },
    },
  ],
};
