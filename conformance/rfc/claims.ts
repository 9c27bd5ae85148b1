import type { Bench, Body } from '../bench.ts';

/** An attribute as `/Schemas` describes it. */
interface Described {
  readonly name: string;
  readonly type: string;
  readonly multiValued: boolean;
  readonly required: boolean;
  readonly caseExact: boolean;
  readonly mutability: 'readOnly' | 'readWrite' | 'immutable' | 'writeOnly';
  readonly returned: 'always' | 'never' | 'default' | 'request';
  readonly uniqueness: 'none' | 'server' | 'global';
  readonly canonicalValues?: readonly string[];
  readonly subAttributes?: readonly Described[];
}

/** What a described attribute promises, and where it stands. */
export interface Claim {
  readonly type: string;
  readonly endpoint: string;
  /** As in a filter or a PATCH path. */
  readonly path: string;
  readonly described: Described;
  /** Names from the resource down to the attribute. */
  readonly place: readonly string[];
  readonly parent?: Described;
}

function claimsOf(
  base: Omit<Claim, 'path' | 'described' | 'parent'>,
  prefix: string,
  list: readonly Described[],
): Claim[] {
  return list.flatMap((described) => {
    const path = prefix + described.name;
    const whole: Claim = { ...base, path, described, place: [...base.place, described.name] };
    const parts = (described.subAttributes ?? []).map((sub): Claim => {
      return {
        ...whole,
        path: `${path}.${sub.name}`,
        described: sub,
        place: [...whole.place, sub.name],
        parent: described,
      };
    });
    return [whole, ...parts];
  });
}

/** Every attribute and sub-attribute of every resource type that the server describes. */
export async function readClaims(bench: Bench): Promise<readonly Claim[]> {
  const { Resources: all } = await bench.read('/ResourceTypes');
  // the catalogue of services can only be read: nothing there to be created and changed
  const types = all.filter(({ name }: Body) => name !== 'Service');
  const { Resources: schemas } = await bench.read('/Schemas');
  const attributesOf = (id: string): readonly Described[] => schemas.find((one: Body) => one.id === id).attributes;
  return types.flatMap(({ name, endpoint, schema, schemaExtensions = [] }: Body) => [
    ...claimsOf({ type: name, endpoint, place: [] }, '', attributesOf(schema)),
    ...schemaExtensions.flatMap((extension: Body) =>
      claimsOf(
        { type: name, endpoint, place: [extension.schema] },
        `${extension.schema}:`,
        attributesOf(extension.schema),
      ),
    ),
  ]);
}

const samples: Readonly<Record<string, readonly [unknown, unknown]>> = {
  string: ['MixedCase', 'Another'],
  reference: ['https://people.example/MixedCase', 'https://people.example/Another'],
  boolean: [true, false],
  binary: ['TWl4ZWQ=', 'T3RoZXI='],
  dateTime: ['2026-01-31T09:30:00Z', '2026-02-01T00:00:00Z'],
  integer: [1, 2],
  decimal: [1.5, 2.5],
};

/** Values of other JSON types than the attribute has. A number is text to a tolerance, so text gets no number. */
export const wrongValues: Readonly<Record<string, readonly unknown[]>> = {
  string: [true, { nothing: 1 }],
  reference: [true, { nothing: 1 }],
  boolean: ['perhaps', 7, { nothing: 1 }],
  binary: ['not base64!', true],
  dateTime: ['yesterday', true],
  integer: ['many', 1.5, true],
  decimal: ['many', true],
  complex: [true, [[]]],
};

/** Two different values that the attribute takes. Members are users that must exist; unique names are new each time. */
export async function validValues(bench: Bench, claim: Claim): Promise<readonly [unknown, unknown]> {
  const { described, path, type } = claim;
  if (described.uniqueness !== 'none') return [`${bench.name()}.Aa`, `${bench.name()}.Bb`];
  if (type === 'Group' && path === 'members.value') return [(await bench.user()).id, (await bench.user()).id];
  if (described.type !== 'complex') {
    const [first, second] = samples[described.type]!;
    const canonical = described.canonicalValues ?? [];
    const values = [canonical[0] ?? first, canonical[1] ?? canonical[0] ?? second] as const;
    return described.multiValued ? [[values[0]], [values[1]]] : values;
  }
  const wholes: [Record<string, unknown>, Record<string, unknown>] = [{}, {}];
  for (const sub of described.subAttributes ?? []) {
    if (sub.mutability === 'readOnly') continue;
    const values = await validValues(bench, { ...claim, described: sub, path: `${path}.${sub.name}` });
    wholes[0][sub.name] = values[0];
    wholes[1][sub.name] = values[1];
  }
  return described.multiValued ? [[wholes[0]], [wholes[1]]] : wholes;
}

/** A part of a resource that has the value in the attribute's place, and beside it only what is required there. */
export async function partWith(bench: Bench, claim: Claim, value: unknown): Promise<Record<string, unknown>> {
  const { place, parent, path, described } = claim;
  const [last, ...holders] = [...place].reverse();
  let part: Record<string, unknown> = { [last!]: value };
  for (const sibling of parent?.subAttributes ?? []) {
    if (!sibling.required || sibling === described) continue;
    const siblingPath = path.replace(/\.[^.]*$/, `.${sibling.name}`);
    [part[sibling.name]] = await validValues(bench, { ...claim, described: sibling, path: siblingPath });
  }
  for (const [index, name] of holders.entries()) {
    const list = index === 0 && parent?.multiValued === true;
    part = { [name]: list ? [part] : part };
  }
  return part;
}

/** What a resource has in the attribute's place; of several values the first. */
export function valueIn({ place }: Claim, resource: Body): unknown {
  let value: unknown = resource;
  for (const [index, name] of place.entries()) {
    if (index > 0 && Array.isArray(value)) value = value[0];
    value = (value as Record<string, unknown> | undefined)?.[name];
  }
  return value;
}
