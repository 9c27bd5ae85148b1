/** Every key begins with `org` and the organization, so that one call refreshes all that a reconnect may have missed. */
export const queryKeys = {
  session: ['session'] as const,
  organization: (org: string) => ['org', org] as const,
  users: (org: string) => ['org', org, 'users'] as const,
  user: (org: string, user: string) => ['org', org, 'users', 'one', user] as const,
  connection: (org: string) => ['org', org, 'connection'] as const,
  tokens: (org: string) => ['org', org, 'connection', 'tokens'] as const,
  administrators: (org: string) => ['org', org, 'administrators'] as const,
  apiKeys: (org: string) => ['org', org, 'api-keys'] as const,
  exchanges: (org: string) => ['org', org, 'exchanges'] as const,
  ipRestrictions: (org: string) => ['org', org, 'ip-restrictions'] as const,
  templates: (org: string) => ['org', org, 'templates'] as const,
  applications: (org: string) => ['org', org, 'applications'] as const,
  application: (org: string, application: string) => ['org', org, 'application', application] as const,
  pace: (org: string, application: string) => ['org', org, 'pace', application] as const,
  appUsers: (org: string, application: string) => ['org', org, 'app-users', application] as const,
};
