import type { Scope } from '@lockstep/admin-api';
import type { TFunction } from 'i18next';

/** A scope in words: "Directory (read and write)". */
export function scopeWords(t: TFunction, scope: Scope): string {
  const [area, right] = scope.split(':') as [keyof typeof areaTexts, 'read' | 'write'];
  return t(right === 'read' ? 'apiKeys.reading' : 'apiKeys.writing', { area: t(areaTexts[area]) });
}

const areaTexts = {
  directory: 'apiKeys.areas.directory',
  provisioning: 'apiKeys.areas.provisioning',
  applications: 'apiKeys.areas.applications',
  security: 'apiKeys.areas.security',
  audit: 'apiKeys.areas.audit',
  settings: 'apiKeys.areas.settings',
} as const;
