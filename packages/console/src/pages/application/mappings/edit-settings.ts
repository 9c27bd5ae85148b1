import type { AppAttribute, ProfileSettings } from '@lockstep/admin-api';
import type { MappedAttribute } from './AttributeDialog.tsx';

/** The settings with the attribute and its mapping, in its old place where it has one. */
export function withAttribute(settings: ProfileSettings, { attribute, mapping }: MappedAttribute): ProfileSettings {
  const { target } = attribute;
  const old = settings.mappings.some((one) => one.target === target);
  const mappings = settings.mappings.flatMap((one) =>
    one.target !== target ? [one] : mapping === undefined ? [] : [mapping],
  );
  const held = settings.attributes.some((one) => one.target === target);
  return {
    ...settings,
    attributes: held
      ? settings.attributes.map((one) => (one.target === target ? attribute : one))
      : [...settings.attributes, attribute],
    mappings: old || mapping === undefined ? mappings : [...mappings, mapping],
  };
}

export function withoutAttribute(settings: ProfileSettings, target: string): ProfileSettings {
  return {
    ...settings,
    attributes: settings.attributes.filter((one) => one.target !== target),
    mappings: settings.mappings.filter((one) => one.target !== target),
  };
}

/** With attributes that are not mapped yet. */
export function withNewAttributes(settings: ProfileSettings, attributes: readonly AppAttribute[]): ProfileSettings {
  const held = new Set(settings.attributes.map(({ target }) => target));
  return { ...settings, attributes: [...settings.attributes, ...attributes.filter(({ target }) => !held.has(target))] };
}

/** With an element of a list deleted from the attribute list, or back in it. */
export function withElement(
  settings: ProfileSettings,
  target: string,
  element: string,
  sent: boolean,
): ProfileSettings {
  const attributes = settings.attributes.map((one): AppAttribute => {
    if (one.target !== target) return one;
    const { withheld = [], ...rest } = one;
    const next = sent ? withheld.filter((held) => held !== element) : [...withheld, element];
    return next.length === 0 ? rest : { ...rest, withheld: next };
  });
  return { ...settings, attributes };
}
