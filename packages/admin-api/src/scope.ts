import { z } from 'zod';
import type { Route } from './route.ts';

/**
 * What an API key may do. `…:write` includes `…:read`. Directory: users and all they belong to. Provisioning: connections
 * and what identity providers did. Applications: the outbound half. Security: administrators, API keys, IP restrictions.
 * Audit: the audit log. Settings: the organization itself.
 */
export const scopes = [
  'directory:read',
  'directory:write',
  'provisioning:read',
  'provisioning:write',
  'applications:read',
  'applications:write',
  'security:read',
  'security:write',
  'audit:read',
  'settings:read',
  'settings:write',
] as const;
export const scopeSchema = z.enum(scopes);
export type Scope = z.infer<typeof scopeSchema>;

type Area = 'directory' | 'provisioning' | 'applications' | 'security' | 'audit' | 'settings';

/** The area of every address below `/organizations/:org`, by the first part of the path after it. */
const areas: Readonly<Record<string, Area>> = {
  '': 'settings',
  administrators: 'security',
  'api-keys': 'security',
  applications: 'applications',
  'audit-log': 'audit',
  catalog: 'applications',
  changes: 'audit',
  connections: 'provisioning',
  departments: 'directory',
  exchanges: 'provisioning',
  'expression-reference': 'applications',
  'group-rules': 'directory',
  groups: 'directory',
  health: 'provisioning',
  invitations: 'security',
  'ip-restrictions': 'security',
  'job-titles': 'directory',
  jobs: 'directory',
  links: 'provisioning',
  requests: 'provisioning',
  'resource-types': 'settings',
  runs: 'applications',
  schemas: 'settings',
  services: 'directory',
  settings: 'settings',
  tasks: 'applications',
  templates: 'applications',
  users: 'directory',
};

/**
 * The scope that a route of an organization asks for: the one it declares, else that of its area, to read for GET and to
 * write for everything else. Undefined where neither is declared: then no API key gets in.
 */
export function scopeOf(route: Pick<Route, 'path' | 'method' | 'scope'>): Scope | undefined {
  if (route.scope !== undefined) return route.scope;
  const [, , , part = ''] = route.path.split('/');
  const area = areas[part];
  return scopes.find((scope) => scope === `${area}:${route.method === 'GET' ? 'read' : 'write'}`);
}
