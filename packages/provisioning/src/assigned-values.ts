import { toAttributeValue } from './app-attribute-types.ts';
import { toAppValue, type AppValue } from './app-profile.ts';
import type { SettingsFault } from './check-settings.ts';
import type { AppAttribute } from './profile-settings.ts';

/** Values of attributes by their target. An empty text or list says that there is to be none. */
export type AttributeValues = Readonly<Record<string, AppValue>>;

/** What assignments set for one user. */
export interface AssignedValues {
  readonly userName?: string;
  /** For the user alone. */
  readonly personal?: AttributeValues;
  /** By the group that counts; present exactly where the user is assigned by one. */
  readonly group?: AttributeValues;
}

/**
 * The values that are in force. Of somebody who is assigned personally, those set personally; of somebody who is
 * assigned by a group, those of the group for attributes of group scope, and personal ones for the others. What the
 * attribute list does not have (any more) does not count.
 */
export function effectiveValues(
  attributes: readonly AppAttribute[],
  { personal = {}, group }: AssignedValues,
): ReadonlyMap<string, AppValue> {
  return new Map(
    attributes.flatMap(({ target, scope }): [string, AppValue][] => {
      const values = group !== undefined && scope === 'group' ? group : personal;
      const value = Object.hasOwn(values, target) ? values[target] : undefined;
      return value === undefined ? [] : [[target, value]];
    }),
  );
}

/** An assigned value as the attribute's type has it; undefined for none. */
export function toAssignedValue(value: AppValue, { type }: AppAttribute): AppValue | undefined {
  return toAttributeValue(typeof value === 'object' ? [...value] : value, type);
}

/** By whom values are set: for a person assigned personally, for one assigned by a group, or for a group. */
export type ValuesPlace = 'personal' | 'member' | 'group';

const scopeFaults: Readonly<Record<ValuesPlace, (name: string) => string>> = {
  personal: (name) => `“${name}” cannot be set here.`,
  member: (name) =>
    `“${name}” comes from the group: set it there, or convert the assignment of this person to a personal one first.`,
  group: (name) => `“${name}” is set for each person alone.`,
};

/** What is wrong with values that are to be set on an assignment; empty when nothing is. */
export function checkAssignedValues(
  attributes: readonly AppAttribute[],
  values: AttributeValues,
  place: ValuesPlace,
): readonly SettingsFault[] {
  return Object.entries(values).flatMap(([target, value]) => {
    const attribute = attributes.find((one) => one.target === target);
    const message =
      attribute === undefined ? `The attribute list has no “${target}”.` : faultOf(attribute, value, place);
    return message === undefined ? [] : [{ path: `values.${target}`, message }];
  });
}

function faultOf(attribute: AppAttribute, value: AppValue, place: ValuesPlace): string | undefined {
  const { scope, label, target, type } = attribute;
  const settable = place === 'personal' || (place === 'group') === (scope === 'group');
  if (!settable) return scopeFaults[place](label ?? target);
  if (toAppValue(typeof value === 'object' ? [...value] : value) === undefined) return undefined;
  const isList = typeof value === 'object';
  if (isList !== (type === 'string-array') || toAssignedValue(value, attribute) === undefined) {
    return `This is no value for an attribute of type ${type}.`;
  }
  return undefined;
}
