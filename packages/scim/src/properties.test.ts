import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  attributePath,
  deepFreeze,
  filter,
  filterFor,
  jsonValue,
  keptResource,
  patchBody,
  patchFor,
  attributeName,
  storableText,
} from './arbitraries.testing.ts';
import { lenientDialect, strictDialect, ToleranceRecorder } from './dialect.ts';
import type { Tolerances } from './dialect.ts';
import { ScimError } from './errors.ts';
import { checkFilter } from './filter/check-filter.ts';
import { evaluateFilter } from './filter/evaluate-filter.ts';
import { FilterTokenizer } from './filter/filter-tokenizer.ts';
import type { FilterToken } from './filter/filter-tokenizer.ts';
import { FilterParser, parseFilter } from './filter/parse-filter.ts';
import { printFilter } from './filter/print-filter.ts';
import { isJsonObject, jsonEquals } from './json.ts';
import type { JsonObject, JsonValue } from './json.ts';
import { parseJson } from './json-reader.ts';
import { resolveBulkIds } from './message/bulk-id.ts';
import { parseBulkRequest } from './message/bulk-request.ts';
import { parsePaging } from './message/paging.ts';
import { parseSearchRequest, readSearchQuery } from './message/search-request.ts';
import { parseSort } from './message/sort.ts';
import { applyPatch } from './patch/apply-patch.ts';
import { changedAttributes, diffResources, patchRequest } from './patch/diff-resources.ts';
import { membershipDelta } from './patch/membership-delta.ts';
import { parsePatch } from './patch/parse-patch.ts';
import { deviceType } from './patch/patch.testing.ts';
import { makeAttributePath } from './path/attribute-path.ts';
import { parsePath, printPath } from './path/parse-path.ts';
import { checkCreate, checkReplace } from './resource/check-resource.ts';
import { parseIfMatch } from './resource/etag.ts';
import { present } from './resource/present.ts';
import { parseProjection, project } from './resource/projection.ts';
import { groupResourceType, userResourceType } from './schema/resource-types.ts';

fc.configureGlobal({ seed: Number(process.env['LOCKSTEP_TEST_SEED'] ?? 1) });

const limits = { maxLength: 100_000, maxDepth: 20, maxTerms: 1000, maxValuePaths: 1_000_000 };
const types = [userResourceType, groupResourceType, deviceType];
const type = fc.constantFrom(...types);
const dialect = fc.constantFrom(lenientDialect, strictDialect, { ...strictDialect, pathlessOperation: true });

/** What a function gives, or `undefined` when it refuses; any other error is a fault. */
function unlessRefused<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    if (error instanceof ScimError) return undefined;
    throw error;
  }
}

describe('reading what was written', () => {
  it('gives the same filter', () => {
    fc.assert(
      fc.property(filter, (node) => {
        expect(parseFilter(printFilter(node), { limits })).toStrictEqual(node);
      }),
    );
  });

  it('gives the same path', () => {
    const valuePath = fc.tuple(attributePath, attributeName, fc.option(attributeName, { nil: undefined }));
    fc.assert(
      fc.property(fc.oneof(attributePath, valuePath), (made) => {
        if (!Array.isArray(made)) {
          expect(parsePath(printPath(made))).toStrictEqual(made);
          return;
        }
        const [path, name, subAttribute] = made;
        const attribute = makeAttributePath(path.schema, path.attribute);
        const inner = parseFilter(`${name} eq "x"`);
        const node = { kind: 'valuePath' as const, path: attribute, filter: inner };
        const whole = subAttribute === undefined ? node : { ...node, subAttribute };
        expect(parsePath(printPath(whole))).toStrictEqual(whole);
      }),
    );
  });

  it('gives the same JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        const read = unlessRefused(() => parseJson(text));
        if (read !== undefined) expect(JSON.stringify(read)).toBe(text);
        else expect(text).toMatch(/__proto__|constructor|prototype|\[{33}/);
      }),
    );
  });
});

/** Counts how often the parser looks at a token. */
class CountingTokenizer extends FilterTokenizer {
  steps = 0;

  override peek(): FilterToken {
    this.steps += 1;
    return super.peek();
  }
}

