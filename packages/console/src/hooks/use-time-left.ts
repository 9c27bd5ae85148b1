import { skipToken, useQuery } from '@tanstack/react-query';
import { queryKeys } from '../api/query-keys.ts';
import { timeLeft, type Sample } from '../format/time-left.ts';

const none: readonly Sample[] = [];

/** Milliseconds until nothing waits for an application, at the pace that the live events showed so far. */
export function useTimeLeft(org: string, application: string): number | undefined {
  const { data } = useQuery<readonly Sample[]>({ queryKey: queryKeys.pace(org, application), queryFn: skipToken });
  return timeLeft(data ?? none);
}
