import { routes, type CustomSchema } from '@lockstep/admin-api';
import { queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';
import { queryKeys } from './query-keys.ts';

/** A schema whose attributes the users of an organization may have, or must. */
export interface UserExtension extends CustomSchema {
  readonly required: boolean;
}

/** The extensions that the organization gave to its users. */
export const userExtensionsQuery = (org: string) =>
  queryOptions({
    queryKey: queryKeys.schemas(org),
    queryFn: () => call(routes.listSchemas, { params: { org } }),
    select: ({ schemas, resourceTypes }): UserExtension[] => {
      const user = resourceTypes.find(({ name }) => name === 'User');
      return (user?.schemaExtensions ?? []).flatMap(({ schema, required }) =>
        schemas.filter(({ id }) => id === schema).map((one) => ({ ...one, required })),
      );
    },
  });
