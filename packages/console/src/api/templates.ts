import { routes, type TemplateCategory, type TemplateDocument } from '@lockstep/admin-api';
import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { call } from './client.ts';
import { queryKeys } from './query-keys.ts';
import { useWrite } from './use-write.ts';

export const templatesQuery = (org: string, search: string | undefined, category: TemplateCategory | undefined) =>
  queryOptions({
    queryKey: [...queryKeys.templates(org), { search, category }],
    queryFn: () => call(routes.listTemplates, { params: { org }, query: { search, category } }),
    placeholderData: (before) => before,
  });

export const templateQuery = (org: string, template: string) =>
  queryOptions({
    queryKey: [...queryKeys.templates(org), 'one', template],
    queryFn: () => call(routes.getTemplate, { params: { org, template } }),
  });

/** Adds a template, or replaces the one with its id. What is no template is refused by the server, field by field. */
export function useSaveTemplate(org: string, replaced: string | undefined) {
  const client = useQueryClient();
  return useWrite({
    mutationFn: (document: unknown) => {
      const body = document as TemplateDocument;
      return replaced === undefined
        ? call(routes.createTemplate, { params: { org }, body })
        : call(routes.replaceTemplate, { params: { org, template: replaced }, body });
    },
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.templates(org) }),
  });
}

export function useDeleteTemplate(org: string, template: string) {
  const client = useQueryClient();
  return useWrite({
    mutationFn: () => call(routes.deleteTemplate, { params: { org, template } }),
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.templates(org) }),
  });
}
