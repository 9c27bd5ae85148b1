const areas = ['directory', 'provisioning', 'applications', 'security', 'settings'] as const;
type Area = (typeof areas)[number];

/** What may be done where in an organization; `…:write` includes `…:read`. The contract of the admin API says more. */
export type Scope = `${Area}:${'read' | 'write'}` | 'audit:read';

/** The roles of administrators. */
export type AdministratingRole = 'organization_administrator' | 'users_administrator' | 'auditor';

/** `user`: somebody of the directory who administers nothing and has their own page alone. */
export type Role = AdministratingRole | 'user';

const reading: readonly Scope[] = [...areas.map((area): Scope => `${area}:read`), 'audit:read'];
const writing = (...some: readonly Area[]): Scope[] => some.map((area): Scope => `${area}:write`);

/**
 * What each role may do. A Users & System Administrator keeps people and provisioning, and leaves it to the
 * organization administrators who may administer; an auditor looks at everything. A user may do nothing in the organization: the own account asks for no scope.
 */
export const scopesOfRole: { readonly [R in Role]: ReadonlySet<Scope> } = {
  organization_administrator: new Set([...reading, ...writing(...areas)]),
  users_administrator: new Set([
    'directory:read',
    'provisioning:read',
    'applications:read',
    'settings:read',
    ...writing('directory', 'provisioning', 'applications'),
  ]),
  auditor: new Set(reading),
  user: new Set(),
};

/** Whether what was granted covers a scope. */
export function covers(granted: ReadonlySet<Scope>, wanted: Scope): boolean {
  return granted.has(wanted) || [...granted].some((scope) => scope === wanted.replace(/:read$/, ':write'));
}