describe('the filter parser', () => {
  it('takes a number of steps that is linear in the length', () => {
    const noise = fc.array(
      fc.constantFrom('(', ')', '[', ']', '"', '\\', ' ', 'a', 'not ', 'eq ', ' and ', ' or ', '.', '1'),
      {
        maxLength: 400,
      },
    );
    fc.assert(
      fc.property(
        fc.oneof(
          noise.map((parts) => parts.join('')),
          filter.map(printFilter),
        ),
        (text) => {
          const tokens = new CountingTokenizer(text);
          unlessRefused(() => new FilterParser(tokens, { limits }).parseOr());
          expect(tokens.steps).toBeLessThanOrEqual(5 * (text.length + 1));
        },
      ),
    );
  });
});

describe('evaluation', () => {
  const recorder = new ToleranceRecorder(strictDialect);

  it.each(types)('is total: a checked filter is true or false of anything ($name)', (resourceType) => {
    fc.assert(
      fc.property(filterFor(resourceType), jsonValue, (node, value) => {
        const checked = checkFilter(node, resourceType, recorder);
        const names = resourceType.attributes.all.map(({ name }) => name);
        const resource = isJsonObject(value) ? value : Object.fromEntries(names.map((name) => [name, value]));
        expect(typeof evaluateFilter(checked, resource)).toBe('boolean');
      }),
    );
  });

  it('agrees with logic', () => {
    const filters = fc.tuple(filterFor(userResourceType), filterFor(userResourceType));
    const results = new Set<boolean>();
    fc.assert(
      fc.property(filters, keptResource(userResourceType), ([left, right], resource) => {
        const [a, b] = [checkFilter(left, userResourceType), checkFilter(right, userResourceType)];
        const [isA, isB] = [evaluateFilter(a, resource), evaluateFilter(b, resource)];
        expect(evaluateFilter({ kind: 'and', operands: [a, b] }, resource)).toBe(isA && isB);
        expect(evaluateFilter({ kind: 'or', operands: [a, b] }, resource)).toBe(isA || isB);
        expect(evaluateFilter({ kind: 'not', operand: a }, resource)).toBe(!isA);
        results.add(isA);
      }),
    );
    expect(results.size).toBe(2);
  });

  it('takes eq and ne for opposites where there is one value at most', () => {
    const { attributes } = userResourceType;
    const single = attributes.all.filter(({ definition }) => !definition.multiValued && definition.type === 'string');
    fc.assert(
      fc.property(
        fc.constantFrom(...single),
        storableText,
        keptResource(userResourceType),
        (attribute, value, resource) => {
          const ask = (operator: 'eq' | 'ne'): boolean =>
            evaluateFilter({ kind: 'comparison', operator, attribute, value }, resource);
          expect(ask('ne')).toBe(!ask('eq'));
        },
      ),
    );
  });
});

const body = (resource: JsonObject, resourceType: (typeof types)[number]): JsonObject => ({
  schemas: [resourceType.schema.id, ...resourceType.extensions.map(({ schema }) => schema.id)],
  ...resource,
});

describe('resources', () => {
  it.each(types)('$name: what is kept is kept again unchanged', (resourceType) => {
    fc.assert(
      fc.property(keptResource(resourceType), (resource) => {
        const checked = checkCreate(resourceType, deepFreeze(body(resource, resourceType)), { dialect: strictDialect });
        expect(checked).toStrictEqual({ resource, tolerances: [] });
      }),
    );
  });

  it.each(types)('$name: what is presented can be sent back', (resourceType) => {
    const meta = {
      created: '2026-01-01T00:00:00Z',
      lastModified: '2026-01-01T00:00:00Z',
      location: 'https://x.example/1',
    };
    fc.assert(
      fc.property(keptResource(resourceType), (resource) => {
        const shown = present(resourceType, resource, { id: '1', meta });
        const projected = project(resourceType, deepFreeze(shown), parseProjection({}, resourceType));
        expect(projected).toStrictEqual(shown);
        expect(checkReplace(resourceType, projected, resource, { dialect: strictDialect }).resource).toStrictEqual(
          resource,
        );
      }),
    );
  });
});

