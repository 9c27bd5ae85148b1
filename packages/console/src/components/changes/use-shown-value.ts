import { entryRoleSchema, userStatusSchema } from '@lockstep/admin-api';
import { useTranslation } from 'react-i18next';
import { useOrg } from '../../hooks/use-org.ts';
import { useServiceNames } from '../../hooks/use-service-names.ts';

/** A value of the audit log in words: switches, statuses, roles and services by their names, anything else as it was recorded. */
export function useShownValue(): (path: string, value: unknown) => string {
  const { t } = useTranslation();
  const serviceName = useServiceNames(useOrg());
  return (path, value) => {
    if (value === undefined) return '–';
    if (typeof value === 'boolean') return wordFor(path, value);
    if (Array.isArray(value) && /(?:^|:)availableServices$/.test(path)) {
      return value.length === 0 ? '–' : value.map((code) => serviceName(String(code))).join(', ');
    }
    const status = path === 'status' ? userStatusSchema.safeParse(value).data : undefined;
    if (status !== undefined) return t(`user.statuses.${status}`);
    const role = path === 'role' ? entryRoleSchema.safeParse(value).data : undefined;
    if (role !== undefined) return t(`administrators.roles.${role}`);
    return typeof value === 'string' ? value : JSON.stringify(value);
  };

  function wordFor(path: string, value: boolean): string {
    if (path === 'active') return t(value ? 'user.active' : 'user.inactive');
    return t(value ? 'changes.yes' : 'changes.no');
  }
}
