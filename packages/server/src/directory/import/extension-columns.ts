import {
  isJsonArray,
  isJsonObject,
  valueAt,
  type JsonObject,
  type JsonValue,
  type ResourceAttribute,
} from '@lockstep/scim';
import { joinCell, splitCell } from '../csv/cell-list.ts';
import type { OrganizationTypes } from '../custom-types/compile-types.ts';
import type { ExtensionValues } from '../custom-types/extension-values.ts';
import { isSecret, ownExtensions } from '../custom-types/own-extensions.ts';
import { because, type Reason } from './row-fault.ts';
import { userColumns } from './user-columns.ts';

/** A column of a users file for an attribute that the organization added, or for one part of a complex one. */
export interface ExtensionColumn {
  /** The path of the attribute in standard notation (RFC 7644 §3.10): the header of an export. */
  readonly header: string;
  /** The header without the URN, where nothing else has that name. */
  readonly shortHeader?: string;
  /** URN. */
  readonly extension: string;
  readonly attribute: ResourceAttribute;
  readonly part?: ResourceAttribute;
  /** Can be written, but is in no export. */
  readonly secret: boolean;
}

type Unnamed = Omit<ExtensionColumn, 'shortHeader'>;

const known = new WeakMap<OrganizationTypes['user'], readonly ExtensionColumn[]>();

/**
 * The columns of an organization, in the order of its definitions. Lists of complex values have none, and neither has what
 * is read-only.
 */
export function extensionColumns({ user }: Pick<OrganizationTypes, 'user'>): readonly ExtensionColumn[] {
  const columns = known.get(user) ?? findColumns(user);
  known.set(user, columns);
  return columns;
}

function findColumns(user: OrganizationTypes['user']): readonly ExtensionColumn[] {
  const columns = ownExtensions(user).flatMap(({ schema, attributes }) =>
    attributes.all.flatMap((attribute) => columnsOf(schema.id, attribute)),
  );
  const shortOf = ({ header, extension }: Unnamed): string => header.slice(extension.length + 1);
  const names = [...userColumns, ...columns.map(shortOf)].map((name) => name.toLowerCase());
  return columns.map((column) => {
    const short = shortOf(column);
    const clear = names.filter((name) => name === short.toLowerCase()).length === 1;
    return clear ? { ...column, shortHeader: short } : column;
  });
}

function columnsOf(extension: string, attribute: ResourceAttribute): readonly Unnamed[] {
  const { mutability, multiValued, type } = attribute.definition;
  if (mutability === 'readOnly') return [];
  const secret = isSecret(attribute.definition);
  if (type !== 'complex') return [{ header: attribute.path, extension, attribute, secret }];
  if (multiValued) return [];
  return attribute.subAttributes.all
    .filter(({ definition }) => definition.mutability !== 'readOnly')
    .map((part) => ({
      header: part.path,
      extension,
      attribute,
      part,
      secret: secret || isSecret(part.definition),
    }));
}

/** The column that a header means, whatever its case: by the path, or by the name where that is clear. */
export function extensionColumnNamed(
  types: Pick<OrganizationTypes, 'user'>,
  header: string,
): ExtensionColumn | undefined {
  const key = header.toLowerCase();
  return extensionColumns(types).find(
    (column) => column.header.toLowerCase() === key || column.shortHeader?.toLowerCase() === key,
  );
}

/** What a file says of a user in a column; lists as in the other columns. */
export function extensionCell({ attribute, part }: ExtensionColumn, resource: JsonObject): string {
  const whole = valueAt(attribute, resource);
  const value = part === undefined ? whole : isJsonObject(whole) ? whole[part.name] : undefined;
  if (value === undefined) return '';
  const textOf = (one: JsonValue): string => (typeof one === 'string' ? one : JSON.stringify(one));
  return isJsonArray(value) ? joinCell(value.map(textOf)) : textOf(value);
}

const readers: { readonly [type: string]: (text: string) => JsonValue | undefined } = {
  boolean: (text) => ({ true: true, false: false })[text.toLowerCase()],
  integer: (text) => (/^[+-]?\d{1,16}$/.test(text) ? Number(text) : undefined),
  decimal: (text) => (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(text) ? Number(text) : undefined),
};

function readCell({ attribute, part }: ExtensionColumn, cell: string): JsonValue | undefined {
  const { type, multiValued } = (part ?? attribute).definition;
  const read = readers[type] ?? ((text: string): JsonValue => text);
  if (!multiValued) return cell === '' ? null : read(cell);
  const values = splitCell(cell)
    .filter((text) => text !== '')
    .map(read);
  return values.some((value) => value === undefined) ? undefined : (values as JsonValue[]);
}

/** What a row says of the organization's own attributes; an empty cell clears. The first cell that is of another type is a fault. */
export function extensionsOf(
  cells: readonly { readonly column: ExtensionColumn; readonly cell: string }[],
): { readonly values: ExtensionValues } | { readonly fault: Reason } {
  const values: Record<string, Record<string, JsonValue>> = {};
  for (const { column, cell } of cells) {
    const { extension, attribute, part, header } = column;
    const value = readCell(column, cell);
    if (value === undefined)
      return { fault: because('invalid_cell', { column: column.shortHeader ?? header, value: cell.slice(0, 100) }) };
    const held = (values[extension] ??= {});
    if (part === undefined) held[attribute.name] = value;
    else held[attribute.name] = { ...(held[attribute.name] as JsonObject | undefined), [part.name]: value };
  }
  return { values };
}
