import type { Guide } from './guide.ts';
import { groups, inactive, people } from './sending-assignments.ts';
import { attributes, signOn } from './sending-attributes.ts';
import { loginNames } from './sending-login-names.ts';
import { add, integration } from './sending-integration.ts';
import { force, trouble, turningOff } from './sending-trouble.ts';

/** Adding, running and repairing an application, in the order of the guide to Okta's user provisioning for cybozu.com. */
export const sendingGuide: Guide = {
  name: 'sending',
  title: {
    en: 'Sending users to an application',
    es: 'Enviar usuarios a una aplicación',
    ja: 'アプリケーションにユーザー情報を反映する',
  },
  about: {
    en: 'People of your directory get accounts in an application, which follow every change. This guide takes cybozu.com as the example; other applications of the catalog go the same way. At the application, create an API token first.',
    es: 'Las personas de su directorio obtienen cuentas en una aplicación, que siguen cada cambio. Esta guía toma cybozu.com como ejemplo; con las demás aplicaciones del catálogo se hace igual. Cree antes un token de API en la aplicación.',
    ja: 'ディレクトリのユーザーのアカウントをアプリケーションに作成し、変更を反映し続けます。ここではcybozu.comを例に説明します。カタログのほかのアプリケーションも同じ手順です。先に、アプリケーション側でAPIトークンを作成してください。',
  },
  chapters: [add, integration, attributes, signOn, loginNames, people, groups, inactive, turningOff, force, trouble],
};
