import type { CatalogTemplate } from '@lockstep/provisioning';
import type { OutboundContext } from '../options.ts';
import {
  createTemplate,
  deleteTemplate,
  replaceTemplate,
  type DeleteTemplateOutcome,
  type SaveTemplateOutcome,
  type TemplateEdit,
} from './template-commands.ts';
import {
  getTemplate,
  listTemplates,
  type TemplateDetails,
  type TemplateEntry,
  type TemplateQuery,
} from './template-queries.ts';

/** The catalog of one organization: the templates that come with Lockstep, and its own. */
export interface CatalogActions {
  readonly list: (organizationId: string, query?: TemplateQuery) => Promise<readonly TemplateEntry[]>;
  readonly get: (organizationId: string, id: string) => Promise<TemplateDetails | undefined>;
  readonly create: (edit: TemplateEdit, template: CatalogTemplate) => Promise<SaveTemplateOutcome>;
  readonly replace: (edit: TemplateEdit, template: CatalogTemplate) => Promise<SaveTemplateOutcome>;
  readonly delete: (edit: TemplateEdit, id: string) => Promise<DeleteTemplateOutcome>;
}

export function bindCatalog(context: OutboundContext): CatalogActions {
  return {
    list: (organizationId, query) => listTemplates(context, organizationId, query),
    get: (organizationId, id) => getTemplate(context, organizationId, id),
    create: (edit, template) => createTemplate(context, edit, template),
    replace: (edit, template) => replaceTemplate(context, edit, template),
    delete: (edit, id) => deleteTemplate(context, edit, id),
  };
}
