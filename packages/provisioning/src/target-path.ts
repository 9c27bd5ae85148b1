/**
 * Where a value lives in a SCIM User: `displayName`, `name.familyName`, or one element of a multi-valued attribute by
 * its type, `emails[type eq "work"].value`; each of them also in an extension, `urn:…:User:division`. A small part of
 * the paths of RFC 7644 §3.10, on purpose: what an application's profile needs and every target understands.
 */
export interface TargetPath {
  /** URN of the extension that holds the attribute; absent for the core schema. */
  readonly schema?: string;
  readonly attribute: string;
  readonly subAttribute?: string;
  /** The `type` of the element; only with a sub-attribute. */
  readonly type?: string;
}

const form = /^(?:(urn:[\w.:-]+):)?([A-Za-z][\w$-]*)(?:\[type eq "([^"\\]+)"\])?(?:\.([A-Za-z][\w$-]*))?$/;

/** Undefined where the text is not of one of the forms. */
export function parseTargetPath(text: string): TargetPath | undefined {
  const match = form.exec(text);
  if (match === null) return undefined;
  const [, schema, attribute = '', type, subAttribute] = match;
  if (type !== undefined && subAttribute === undefined) return undefined;
  return {
    ...(schema === undefined ? {} : { schema }),
    attribute,
    ...(subAttribute === undefined ? {} : { subAttribute }),
    ...(type === undefined ? {} : { type }),
  };
}

/** As {@link parseTargetPath}, for paths that a template was validated with. Throws `TypeError` on any other. */
export function targetPath(text: string): TargetPath {
  const path = parseTargetPath(text);
  if (path === undefined) throw new TypeError(`Not a target path: ${text}`);
  return path;
}
