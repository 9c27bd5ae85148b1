import { ScimError, type JsonObject, type ResourceAttribute, type ResourceTypeDefinition } from '@lockstep/scim';
import {
  findByExternalId,
  findByUniqueValue,
  findCustomResources,
  type TypePlace,
} from '../../../directory/custom-resources/custom-resource-statements.ts';
import type {
  CreateCustomResource,
  CustomResourceOutcome,
  ModifyCustomResource,
} from '../../../directory/custom-resources/custom-resource-write.ts';
import { customResourcesTable } from '../../../directory/custom-resources/custom-resources-table.ts';
import type { OrganizationTypes } from '../../../directory/custom-types/compile-types.ts';
import { digestSecrets } from '../../../directory/custom-types/digest-secrets.ts';
import { uniqueAttributes, uniqueDigest } from '../../../directory/custom-types/unique-values.ts';
import { isResourceId } from '../../../directory/resource-id.ts';
import type { Services } from '../../services.ts';
import type { ScimContext } from '../scim-context.ts';
import { patchKept, replaceKept, toResource } from './kept-resource.ts';
import { inOrder, type Creation, type ResourceStore, type StoredResource } from './resource-store.ts';

/** Bytes of UTF-8 that an entry of an index surely holds. */
const longestExternalId = 1000;

/** The resource that a write left, or undefined when there is none; refusals are thrown. */
function written(outcome: CustomResourceOutcome): StoredResource | undefined {
  if (outcome.kind === 'refused') throw outcome.error;
  return outcome.kind === 'unknown' ? undefined : toResource(outcome.resource);
}

/** @throws ScimError `invalidValue` for an identifier that no index could hold */
function checkExternalId(resource: JsonObject): JsonObject {
  const { externalId } = resource;
  if (typeof externalId !== 'string' || Buffer.byteLength(externalId) <= longestExternalId) return resource;
  throw ScimError.invalidValue(`"externalId" is longer than ${longestExternalId} bytes`);
}

/** How the resources of one type are looked up by one attribute; undefined where no index knows it. */
async function lookUpIds(
  { db }: Services['database'],
  place: TypePlace,
  { attribute, value }: { readonly attribute: ResourceAttribute; readonly value: string | number | boolean },
  unique: readonly ResourceAttribute[],
): Promise<readonly string[] | undefined> {
  if (attribute.path === 'externalId') return findByExternalId(db, place, String(value));
  if (!unique.includes(attribute) || attribute.definition.multiValued || attribute.parent !== undefined)
    return undefined;
  return findByUniqueValue(db, place, { path: attribute.path, digest: uniqueDigest(attribute, value) });
}

/** Resources of a type that an organization defined. */
export function createCustomStore(
  { database, writeCustomResource, secretsKey }: Services,
  types: OrganizationTypes,
  type: ResourceTypeDefinition,
): ResourceStore {
  const unique = uniqueAttributes(type);
  const placeOf = ({ organization }: ScimContext): TypePlace => {
    return { organizationId: organization.id, resourceType: type.name };
  };
  const orderedBy = ({ organization, actor }: ScimContext, id: string) => {
    return { organizationId: organization.id, id, actor, type, types };
  };
  const storable = (resourceId: string, before: JsonObject, after: JsonObject): JsonObject =>
    digestSecrets(type, before, checkExternalId(after), { key: secretsKey, resourceId });

  function creationOf(context: ScimContext, { id, attributes }: Creation): CreateCustomResource {
    return { kind: 'create', ...orderedBy(context, id), resource: storable(id, {}, attributes) };
  }

  async function modify(
    context: ScimContext,
    id: string,
    change: ModifyCustomResource['change'],
  ): Promise<StoredResource | undefined> {
    if (!isResourceId(id)) return undefined;
    return written(
      await writeCustomResource({
        kind: 'modify',
        ...orderedBy(context, id),
        change: (current) => storable(id, current.resource, change(current)),
      }),
    );
  }

  return {
    type,
    async create(context, creation) {
      const created = written(await writeCustomResource(creationOf(context, creation)));
      if (created === undefined) throw new TypeError('A created resource is unknown.');
      return created;
    },
    orderCreation: (context, creation) => ({ kind: 'custom', write: creationOf(context, creation) }),
    async find(context, id) {
      const [found] = await findCustomResources(database.db, placeOf(context), [id]);
      return found === undefined ? undefined : toResource(found);
    },
    async lookUp(context, comparison) {
      if (String(comparison.value).includes('\0')) return undefined;
      const ids = await lookUpIds(database, placeOf(context), comparison, unique);
      if (ids === undefined) return undefined;
      return inOrder(ids, await findCustomResources(database.db, placeOf(context), ids)).map(toResource);
    },
    table({ organization, baseUrl }) {
      return customResourcesTable(type, { organizationId: organization.id, baseUrl });
    },
    async load(context, snapshot, { ids }) {
      return inOrder(ids, await findCustomResources(snapshot, placeOf(context), ids)).map(toResource);
    },
    replace: (context, id, replacement) => modify(context, id, replaceKept(type, context, replacement)),
    patch: (context, id, patch) => modify(context, id, patchKept(type, context, patch)),
    async remove(context, id, check) {
      if (!isResourceId(id)) return false;
      const ordered = orderedBy(context, id);
      const outcome = await writeCustomResource({
        kind: 'delete',
        ...ordered,
        check: (current) => check(toResource(current)),
      });
      return written(outcome) !== undefined;
    },
  };
}
