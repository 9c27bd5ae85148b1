import type { Application, CredentialSettings, routes, RouteInput } from '@lockstep/admin-api';

type Change = NonNullable<RouteInput<typeof routes.updateApplication>['body']>;

/** The Integration form: every field of every kind of credential, so that switching the kind loses nothing typed. */
export interface IntegrationValues {
  readonly apiIntegration: boolean;
  readonly baseUrl: string;
  readonly kind: CredentialSettings['kind'];
  readonly header: string;
  readonly userName: string;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly scope: string;
  /** Goes in and never comes out. */
  readonly secret: string;
  readonly clientProfile: Application['clientProfile'];
  readonly caCertificate: string;
  readonly clientCertificate: string;
  readonly clientKey: string;
}

export function toValues({ apiIntegration, baseUrl, clientProfile, credential }: Application): IntegrationValues {
  const blank = { header: 'Authorization', userName: '', tokenUrl: '', clientId: '', scope: '' };
  const certificates = { caCertificate: '', clientCertificate: '', clientKey: '' };
  const { scope = '', ...named } = { ...blank, ...credential };
  return { apiIntegration, baseUrl, clientProfile, secret: '', ...named, scope, ...certificates };
}

function toCredential(values: IntegrationValues): CredentialSettings {
  const { kind } = values;
  switch (kind) {
    case 'bearer':
      return { kind };
    case 'header':
      return { kind, header: values.header.trim() };
    case 'basic':
      return { kind, userName: values.userName.trim() };
    case 'oauth-client': {
      const scope = values.scope.trim();
      const client = { tokenUrl: values.tokenUrl.trim(), clientId: values.clientId.trim() };
      return { kind, ...client, ...(scope === '' ? {} : { scope }) };
    }
    default:
      return kind satisfies never;
  }
}

/** What *Test API Credentials* tests of the form. */
export function toTested(values: IntegrationValues) {
  const apiToken = values.secret.trim();
  return {
    baseUrl: values.baseUrl.trim(),
    clientProfile: values.clientProfile,
    credential: toCredential(values),
    ...(apiToken === '' ? {} : { apiToken }),
  };
}

/** What *Save* saves: certificates only where new ones were entered. */
export function toChange(values: IntegrationValues): Change {
  const entered = (['caCertificate', 'clientCertificate', 'clientKey'] as const).filter(
    (name) => values[name].trim() !== '',
  );
  const tls = Object.fromEntries(entered.map((name) => [name, `${values[name].trim()}\n`]));
  return {
    ...toTested(values),
    apiIntegration: values.apiIntegration,
    ...(entered.length === 0 ? {} : { tls }),
  };
}
