import type { Scope } from '@lockstep/admin-api';
import { Fieldset } from '@mantine/core';
import type { ReactNode } from 'react';
import { useGranted } from '../hooks/use-granted.ts';

/** Fields that only administrators with the scope may change: an auditor reads them, all of them disabled. */
export function WriteFields({ scope, children }: { readonly scope: Scope; readonly children: ReactNode }) {
  return (
    <Fieldset variant="unstyled" disabled={!useGranted(scope)}>
      {children}
    </Fieldset>
  );
}
