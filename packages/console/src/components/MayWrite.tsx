import type { Scope } from '@lockstep/admin-api';
import type { ReactNode } from 'react';
import { useGranted } from '../hooks/use-granted.ts';

/** What only administrators with the scope are offered: an auditor reads the page without it. */
export function MayWrite({ scope, children }: { readonly scope: Scope; readonly children: ReactNode }) {
  return useGranted(scope) ? children : null;
}
