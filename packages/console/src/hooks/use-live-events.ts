import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { followOrganization } from '../api/live-events.ts';

/** Keeps the pages of an organization current while the component is shown; `undefined` follows nothing. */
export function useLiveEvents(org: string | undefined): void {
  const client = useQueryClient();
  useEffect(() => (org === undefined ? undefined : followOrganization(org, client)), [org, client]);
}
