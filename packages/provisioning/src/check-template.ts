import { placeholdersOf } from './base-url.ts';
import type { CatalogTemplate } from './catalog-template.ts';
import { checkSettings, type SettingsFault } from './check-settings.ts';
import { settingsOf } from './template-settings.ts';

/**
 * What is wrong with a template beyond its form, by path and in plain words; empty when nothing is. Attribute list,
 * mappings and login name are held to what {@link checkSettings} holds an application to.
 */
export function checkTemplate(template: CatalogTemplate): readonly SettingsFault[] {
  return [
    ...checkSettings(settingsOf(template)).map(({ path, message }) => ({ path: ownPath(path), message })),
    ...checkFields(template),
    ...template.supports.flatMap((feature, index) =>
      template.lacks.includes(feature)
        ? [{ path: `supports.${index}`, message: `“${feature}” is both in supports and in lacks.` }]
        : [],
    ),
  ];
}

/** A template says `userNameFormat` where the settings of an application say `userName.format`. */
function ownPath(path: string): string {
  return path.replace(/^userName\.(\w)/, (_all, first: string) => `userName${first.toUpperCase()}`);
}

function checkFields({ baseUrl, fields }: CatalogTemplate): SettingsFault[] {
  const named = new Set(baseUrl === undefined ? [] : placeholdersOf(baseUrl));
  const ids = fields.map(({ id }) => id);
  const faults: SettingsFault[] = fields.flatMap(({ id, kind, choices = [] }, index) => {
    if (ids.indexOf(id) !== index) return [{ path: `fields.${index}.id`, message: `“${id}” is there twice.` }];
    if (!named.has(id)) return [{ path: `fields.${index}.id`, message: `The base URL has no place {${id}}.` }];
    if (kind === 'choice' && choices.length === 0) {
      return [{ path: `fields.${index}.choices`, message: 'A field of kind choice lists its choices.' }];
    }
    return [];
  });
  for (const id of named) {
    if (!ids.includes(id)) faults.push({ path: 'baseUrl', message: `There is no field “${id}”.` });
  }
  const tried = (baseUrl ?? 'https://x').replaceAll(/\{\w+\}/g, (place) =>
    fields.find(({ id }) => `{${id}}` === place)?.kind === 'origin' ? 'https://x' : 'x',
  );
  if (!/^https?:\/\/[^\s/?#@]+(?:\/[^\s?#]*)?$/.test(tried)) {
    faults.push({ path: 'baseUrl', message: 'This is no http or https address of an endpoint.' });
  }
  return faults;
}
