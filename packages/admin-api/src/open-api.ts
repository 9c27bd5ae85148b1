import { z } from 'zod';
import { eventsPath } from './events.ts';
import { problemSchema } from './problem.ts';
import { basePath, type Route } from './route.ts';
import { routes } from './routes.ts';
import { scopeOf } from './scope.ts';

type JsonSchema = Readonly<Record<string, unknown>>;

const problem = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };

/** A schema of the contract as JSON Schema 2020-12, the dialect of OpenAPI 3.1; undefined where there is nothing. */
function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): JsonSchema | undefined {
  if (schema instanceof z.ZodUndefined) return undefined;
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    reused: 'inline',
    override: ({ jsonSchema: made }) => {
      // the format says it; the pattern is as long as the calendar is irregular
      if (made.format === 'date-time') delete made.pattern;
    },
  });
  return rest;
}

function parameters(schema: z.ZodType, place: 'path' | 'query'): object[] {
  // numbers of a query arrive as text: what they are after reading says more
  const { properties = {} } = (jsonSchema(schema, 'output') ?? {}) as { properties?: Record<string, JsonSchema> };
  const { required = [] } = (jsonSchema(schema, 'input') ?? {}) as { required?: string[] };
  return Object.entries(properties).map(([name, one]) => ({
    name,
    in: place,
    required: place === 'path' || (required.includes(name) && one['default'] === undefined),
    schema: one,
  }));
}

function requestBody(route: Route): object {
  const schema = jsonSchema(route.body, 'input');
  if (schema === undefined) return {};
  return { requestBody: { required: true, content: { [route.bodyType ?? 'application/json']: { schema } } } };
}

function success(route: Route): object {
  const schema = jsonSchema(route.response, 'output');
  return {
    description: route.summary,
    ...(schema === undefined ? {} : { content: { [route.responseType ?? 'application/json']: { schema } } }),
  };
}

function security(route: Route): object[] {
  if (route.access === 'public') return [];
  const scope = route.access === 'organization' ? scopeOf(route) : undefined;
  return [{ apiKey: scope === undefined ? [] : [scope] }, { session: [] }];
}

/** The part of the API that a route belongs to, by its path. */
function tagOf({ path }: Pick<Route, 'path'>): string {
  const [, first = '', , third] = path.split('/');
  return first === 'organizations' ? (third ?? first) : first;
}

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The same request under the same key is done once and gets the same answer, for a day.',
  schema: { type: 'string', minLength: 1, maxLength: 200 },
};

function operation(route: Route): object {
  const once = route.method === 'POST' && route.status === 201 ? [idempotencyKey] : [];
  const all = [...parameters(route.params, 'path'), ...parameters(route.query, 'query'), ...once];
  return {
    operationId: route.id,
    summary: route.summary,
    tags: [tagOf(route)],
    security: security(route),
    ...(all.length === 0 ? {} : { parameters: all }),
    ...requestBody(route),
    responses: {
      [route.status]: success(route),
      default: { description: 'A problem document (RFC 9457); its code is stable.', content: problem },
    },
  };
}

/** `/organizations/:org` as OpenAPI writes it. */
function templated(path: string): string {
  return path.replaceAll(/:([a-z]+)/gi, '{$1}');
}

/** The OpenAPI 3.1 document of the admin API, made from the contract alone. */
export function openApiDocument(): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of Object.values(routes) as Route[]) {
    (paths[templated(route.path)] ??= {})[route.method.toLowerCase()] = operation(route);
  }
  paths[templated(eventsPath)] = {
    get: {
      operationId: 'followEvents',
      summary: 'Server-sent events: what moved, so that it is read again',
      tags: ['events'],
      security: [{ apiKey: ['directory:read', 'provisioning:read', 'applications:read'] }, { session: [] }],
      parameters: [{ name: 'org', in: 'path', required: true, schema: { type: 'string' } }],
      responses: { 200: { description: 'The events', content: { 'text/event-stream': {} } } },
    },
  };
  return {
    openapi: '3.1.1',
    info: {
      title: 'Lockstep admin API',
      version: '1',
      description: 'Everything that the console does. Lists are paged by keyset: pass "next" as "cursor".',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: basePath }],
    paths,
    components: {
      schemas: { Problem: jsonSchema(problemSchema, 'output') },
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'An API key; operations name the scope they need.' },
        session: { type: 'apiKey', in: 'cookie', name: 'lockstep.session_token' },
      },
    },
  };
}
