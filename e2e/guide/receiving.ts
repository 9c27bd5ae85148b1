import type { Guide } from './guide.ts';
import { limits } from './receiving-limits.ts';
import { off, reset } from './receiving-switch.ts';
import { reissue, setup } from './receiving-tokens.ts';
import { trouble } from './receiving-trouble.ts';

/** Setting up, running and repairing the receiving side, in the order of the help of cybozu.com. */
export const receivingGuide: Guide = {
  name: 'receiving',
  title: {
    en: 'Receiving users from an identity provider',
    es: 'Recibir usuarios de un proveedor de identidad',
    ja: 'IdPからユーザー情報を受け取る',
  },
  about: {
    en: 'An identity provider such as Okta or Microsoft Entra ID writes users into the directory of your organization. With the rules of cybozu.com it writes login name, display name, surname, given name, e-mail address, status and available services; departments, job titles and groups stay as you set them.',
    es: 'Un proveedor de identidad, como Okta o Microsoft Entra ID, escribe los usuarios en el directorio de su organización. Con las reglas de cybozu.com escribe el nombre de inicio de sesión, el nombre para mostrar, el apellido, el nombre, el correo electrónico, el estado y los servicios disponibles; los departamentos, los cargos y los grupos quedan como usted los haya definido.',
    ja: 'OktaやMicrosoft Entra IDなどのIdPが、環境のディレクトリにユーザー情報を反映します。cybozu.comのルールでは、ログイン名、表示名、姓、名、メールアドレス、ステータス、利用できるサービスが反映されます。組織、役職、グループは反映されません。',
  },
  chapters: [setup, reissue, off, reset, limits, trouble],
};
