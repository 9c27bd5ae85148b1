import type { CustomResourceType as ResourceTypeView, CustomSchema as SchemaView, routes } from '@lockstep/admin-api';
import type { AttributeInput, ResourceTypeDefinition } from '@lockstep/scim';
import { changeDefinitions, type EditDefinitions } from '../../directory/custom-types/change-definitions.ts';
import { countResources } from '../../directory/custom-types/count-resources.ts';
import type {
  CustomResourceType,
  CustomSchema,
  Definitions,
  ExtensionUse,
} from '../../directory/custom-types/definitions.ts';
import {
  deleteResourceType,
  deleteSchema,
  putResourceType,
  putSchema,
  usersOfSchema,
} from '../../directory/custom-types/edit-definitions.ts';
import { readDefinitions } from '../../directory/custom-types/read-definitions.ts';
import { groupResourceType } from '../../directory/groups/group-type.ts';
import { userResourceType } from '../../directory/users/user-type.ts';
import type { Handler, OrganizationContext } from './bind-route.ts';
import { ownerOf } from './department-handlers.ts';
import { ProblemError } from './problem-error.ts';

function presentSchema(definitions: Definitions, schema: CustomSchema): SchemaView {
  // written by this contract, so it has the contract's form
  const attributes = schema.attributes as unknown as SchemaView['attributes'];
  return { ...schema, attributes, usedBy: [...usersOfSchema(definitions, schema.id)] };
}

/** User and Group first, then the organization's own types. */
function presentTypes(definitions: Definitions, counts: ReadonlyMap<string, number>): ResourceTypeView[] {
  const builtIn = ({ name, endpoint, description, schema, extensions }: ResourceTypeDefinition) => ({
    name,
    endpoint,
    description,
    schema: schema.id,
    schemaExtensions: extensions.map((extension) => ({ schema: extension.schema.id, required: extension.required })),
    custom: false,
    resources: counts.get(name) ?? 0,
  });
  const extended = (type: ResourceTypeDefinition, uses: readonly ExtensionUse[]): ResourceTypeView => {
    const view = builtIn(type);
    return { ...view, schemaExtensions: [...view.schemaExtensions, ...uses] };
  };
  const own = definitions.resourceTypes.map((type) => ({
    ...type,
    schemaExtensions: [...type.schemaExtensions],
    custom: true,
    resources: counts.get(type.name) ?? 0,
  }));
  const { userExtensions, groupExtensions } = definitions;
  return [extended(userResourceType, userExtensions), extended(groupResourceType, groupExtensions), ...own];
}

async function change(
  context: OrganizationContext,
  edit: EditDefinitions,
  discardValues: 'true' | 'false',
): Promise<Definitions> {
  const { services, organization } = context;
  const adaption = { ...ownerOf(context), discard: discardValues === 'true' };
  const definitions = await changeDefinitions(services.database, adaption, edit);
  services.types.forget(organization.id);
  // remembered callers have the organization's row as it was
  services.callerCache.clear();
  services.signal.notify();
  return definitions;
}

function assertSame(path: string, inPath: string, inBody: string): void {
  if (inPath === inBody) return;
  throw new ProblemError('invalid_request', `The path says "${inPath}", the body "${inBody}".`, {
    issues: [{ path, message: 'This is not what the path says.' }],
  });
}

const list: Handler<typeof routes.listSchemas> = async (_input, { services, organization }) => {
  const { db } = services.database;
  const { definitions } = await readDefinitions(db, organization.id);
  return {
    schemas: definitions.schemas.map((schema) => presentSchema(definitions, schema)),
    resourceTypes: presentTypes(definitions, await countResources(db, organization.id)),
  };
};

const put: Handler<typeof routes.putSchema> = async ({ params, query, body }, context) => {
  assertSame('id', params.schema, body.id);
  const { id, name, description } = body;
  const schema = { id, name, description, attributes: body.attributes as readonly AttributeInput[] };
  const definitions = await change(context, putSchema(schema), query.discardValues);
  return presentSchema(definitions, definitions.schemas.find((one) => one.id === id) ?? schema);
};

const remove: Handler<typeof routes.deleteSchema> = async ({ params }, context) => {
  await change(context, deleteSchema(params.schema), 'false');
};

const putType: Handler<typeof routes.putResourceType> = async ({ params, query, body }, context) => {
  assertSame('name', params.type, body.name);
  const { name, endpoint, description, schema, schemaExtensions } = body;
  const type: CustomResourceType = { name, endpoint, description, schema, schemaExtensions };
  const definitions = await change(context, putResourceType(type), query.discardValues);
  const { services, organization } = context;
  const types = presentTypes(definitions, await countResources(services.database.db, organization.id));
  const found = types.find((one) => one.name === name);
  if (found === undefined) throw new TypeError('A resource type that was put is not there.');
  return found;
};

const removeType: Handler<typeof routes.deleteResourceType> = async ({ params, query }, context) => {
  await change(context, deleteResourceType(params.type), query.discardValues);
};

export const schemaHandlers = {
  listSchemas: list,
  putSchema: put,
  deleteSchema: remove,
  putResourceType: putType,
  deleteResourceType: removeType,
};
