import { Badge } from '@mantine/core';
import type { UserStatus } from '@lockstep/admin-api';
import { useTranslation } from 'react-i18next';

const colours = { staged: 'blue', active: 'teal', suspended: 'yellow', deactivated: 'gray' } as const;

export function UserStatusBadge({ status }: { readonly status: UserStatus }) {
  const { t } = useTranslation();
  return <Badge color={colours[status]}>{t(`user.statuses.${status}`)}</Badge>;
}
