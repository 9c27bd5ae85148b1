import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, test } from 'vitest';
import { openApiDocument } from './open-api.ts';
import type { Route } from './route.ts';
import { routes } from './routes.ts';

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required: boolean }[];
  readonly requestBody?: unknown;
  readonly responses: Readonly<Record<string, unknown>>;
}
const document = openApiDocument() as { readonly paths: Record<string, Record<string, Operation>> };
const operations = new Map(
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => [operation.operationId, { path, method, operation }] as const),
  ),
);

test('the document is valid OpenAPI 3.1', async () => {
  const result = await new Validator().validate(structuredClone(document));
  expect(result.errors ?? []).toEqual([]);
  expect(result.valid).toBe(true);
});

test.each(Object.entries(routes as Record<string, Route>))('%s is in it as it is declared', (id, route) => {
  const found = operations.get(id);
  expect(found?.method).toBe(route.method.toLowerCase());
  expect(found?.path).toBe(route.path.replaceAll(/:(\w+)/g, '{$1}'));
  expect(Object.keys(found?.operation.responses ?? {})).toEqual([String(route.status), 'default']);
  expect(found?.operation.requestBody !== undefined).toBe(!route.body.safeParse(undefined).success);
  const named = [...(found?.path ?? '').matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const inPath = found?.operation.parameters?.filter((one) => one.in === 'path') ?? [];
  expect(new Set(inPath.map(({ name }) => name))).toEqual(new Set(named));
});

test('every route has an id of its own', () => {
  for (const [id, route] of Object.entries(routes as Record<string, Route>)) expect(route.id).toBe(id);
  expect(operations.size).toBe(Object.keys(routes).length + 1);
});
