import { readFile } from 'node:fs/promises';
import { routes, type AdminClient } from '@lockstep/admin-api';
import { Command } from 'commander';
import { connectApi } from './api.ts';
import { CliError } from './cli-error.ts';
import { inOrganization, type OrgOptions } from './common-options.ts';
import { confirm } from './confirm.ts';
import { formatTable, print } from './output.ts';

const schemaUrn = 'urn:ietf:params:scim:schemas:core:2.0:Schema';
const resourceTypeUrn = 'urn:ietf:params:scim:schemas:core:2.0:ResourceType';

/** One definition of a file, told apart by its `schemas` as RFC 7643 §7 and §6 have it. */
interface Definition {
  readonly kind: 'schema' | 'resource type';
  readonly name: string;
  readonly body: Record<string, unknown>;
}

function readDefinition(value: unknown): Definition {
  if (typeof value !== 'object' || value === null) throw new CliError('A definition is a JSON object.');
  const body = value as Record<string, unknown>;
  const urns: readonly unknown[] = Array.isArray(body['schemas']) ? body['schemas'] : [];
  if (urns.includes(schemaUrn)) return { kind: 'schema', name: String(body['id']), body };
  if (urns.includes(resourceTypeUrn)) return { kind: 'resource type', name: String(body['name']), body };
  throw new CliError(`A definition says what it is: "schemas" has "${schemaUrn}" or "${resourceTypeUrn}".`);
}

async function readFileText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    throw new CliError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
  });
}

/** The definitions of a file, schemas first: resource types refer to them. */
async function readDefinitions(file: string): Promise<readonly Definition[]> {
  const text = await readFileText(file);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new CliError(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
  const definitions = (Array.isArray(value) ? (value as unknown[]) : [value]).map(readDefinition);
  const of = (kind: Definition['kind']): Definition[] => definitions.filter((one) => one.kind === kind);
  return [...of('schema'), ...of('resource type')];
}

interface ApplyOptions extends OrgOptions {
  readonly discardValues?: true;
}

async function put(
  call: AdminClient,
  org: string,
  { kind, name, body }: Definition,
  discardValues: 'true' | 'false',
): Promise<unknown> {
  const query = { discardValues };
  // the server says what is wrong with the body, field by field
  if (kind === 'schema') return call(routes.putSchema, { params: { org, schema: name }, query, body: body as never });
  return call(routes.putResourceType, { params: { org, type: name }, query, body: body as never });
}

function addApply(schema: Command): void {
  inOrganization(schema.command('apply'))
    .description('define or change schemas and resource types from a JSON file in the form of RFC 7643')
    .argument('<file>', 'one definition or a list of them')
    .option('--discard-values', 'let values be lost that the new definitions have no place for')
    .action(async (file: string, options: ApplyOptions) => {
      const definitions = await readDefinitions(file);
      const discard = options.discardValues === true;
      if (discard) await confirm('Values that the new definitions have no place for will be lost. Go on?', options);
      const call = connectApi();
      const applied: unknown[] = [];
      for (const one of definitions) applied.push(await put(call, options.org, one, discard ? 'true' : 'false'));
      print(applied, options, () => definitions.map(({ kind, name }) => `Applied the ${kind} ${name}.`).join('\n'));
    });
}

function addList(schema: Command): void {
  inOrganization(schema.command('list'))
    .description('list the schemas that the organization defined, and its resource types')
    .action(async (options: OrgOptions) => {
      const found = await connectApi()(routes.listSchemas, { params: { org: options.org } });
      print(found, options, () => {
        const schemas = found.schemas.map(({ id, name, attributes, usedBy }) => {
          return [id, name, String(attributes.length), usedBy.join(', ')];
        });
        const types = found.resourceTypes.map(({ name, endpoint, schema: main, resources }) => {
          return [name, endpoint, String(resources), main];
        });
        return [
          formatTable(['Schema', 'Name', 'Attributes', 'Used by'], schemas),
          '',
          formatTable(['Resource type', 'Endpoint', 'Resources', 'Main schema'], types),
        ].join('\n');
      });
    });
}

function addDelete(schema: Command): void {
  inOrganization(schema.command('delete'))
    .description('delete a schema that no resource type has')
    .argument('<urn>', 'see "schema list"')
    .action(async (urn: string, options: OrgOptions) => {
      await confirm(`Delete the schema ${urn}?`, options);
      await connectApi()(routes.deleteSchema, { params: { org: options.org, schema: urn } });
      print({ id: urn }, options, () => `Deleted the schema ${urn}.`);
    });
  inOrganization(schema.command('delete-type'))
    .description('delete a resource type')
    .argument('<name>', 'see "schema list"')
    .option('--discard-values', 'delete its resources too')
    .action(async (name: string, options: ApplyOptions) => {
      const discard = options.discardValues === true;
      await confirm(`Delete the resource type ${name}${discard ? ' and all its resources' : ''}?`, options);
      const query = { discardValues: discard ? 'true' : 'false' } as const;
      await connectApi()(routes.deleteResourceType, { params: { org: options.org, type: name }, query });
      print({ name }, options, () => `Deleted the resource type ${name}.`);
    });
}

export function schemaCommand(): Command {
  const schema = new Command('schema').description('schemas and resource types that an organization defines');
  addApply(schema);
  addList(schema);
  addDelete(schema);
  return schema;
}
