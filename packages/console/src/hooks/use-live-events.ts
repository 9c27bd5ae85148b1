import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { followOrganization } from '../api/live-events.ts';

/** Keeps the pages of an organization current while the component is shown. */
export function useLiveEvents(org: string): void {
  const client = useQueryClient();
  useEffect(() => followOrganization(org, client), [org, client]);
}
