import { Badge } from '@mantine/core';
import type { AppUser } from '@lockstep/admin-api';
import { useTranslation } from 'react-i18next';

const colors = {
  SYNCHRONIZED: 'teal',
  SYNCING: 'blue',
  OUT_OF_SYNC: 'yellow',
  ERROR: 'red',
  DISABLED: 'gray',
} as const satisfies Record<AppUser['syncState'], string>;

export function SyncStateBadge({ state }: { readonly state: AppUser['syncState'] }) {
  const { t } = useTranslation();
  return <Badge color={colors[state]}>{t(`syncStates.${state}`)}</Badge>;
}
