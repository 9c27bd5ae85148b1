import type { routes, Template, TemplateDetails } from '@lockstep/admin-api';
import type { TemplateDetails as Details, TemplateEntry } from '../../outbound/catalog/template-queries.ts';
import type { SaveTemplateOutcome } from '../../outbound/catalog/template-commands.ts';
import type { Handler, OrganizationContext } from './bind-route.ts';
import { notFound, ProblemError } from './problem-error.ts';

function present({ template, own }: TemplateEntry): Template {
  const { id, name, description, category, source, supports, lacks, clientProfile } = template;
  // every template was held to the contract: those of the catalog by a test, the others as they were saved
  const said = source === undefined ? {} : { source };
  return { id, name, description, category, ...said, supports, lacks, clientProfile, own } as Template;
}

const list: Handler<typeof routes.listTemplates> = async ({ query }, { services, organization }) => ({
  templates: (await services.outbound.catalog.list(organization.id, query)).map(present),
});

function whole(found: Details | undefined): TemplateDetails {
  if (found === undefined) throw notFound('template');
  return found as TemplateDetails;
}

const get: Handler<typeof routes.getTemplate> = async ({ params }, { services, organization }) =>
  whole(await services.outbound.catalog.get(organization.id, params.template));

async function saved(
  { services, organization }: OrganizationContext,
  id: string,
  outcome: SaveTemplateOutcome,
): Promise<TemplateDetails> {
  switch (outcome.kind) {
    case 'saved':
      return whole(await services.outbound.catalog.get(organization.id, id));
    case 'faulty':
      throw new ProblemError('invalid_request', outcome.faults[0]?.message ?? 'The template is faulty.', {
        issues: outcome.faults,
      });
    case 'taken':
      throw new ProblemError('template_id_taken', `The catalog has a template ${id} already.`, {
        issues: [{ path: 'id', message: 'This id is taken.', code: 'taken' }],
      });
    case 'too_many':
      throw new ProblemError('limit_reached', `An organization has at most ${outcome.most} templates of its own.`);
    case 'unknown':
      throw notFound('template');
    default:
      return outcome satisfies never;
  }
}

const editOf = ({ organization, caller }: OrganizationContext) => ({
  organizationId: organization.id,
  actor: caller.actor,
});

const create: Handler<typeof routes.createTemplate> = async ({ body }, context) =>
  saved(context, body.id, await context.services.outbound.catalog.create(editOf(context), body));

const replace: Handler<typeof routes.replaceTemplate> = async ({ params, body }, context) => {
  if (body.id !== params.template) {
    throw new ProblemError('invalid_request', `The path says “${params.template}”, the template “${body.id}”.`, {
      issues: [{ path: 'id', message: 'A template keeps its id: add another one instead.' }],
    });
  }
  return saved(context, body.id, await context.services.outbound.catalog.replace(editOf(context), body));
};

const remove: Handler<typeof routes.deleteTemplate> = async ({ params }, context) => {
  const outcome = await context.services.outbound.catalog.delete(editOf(context), params.template);
  if (outcome.kind === 'unknown') throw notFound('template');
  if (outcome.kind === 'in_use') {
    const detail = `Applications were made from this template: ${outcome.applications}. Remove them first.`;
    throw new ProblemError('template_in_use', detail);
  }
};

export const templateHandlers = {
  listTemplates: list,
  getTemplate: get,
  createTemplate: create,
  replaceTemplate: replace,
  deleteTemplate: remove,
};
