import type { ProfileSettings } from './profile-settings.ts';
import type { ApplicationTemplate } from './template.ts';

/** The settings that an application begins with. */
export function settingsOf(template: ApplicationTemplate): ProfileSettings {
  const { attributes, mappings, userNameFormat: format, userNameExpression: expression } = template;
  const userName = { format, ...(expression === undefined ? {} : { expression }), applyOn: template.userNameApplyOn };
  return { attributes, mappings, userName };
}

/** The template as an application has changed it. */
export function withSettings(template: ApplicationTemplate, settings: ProfileSettings): ApplicationTemplate {
  const { attributes, mappings, userName } = settings;
  const { userNameExpression: _old, ...rest } = template;
  return {
    ...rest,
    attributes,
    mappings,
    userNameFormat: userName.format,
    ...(userName.expression === undefined ? {} : { userNameExpression: userName.expression }),
    userNameApplyOn: userName.applyOn,
  };
}
