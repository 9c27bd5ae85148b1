import assert from 'node:assert/strict';
import type { Chapter } from './guide.ts';
import { chooseFormat, untilSaved } from './sending-attributes.ts';
import { chooseServices, finish, openList, openMenu } from './sending-assignments.ts';
import { accounts, openTab, save, untilAccount, untilInStep } from './sending-world.ts';

/** Okta's format that makes none, where a group is assigned: a person at a time gets a login name. */
export const loginNames: Chapter = {
  title: {
    en: 'Set login names yourself',
    es: 'Definir uno mismo los nombres de inicio de sesión',
    ja: 'ログイン名を個別に設定する',
  },
  about: {
    en: 'With {signOn.formats.none} no login names are made. When a group is assigned, the synchronization of each of its people fails until you set one.',
    es: 'Con {signOn.formats.none} no se forman nombres de inicio de sesión. Al asignar un grupo, la sincronización de cada una de sus personas falla hasta que usted defina uno.',
    ja: '{signOn.formats.none}を選択すると、ログイン名は作成されません。グループを割り当てた場合、ログイン名を設定するまで、各ユーザーの同期は失敗します。',
  },
  steps: [
    {
      text: {
        en: 'Click {application.tabs.sign-on}, choose {signOn.formats.none} as the {signOn.format}, and click {common.save}.',
        es: 'Haga clic en {application.tabs.sign-on}, elija {signOn.formats.none} como {signOn.format} y haga clic en {common.save}.',
        ja: '{application.tabs.sign-on}をクリックし、{signOn.format}で{signOn.formats.none}を選択して、{common.save}をクリックします。',
      },
      act: async (world) => {
        await chooseFormat(world, 'none');
        await save(world);
        await untilSaved(world, ({ userName }) => userName.format === 'none');
      },
    },
    {
      text: {
        en: 'Under {application.tabs.assignments}, assign the group. The dialog says that login names are to be set afterwards.',
        es: 'En {application.tabs.assignments}, asigne el grupo. El diálogo indica que después hay que definir los nombres de inicio de sesión.',
        ja: '{application.tabs.assignments}でグループを割り当てます。後でログイン名の設定が必要であることが表示されます。',
      },
      act: async (world) => {
        await openTab(world, 'assignments');
        await openList(world, 'toGroups');
        await chooseServices(world, 'Partners');
        await world.dialog.getByText(world.word('assignments.namelessHint')).waitFor();
        await finish(world, 'Partners');
      },
    },
    {
      text: {
        en: 'Under {assignments.people}, each person of the group has failed, and it says why: {tasks.kinds.noLoginName.what}.',
        es: 'En {assignments.people}, cada persona del grupo ha fallado, y se dice por qué: {tasks.kinds.noLoginName.what}.',
        ja: '{assignments.people}で、グループの各ユーザーの失敗とその理由（{tasks.kinds.noLoginName.what}）を確認します。',
      },
      act: async (world) => {
        await world.page.getByText(world.word('tasks.kinds.noLoginName.what'), { exact: true }).waitFor();
        // nothing was sent: the account that the person had there before is as it was
        assert.deepEqual(
          (await accounts(world)).map(({ displayName }) => displayName),
          ['Omar H.'],
        );
      },
      picture: { name: 'no-login-name' },
    },
    {
      text: {
        en: 'Open the menu of the person, click {signOn.set}, enter the {user.loginName} and click {common.save}. The person is tried again at once.',
        es: 'Abra el menú de la persona, haga clic en {signOn.set}, introduzca el {user.loginName} y haga clic en {common.save}. Enseguida se vuelve a intentar con esa persona.',
        ja: 'ユーザーのメニューから{signOn.set}をクリックし、{user.loginName}を入力して{common.save}をクリックします。すぐに再試行されます。',
      },
      act: async (world) => {
        await openMenu(world, 'Omar Haddad', 'signOn.set');
        await world.dialog.getByRole('textbox', { name: world.word('user.loginName') }).fill('omar');
      },
      picture: { name: 'set-login-name', of: 'dialog' },
    },
    {
      text: {
        en: 'Who had an account with this login name before is linked to it: no second one is made. Its values follow the directory from now on.',
        es: 'Quien ya tenía una cuenta con este nombre de inicio de sesión queda vinculado a ella: no se crea otra. Sus valores siguen desde ahora al directorio.',
        ja: '同じログイン名のアカウントがすでにある場合は、そのアカウントに紐づけられ、新しいアカウントは作成されません。以後、ディレクトリの値が反映されます。',
      },
      act: async (world) => {
        await world.dialog.getByRole('button', { name: world.word('common.save'), exact: true }).click();
        await untilAccount(world, 'omar', ({ displayName }) => displayName === 'Omar Haddad');
        await untilInStep(world);
        assert.equal((await accounts(world)).length, 1);
        await world.page.getByText(world.word('people.statuses.PROVISIONED'), { exact: true }).first().waitFor();
      },
      picture: { name: 'linked' },
    },
    {
      text: {
        en: 'Choose the format for everybody else again under {application.tabs.sign-on}, and click {common.save}. Login names that you set stay.',
        es: 'Vuelva a elegir en {application.tabs.sign-on} el formato para los demás y haga clic en {common.save}. Los nombres que usted definió se conservan.',
        ja: '{application.tabs.sign-on}でほかのユーザーのための形式を選択し直し、{common.save}をクリックします。個別に設定したログイン名はそのまま残ります。',
      },
      act: async (world) => {
        await chooseFormat(world, 'email-prefix');
        await save(world);
        await untilSaved(world, ({ userName }) => userName.format === 'email-prefix');
        assert.deepEqual(
          (await accounts(world)).map(({ loginName }) => loginName),
          ['omar'],
        );
      },
    },
  ],
};