describe('bodies', () => {
  it.each(types)('$name: what is kept of anything that is accepted is kept again unchanged', (resourceType) => {
    let accepted = 0;
    fc.assert(
      fc.property(jsonValue, keptResource(resourceType), dialect, (value, resource, chosen) => {
        const sent = { ...(isJsonObject(value) ? value : {}), ...resource, schemas: [resourceType.schema.id] };
        const checked = unlessRefused(() => checkCreate(resourceType, sent, { dialect: chosen }));
        if (checked === undefined) return;
        accepted += 1;
        const again = checkCreate(resourceType, body(checked.resource, resourceType), { dialect: strictDialect });
        expect(again.resource).toStrictEqual(checked.resource);
      }),
    );
    expect(accepted).toBeGreaterThan(10);
  });
});

describe('patches', () => {
  it.each(types)('$name: the difference of two resources makes one of the other', (resourceType) => {
    const pair = fc.tuple(keptResource(resourceType), keptResource(resourceType));
    fc.assert(
      fc.property(pair, fc.constantFrom(lenientDialect, strictDialect), ([before, other], chosen) => {
        const after = keepImmutable(resourceType, before, other);
        const operations = diffResources(resourceType, deepFreeze(before), deepFreeze(after));
        if (operations.length === 0) {
          expect(after).toStrictEqual(before);
          return;
        }
        const request = parsePatch(resourceType, patchRequest(operations), { dialect: { ...chosen, jsonText: false } });
        const result = applyPatch(resourceType, before, request.operations, chosen);
        expect(result.resource).toStrictEqual(after);
        expect(result.changed).toBe(true);
        expect(changedAttributes(resourceType, before, after).length).toBeGreaterThan(0);
      }),
    );
  });

  it.each(types)(
    '$name: change neither their input nor what is read-only, and leave what a create accepts',
    (resourceType) => {
      const seen = new Map<boolean | undefined, number>();
      const anyBody = fc.oneof({ weight: 9, arbitrary: patchFor(resourceType) }, { weight: 1, arbitrary: patchBody });
      const check = (before: JsonObject, patch: JsonValue, chosen: Tolerances): boolean | undefined => {
        const result = unlessRefused(() => {
          const { operations } = parsePatch(resourceType, deepFreeze(patch), { dialect: chosen });
          return applyPatch(resourceType, deepFreeze(before), operations, chosen);
        });
        if (result === undefined) return undefined;
        expect(result.changed).toBe(!jsonEquals(before, result.resource));
        const { state, ...rest } = result.resource;
        expect(state).toBe('lost');
        const { resource } = checkCreate(resourceType, body(rest, resourceType), { dialect: strictDialect });
        expect(resource).toStrictEqual(rest);
        return result.changed;
      };
      fc.assert(
        fc.property(keptResource(resourceType), anyBody, dialect, (kept, patch, chosen) => {
          const changed = check({ ...kept, state: 'lost' }, patch, chosen);
          seen.set(changed, (seen.get(changed) ?? 0) + 1);
        }),
      );
      // Neither are most patches refused, nor do most change nothing.
      expect(seen.get(true)).toBeGreaterThan(10);
    },
  );

  it("sum up to the group's members", () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd');
    const list = fc.array(id, { maxLength: 3 }).map((ids) => ids.map((value) => ({ value })));
    const operation = fc.oneof(
      fc
        .tuple(fc.constantFrom('add', 'replace', 'remove'), list)
        .map(([op, value]) => ({ op, path: 'members', value })),
      id.map((value) => ({ op: 'remove', path: `members[value eq "${value}"]` })),
      fc.constant({ op: 'remove', path: 'members' }),
    );
    fc.assert(
      fc.property(list, fc.array(operation, { minLength: 1, maxLength: 6 }), (members, operations) => {
        const request = parsePatch(groupResourceType, { Operations: operations }, { dialect: lenientDialect });
        const group: JsonObject = members.length === 0 ? { displayName: 'G' } : { displayName: 'G', members };
        const { resource } = applyPatch(groupResourceType, group, request.operations, lenientDialect);
        const delta = membershipDelta(request.operations);
        const ids = new Set<JsonValue>(delta?.base === 'current' ? members.map(({ value }) => value) : []);
        delta?.add.forEach(({ value }) => ids.add(value));
        delta?.remove.forEach((value) => ids.delete(value));
        expect(ids).toStrictEqual(new Set(idsOf(resource['members'])));
      }),
    );
  });
});

