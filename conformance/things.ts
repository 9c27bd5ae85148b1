import { expect } from 'vitest';
import { routes } from '../packages/admin-api/src/index.ts';
import type { ScimAnswer, TestServer } from '../packages/server/src/test-server.testing.ts';
import type { Bench, Body } from './bench.ts';

/** Schemas of an organization that has defined some: every data type and every characteristic at least once. */
export const own = {
  thing: 'urn:example:params:scim:schemas:Thing',
  lease: 'urn:example:params:scim:schemas:extension:Lease',
  cost: 'urn:example:params:scim:schemas:extension:Cost',
} as const;

const text = (name: string, more: object = {}) => ({ name, ...more });

export const thingAttributes = [
  text('code', { required: true, uniqueness: 'server', caseExact: true }),
  text('label', { uniqueness: 'server' }),
  text('text'),
  text('exact', { caseExact: true }),
  text('flag', { type: 'boolean' }),
  text('count', { type: 'integer' }),
  text('weight', { type: 'decimal' }),
  text('at', { type: 'dateTime' }),
  text('data', { type: 'binary' }),
  text('link', { type: 'reference', referenceTypes: ['uri'] }),
  text('photo', { type: 'reference', referenceTypes: ['external'] }),
  text('keeper', { type: 'reference', referenceTypes: ['User'] }),
  text('peer', { type: 'reference', referenceTypes: ['Thing'] }),
  text('kind', { canonicalValues: ['small', 'large'] }),
  text('tags', { multiValued: true }),
  text('sizes', { type: 'integer', multiValued: true }),
  text('fixed', { mutability: 'immutable' }),
  text('pin', { mutability: 'writeOnly' }),
  text('hidden', { returned: 'never' }),
  text('wanted', { returned: 'request' }),
  text('shown', { returned: 'always' }),
  text('made', { mutability: 'readOnly' }),
  {
    name: 'place',
    type: 'complex',
    subAttributes: [
      text('room', { required: true }),
      text('building', { mutability: 'immutable' }),
      text('floor', { type: 'integer' }),
      text('note', { returned: 'request' }),
    ],
  },
  {
    name: 'parts',
    type: 'complex',
    multiValued: true,
    subAttributes: [
      text('value'),
      text('type'),
      text('primary', { type: 'boolean' }),
      text('uid', { uniqueness: 'server' }),
    ],
  },
];

const schema = (id: string, attributes: readonly object[]) => {
  const name = id.slice(id.lastIndexOf(':') + 1);
  return { id, name, description: `A ${name}`, attributes: attributes as never };
};

/** Defines `Thing` at `/Things` with a required extension, and an optional extension of things, users and groups. */
export async function defineThings({ call }: Pick<TestServer, 'call'>, org = 'acme'): Promise<void> {
  const schemas = [
    schema(own.thing, thingAttributes),
    schema(own.lease, [
      text('contract', { required: true }),
      text('until', { type: 'dateTime' }),
      text('badge', { uniqueness: 'server' }),
      text('remark', { returned: 'request' }),
      text('seal', { mutability: 'immutable' }),
      text('key', { mutability: 'writeOnly' }),
    ]),
    schema(own.cost, [text('center', { required: true })]),
  ];
  for (const body of schemas) await call(routes.putSchema, { params: { org, schema: body.id }, body });
  await call(routes.putResourceType, {
    params: { org, type: 'Thing' },
    body: {
      name: 'Thing',
      endpoint: '/Things',
      description: 'Things',
      schema: own.thing,
      schemaExtensions: [{ schema: own.cost, required: true }, { schema: own.lease }],
    },
  });
  for (const name of ['User', 'Group']) {
    await call(routes.putResourceType, {
      params: { org, type: name },
      body: {
        name,
        endpoint: `/${name}s`,
        schema: `urn:ietf:params:scim:schemas:core:2.0:${name}`,
        schemaExtensions: [{ schema: own.lease }],
      },
    });
  }
}

/** The body of a thing with what is required. */
export function thingBody(bench: Bench, more: object = {}): Body {
  return { schemas: [own.thing, own.cost], code: bench.name(), [own.cost]: { center: 'C1' }, ...more };
}

/** A thing that was created, as the answer shows it. */
export async function createThing(bench: Bench, more: object = {}): Promise<Body> {
  const { status, body } = await bench.scim('/Things', { method: 'POST', body: thingBody(bench, more) });
  expect(status, JSON.stringify(body)).toBe(201);
  return body;
}

/** The answer to a PUT that leaves a thing nothing but what is required and what is given. */
export function putThing(bench: Bench, { id, code }: Body, more: object): Promise<ScimAnswer> {
  return bench.scim(`/Things/${id}`, { method: 'PUT', body: { ...thingBody(bench), code, ...more } });
}
