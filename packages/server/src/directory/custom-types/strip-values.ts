import { isJsonArray, isJsonObject, type JsonObject, type JsonValue, type ResourceAttribute } from '@lockstep/scim';

type Members = Record<string, JsonValue>;

function without(holder: JsonObject, name: string): JsonObject {
  const { [name]: _gone, ...rest } = holder;
  return rest;
}

function isEmpty(value: JsonValue): boolean {
  return isJsonArray(value) ? value.length === 0 : isJsonObject(value) && Object.keys(value).length === 0;
}

/** The complex value, or the list of them, without a part; undefined where nothing is left (RFC 7643 §2.5). */
function withoutPart(value: JsonValue, part: string): JsonValue | undefined {
  const strip = (element: JsonValue): JsonValue => (isJsonObject(element) ? without(element, part) : element);
  const stripped = isJsonArray(value) ? value.map(strip).filter((element) => !isEmpty(element)) : strip(value);
  return isEmpty(stripped) ? undefined : stripped;
}

function stripFrom(holder: JsonObject, { name, parent }: ResourceAttribute): JsonObject {
  if (parent === undefined) return without(holder, name);
  const held = holder[parent.name];
  if (held === undefined) return holder;
  const rest = withoutPart(held, name);
  return rest === undefined ? without(holder, parent.name) : { ...holder, [parent.name]: rest };
}

/** The attributes of a resource without those values, and without the extensions named or emptied. */
export function stripValues(
  resource: JsonObject,
  lost: readonly ResourceAttribute[],
  lostExtensions: readonly string[],
): JsonObject {
  let result: Members = Object.fromEntries(Object.entries(resource).filter(([name]) => !lostExtensions.includes(name)));
  for (const attribute of lost) {
    const { extension } = attribute;
    if (extension === undefined) {
      result = { ...stripFrom(result, attribute) };
      continue;
    }
    const held = result[extension];
    if (!isJsonObject(held)) continue;
    const rest = stripFrom(held, attribute);
    result = isEmpty(rest) ? { ...without(result, extension) } : { ...result, [extension]: rest };
  }
  return result;
}
