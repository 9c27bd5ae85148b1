import { routes, type RouteInput } from '@lockstep/admin-api';
import { startAuthentication, startRegistration } from '@simplewebauthn/browser';
import { queryOptions, useQueryClient } from '@tanstack/react-query';
import type { Language } from '../i18n/languages.ts';
import { call } from './client.ts';
import { queryKeys } from './query-keys.ts';
import { useWrite } from './use-write.ts';

type Creation = Parameters<typeof startRegistration>[0]['optionsJSON'];
type Request = Parameters<typeof startAuthentication>[0]['optionsJSON'];
type PasswordChange = NonNullable<RouteInput<typeof routes.changePassword>['body']>;

export const accountQuery = queryOptions({
  queryKey: queryKeys.account,
  queryFn: () => call(routes.getAccount, { params: {} }),
});

function useAccountMutation<Input, Answer>(mutationFn: (input: Input) => Promise<Answer>) {
  const client = useQueryClient();
  return useWrite({
    mutationFn,
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: queryKeys.account }),
        client.invalidateQueries({ queryKey: queryKeys.session }),
      ]),
  });
}

export function useRename() {
  return useAccountMutation((name: string) => call(routes.updateAccount, { params: {}, body: { name } }));
}

/** Null: that of the browser. */
export function useSetLanguage() {
  return useAccountMutation((language: Language | null) =>
    call(routes.updateAccount, { params: {}, body: { language } }),
  );
}

type OwnUserChange = NonNullable<RouteInput<typeof routes.updateOwnUser>['body']>;

export function useUpdateOwnUser() {
  return useAccountMutation(({ user, change }: { readonly user: string; readonly change: OwnUserChange }) =>
    call(routes.updateOwnUser, { params: { user }, body: change }),
  );
}

export function useChangePassword() {
  return useAccountMutation((body: PasswordChange) => call(routes.changePassword, { params: {}, body }));
}

export function usePrepareTotp() {
  return useWrite({
    mutationFn: (password: string) => call(routes.prepareTotp, { params: {}, body: { password } }),
  });
}

export function useConfirmTotp() {
  return useAccountMutation((code: string) => call(routes.confirmTotp, { params: {}, body: { code } }));
}

export function useDisableTotp() {
  return useAccountMutation((password: string) => call(routes.disableTotp, { params: {}, body: { password } }));
}

/** Lets the browser make a passkey and keeps it under the name. */
export function useAddPasskey() {
  return useAccountMutation(async (name: string) => {
    const { challenge, options } = await call(routes.offerPasskey, { params: {}, body: {} });
    const made = await startRegistration({ optionsJSON: options as unknown as Creation });
    await call(routes.addPasskey, { params: {}, body: { challenge, name, response: { ...made } } });
  });
}

export function useDeletePasskey() {
  return useAccountMutation((passkey: string) => call(routes.deletePasskey, { params: { passkey } }));
}

export function useEndSession() {
  return useAccountMutation((session: string) => call(routes.endSession, { params: { session } }));
}

/** Signs out everywhere and forgets everything that was shown. */
export function useEndAllSessions() {
  const client = useQueryClient();
  return useWrite({
    mutationFn: () => call(routes.endAllSessions, { params: {} }),
    onSuccess: () => {
      client.clear();
      client.setQueryData(queryKeys.session, null);
    },
  });
}

/** The second step of signing in. */
export function useSignInWithCode() {
  const client = useQueryClient();
  return useWrite({
    mutationFn: (code: string) => call(routes.signInWithCode, { params: {}, body: { code } }),
    onSuccess: (session) => client.setQueryData(queryKeys.session, session),
  });
}

/** Asks the browser for a passkey and signs in with it. */
export function useSignInWithPasskey() {
  const client = useQueryClient();
  return useWrite({
    mutationFn: async () => {
      const { challenge, options } = await call(routes.offerPasskeySignIn, { params: {}, body: {} });
      const given = await startAuthentication({ optionsJSON: options as unknown as Request });
      return call(routes.signInWithPasskey, { params: {}, body: { challenge, response: { ...given } } });
    },
    onSuccess: (session) => client.setQueryData(queryKeys.session, session),
  });
}
