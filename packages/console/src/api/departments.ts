import { routes, type RouteInput } from '@lockstep/admin-api';
import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { call } from './client.ts';
import { queryKeys } from './query-keys.ts';
import { useWrite } from './use-write.ts';

type NewDepartment = NonNullable<RouteInput<typeof routes.createDepartment>['body']>;
type DepartmentChange = NonNullable<RouteInput<typeof routes.updateDepartment>['body']>;
type DepartmentPlace = NonNullable<RouteInput<typeof routes.moveDepartment>['body']>;
export type SubDepartments = NonNullable<
  NonNullable<RouteInput<typeof routes.deleteDepartment>['query']>['subDepartments']
>;

/** The whole tree: a page needs all of it to show any of it. */
export const departmentsQuery = (org: string) =>
  queryOptions({
    queryKey: queryKeys.departments(org),
    queryFn: () => call(routes.listDepartments, { params: { org } }),
    select: ({ departments }) => departments,
  });

function useRereadDepartments(org: string): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await client.invalidateQueries({ queryKey: queryKeys.departments(org) });
    void client.invalidateQueries({ queryKey: queryKeys.users(org) });
  };
}

export function useCreateDepartment(org: string) {
  const reread = useRereadDepartments(org);
  return useWrite({
    mutationFn: (body: NewDepartment) => call(routes.createDepartment, { params: { org }, body }),
    onSuccess: reread,
  });
}

export function useUpdateDepartment(org: string) {
  const reread = useRereadDepartments(org);
  return useWrite({
    mutationFn: ({ department, change }: { department: string; change: DepartmentChange }) =>
      call(routes.updateDepartment, { params: { org, department }, body: change }),
    onSuccess: reread,
  });
}

export function useMoveDepartment(org: string) {
  const reread = useRereadDepartments(org);
  return useWrite({
    mutationFn: ({ department, place }: { department: string; place: DepartmentPlace }) =>
      call(routes.moveDepartment, { params: { org, department }, body: place }),
    onSuccess: reread,
  });
}

export function useDeleteDepartment(org: string) {
  const reread = useRereadDepartments(org);
  return useWrite({
    mutationFn: ({ department, subDepartments }: { department: string; subDepartments: SubDepartments }) =>
      call(routes.deleteDepartment, { params: { org, department }, query: { subDepartments } }),
    onSuccess: reread,
  });
}
