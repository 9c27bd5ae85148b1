import {
  settingsOf,
  withSettings,
  type ApplicationTemplate,
  type CatalogTemplate,
  type ProfileSettings,
} from '@lockstep/provisioning';
import type { JsonObject } from '@lockstep/scim';
import type { OutboundContext } from '../options.ts';

interface OfTemplate {
  readonly template: string;
  readonly own_template: JsonObject | null;
  readonly profile_settings: JsonObject | null;
}

/** The template of an application with what the application changed of it. `TypeError` for a template that is gone. */
export function applicationTemplate(context: OutboundContext, row: OfTemplate): ApplicationTemplate {
  const template = templateOf(context, row);
  const saved = savedSettings(row);
  return saved === undefined ? template : withSettings(template, saved);
}

/** The settings in force. */
export function profileSettingsOf(context: OutboundContext, row: OfTemplate): ProfileSettings {
  return savedSettings(row) ?? settingsOf(templateOf(context, row));
}

/**
 * The template as it is before the application's own settings: the copy of an organization's own, else that of the
 * catalog. Throws `TypeError` for a template that this version does not have.
 */
export function templateOf(
  context: OutboundContext,
  { template: id, own_template: own }: Pick<OfTemplate, 'template' | 'own_template'>,
): CatalogTemplate {
  // it was checked as it was saved
  if (own !== null) return own as unknown as CatalogTemplate;
  const template = context.templates.find((one) => one.id === id);
  if (template === undefined) throw new TypeError(`There is no template ${id}.`);
  return template;
}

/** They were checked as they were saved. */
function savedSettings({ profile_settings: saved }: OfTemplate): ProfileSettings | undefined {
  return saved === null ? undefined : (saved as unknown as ProfileSettings);
}
