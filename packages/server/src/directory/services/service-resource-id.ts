import { v5 as uuidOf } from 'uuid';

/** By which id the audit log knows a service of an organization. */
export function serviceResourceId(organizationId: string, code: string): string {
  return uuidOf(`service ${code}`, organizationId);
}
