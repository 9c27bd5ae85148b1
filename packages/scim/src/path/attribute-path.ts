/** An attribute in standard notation (RFC 7644 §3.10): `[urn:]attribute[.subAttribute]`, as written. */
export interface AttributePath {
  readonly kind: 'attributePath';
  /** URN before the attribute's name. */
  readonly schema?: string;
  readonly attribute: string;
  readonly subAttribute?: string;
}

/** `$` is in RFC 7643 §2.1's names (`$ref`) though RFC 7644's filter grammar forgot it. */
const namePattern = /^[A-Za-z$][A-Za-z0-9$_-]*$/;

/** A URI: printable ASCII with a scheme before a colon. */
const schemaPattern = /^[!-9;-~]+:[!-~]+$/;

/** Whether a text is an attribute name (RFC 7643 §2.1). */
export function isAttributeName(text: string): boolean {
  return namePattern.test(text);
}

/** Reads standard notation; `undefined` when the text does not follow the grammar. */
export function readAttributePath(text: string): AttributePath | undefined {
  const colon = text.lastIndexOf(':');
  const schema = colon < 0 ? undefined : text.slice(0, colon);
  if (schema !== undefined && !schemaPattern.test(schema)) return undefined;
  const [attribute = '', subAttribute, more] = text.slice(colon + 1).split('.', 3);
  if (more !== undefined || !isAttributeName(attribute)) return undefined;
  if (subAttribute !== undefined && !isAttributeName(subAttribute)) return undefined;
  return makeAttributePath(schema, attribute, subAttribute);
}

/** Makes a frozen path of its parts. */
export function makeAttributePath(schema: string | undefined, attribute: string, subAttribute?: string): AttributePath {
  return Object.freeze({
    kind: 'attributePath',
    ...(schema === undefined ? {} : { schema }),
    attribute,
    ...(subAttribute === undefined ? {} : { subAttribute }),
  });
}

/** Writes standard notation. */
export function printAttributePath(path: AttributePath): string {
  const prefix = path.schema === undefined ? '' : `${path.schema}:`;
  return prefix + path.attribute + (path.subAttribute === undefined ? '' : `.${path.subAttribute}`);
}
