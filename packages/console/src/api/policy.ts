import { routes, type ChangePolicy } from '@lockstep/admin-api';
import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { call } from './client.ts';
import { queryKeys } from './query-keys.ts';
import { useWrite } from './use-write.ts';

const connection = 'default';

export const policyQuery = (org: string) =>
  queryOptions({
    queryKey: [...queryKeys.connection(org), 'policy'],
    queryFn: () => call(routes.getPolicy, { params: { org, connection } }),
  });

export function useChangePolicy(org: string) {
  const client = useQueryClient();
  return useWrite({
    mutationFn: (body: ChangePolicy) => call(routes.changePolicy, { params: { org, connection }, body }),
    onSuccess: async (answer) => {
      client.setQueryData(policyQuery(org).queryKey, answer);
      await client.invalidateQueries({ queryKey: [...queryKeys.connection(org), 'one'] });
    },
  });
}
