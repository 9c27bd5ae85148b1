import type { Scope } from '@lockstep/admin-api';
import { useQuery } from '@tanstack/react-query';
import { sessionQuery } from '../api/session.ts';
import { useOrg } from './use-org.ts';

/** Whether the signed-in administrator may do this in the organization of the page: what may not be done is not offered. */
export function useGranted(scope: Scope): boolean {
  return useGrantedIn(useOrg(), scope);
}

/** The same for an organization that is named: dialogs do not know the page. */
export function useGrantedIn(org: string, scope: Scope): boolean {
  const { data } = useQuery(sessionQuery);
  return data?.organizations.find(({ slug }) => slug === org)?.scopes.includes(scope) ?? false;
}