function idsOf(members: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(members)
    ? members.map((member: JsonValue) => (isJsonObject(member) ? (member['value'] ?? null) : null))
    : [];
}

/** The second resource with the immutable values of the first, where the first has any. */
function keepImmutable(resourceType: (typeof types)[number], before: JsonObject, after: JsonObject): JsonObject {
  const result: Record<string, JsonValue> = { ...after };
  for (const { name, definition, subAttributes } of resourceType.attributes.all) {
    const [left, right] = [before[name], after[name]];
    if (left === undefined || definition.multiValued) continue;
    if (definition.mutability === 'immutable') result[name] = left;
    const kept = subAttributes.all.filter(
      (sub) => sub.definition.mutability === 'immutable' && isJsonObject(left) && left[sub.name] !== undefined,
    );
    if (!isJsonObject(left) || kept.length === 0) continue;
    const given = isJsonObject(right) ? right : {};
    result[name] = { ...given, ...Object.fromEntries(kept.map((sub) => [sub.name, left[sub.name]!])) };
  }
  return result;
}

describe('no input fails with anything but a ScimError', () => {
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string(), filter.map(printFilter));

  it('as text', () => {
    const check = (): void => {
      fc.assert(
        fc.property(text, type, (input, resourceType) => {
          const recorder = new ToleranceRecorder(lenientDialect);
          unlessRefused(() => checkFilter(parseFilter(input, { recorder }), resourceType, recorder));
          unlessRefused(() => parsePath(input, { recorder }));
          unlessRefused(() => parseJson(input));
          unlessRefused(() => parseIfMatch(input));
          unlessRefused(() => parseSort({ sortBy: input, sortOrder: input }, resourceType));
          unlessRefused(() => parseProjection({ attributes: input }, resourceType));
          unlessRefused(() => readSearchQuery({ filter: input, count: input, startIndex: input, attributes: input }));
          unlessRefused(() =>
            parsePaging({ cursor: input }, { defaultPageSize: 1, maxPageSize: 2, cursor: { defaultMethod: 'index' } }),
          );
        }),
        { numRuns: 300 },
      );
    };
    expect(check).not.toThrow();
  });

  it('as JSON', () => {
    const check = (): void => {
      fc.assert(
        fc.property(
          type,
          dialect,
          jsonValue,
          fc.array(jsonValue, { maxLength: 3 }),
          (resourceType, chosen, value, list) => {
            deepFreeze(value);
            unlessRefused(() => checkCreate(resourceType, value, { dialect: chosen }));
            unlessRefused(() => checkReplace(resourceType, value, { userName: 'a', serial: 'S' }, { dialect: chosen }));
            unlessRefused(() => parseSearchRequest(value, { dialect: chosen }));
            unlessRefused(() => parseBulkRequest(value, { dialect: chosen, maxOperations: 2 }));
            unlessRefused(() => parseBulkRequest({ Operations: list }, { dialect: chosen, maxOperations: 2 }));
            unlessRefused(() => parsePatch(resourceType, value, { dialect: chosen }));
            resolveBulkIds(value, new Map([['a', '1']]));
            if (isJsonObject(value))
              project(resourceType, value, parseProjection({ attributes: 'name.givenName,emails' }, resourceType));
          },
        ),
        { numRuns: 300 },
      );
    };
    expect(check).not.toThrow();
  });

  it('as a PATCH', () => {
    const check = (): void => {
      fc.assert(
        fc.property(type, dialect, fc.oneof(patchBody, ...types.map(patchFor)), (resourceType, chosen, patch) => {
          unlessRefused(() => {
            const { operations } = parsePatch(resourceType, patch, { dialect: chosen });
            membershipDelta(operations);
            return applyPatch(
              resourceType,
              { userName: 'a', displayName: 'a', emails: [{ type: 'work' }] },
              operations,
              chosen,
            );
          });
        }),
        { numRuns: 500 },
      );
    };
    expect(check).not.toThrow();
  });
});
