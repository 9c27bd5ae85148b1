import { AdminApiError, routes, type Session } from '@lockstep/admin-api';
import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { call } from './client.ts';
import { queryKeys } from './query-keys.ts';
import { useWrite } from './use-write.ts';

/** The signed-in administrator; `null` when nobody is signed in. */
export const sessionQuery = queryOptions({
  queryKey: queryKeys.session,
  queryFn: async (): Promise<Session | null> => {
    try {
      return await call(routes.getSession, { params: {} });
    } catch (error) {
      if (error instanceof AdminApiError && error.problem.code === 'not_signed_in') return null;
      throw error;
    }
  },
  staleTime: 60_000,
});

export const signInMethodsQuery = queryOptions({
  queryKey: ['sign-in-methods'],
  queryFn: () => call(routes.getSignInMethods, { params: {} }),
  staleTime: Infinity,
});

export function useSignIn() {
  const client = useQueryClient();
  return useWrite({
    mutationFn: (body: { email: string; password: string }) => call(routes.signIn, { params: {}, body }),
    onSuccess: (session) => client.setQueryData(queryKeys.session, session),
  });
}

/** Signs out and forgets everything that was shown. */
export function useSignOut() {
  const client = useQueryClient();
  return useWrite({
    mutationFn: () => call(routes.signOut, { params: {} }),
    onSuccess: () => {
      client.clear();
      client.setQueryData(queryKeys.session, null);
    },
  });
}
