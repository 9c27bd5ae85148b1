import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';

export function UserStatusBadge({ active }: { readonly active: boolean }) {
  const { t } = useTranslation();
  return <Badge color={active ? 'teal' : 'gray'}>{active ? t('user.active') : t('user.inactive')}</Badge>;
}
