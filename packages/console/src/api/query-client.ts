import { AdminApiError } from '@lockstep/admin-api';
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { queryKeys } from './query-keys.ts';

function isSignedOut(error: unknown): boolean {
  return error instanceof AdminApiError && error.problem.code === 'not_signed_in';
}

/** What the server refused will be refused again; what did not reach it may get through. */
function worthRetrying(failures: number, error: unknown): boolean {
  if (failures >= 2) return false;
  return !(error instanceof AdminApiError) || error.problem.status >= 500;
}

/** The cache of what the server said. Any answer `not_signed_in` ends the session, and the shell shows the sign-in page. */
export function createQueryClient(): QueryClient {
  const onError = (error: unknown): void => {
    if (isSignedOut(error)) client.setQueryData(queryKeys.session, null);
  };
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: { queries: { retry: worthRetrying, staleTime: 5000 } },
  });
  return client;
}
