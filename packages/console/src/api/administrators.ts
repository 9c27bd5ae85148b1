import { routes, type RouteInput } from '@lockstep/admin-api';
import { keepPreviousData, queryOptions, useQueryClient } from '@tanstack/react-query';
import { call } from './client.ts';
import { queryKeys } from './query-keys.ts';
import { useWrite } from './use-write.ts';

export type NewInvitation = NonNullable<RouteInput<typeof routes.createInvitation>['body']>;
type RoleChange = NonNullable<RouteInput<typeof routes.updateAdministrator>['body']>;
type Acceptance = NonNullable<RouteInput<typeof routes.acceptInvitation>['body']>;

export const administratorsQuery = (org: string, query: { cursor: string | undefined; limit: number }) =>
  queryOptions({
    queryKey: [...queryKeys.administrators(org), query],
    queryFn: () => call(routes.listAdministrators, { params: { org }, query }),
    placeholderData: keepPreviousData,
  });

export const invitationsQuery = (org: string) =>
  queryOptions({
    queryKey: [...queryKeys.administrators(org), 'invitations'],
    queryFn: () => call(routes.listInvitations, { params: { org }, query: { limit: 200 } }),
  });

function useAdministratorMutation<Input, Answer>(org: string, mutationFn: (input: Input) => Promise<Answer>) {
  const client = useQueryClient();
  return useWrite({
    mutationFn,
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.administrators(org) }),
  });
}

export function useUpdateAdministrator(org: string) {
  return useAdministratorMutation(org, ({ administrator, change }: { administrator: string; change: RoleChange }) =>
    call(routes.updateAdministrator, { params: { org, administrator }, body: change }),
  );
}

export function useRemoveAdministrator(org: string) {
  return useAdministratorMutation(org, (administrator: string) =>
    call(routes.removeAdministrator, { params: { org, administrator } }),
  );
}

export function useCreateInvitation(org: string) {
  return useAdministratorMutation(org, (body: NewInvitation) =>
    call(routes.createInvitation, { params: { org }, body }),
  );
}

export function useInviteUser(org: string) {
  return useAdministratorMutation(org, ({ user, email }: { user: string; email: string }) =>
    call(routes.inviteUser, { params: { org, user }, body: { email } }),
  );
}

export function useWithdrawInvitation(org: string) {
  return useAdministratorMutation(org, (invitation: string) =>
    call(routes.withdrawInvitation, { params: { org, invitation } }),
  );
}

export const invitationQuery = (token: string) =>
  queryOptions({
    queryKey: ['invitation', token],
    queryFn: () => call(routes.readInvitation, { params: {}, body: { token } }),
    retry: false,
  });

export function useAcceptInvitation() {
  const client = useQueryClient();
  return useWrite({
    mutationFn: (body: Acceptance) => call(routes.acceptInvitation, { params: {}, body }),
    onSuccess: (session) => client.setQueryData(queryKeys.session, session),
  });
}
