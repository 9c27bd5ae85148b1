import { Button, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { tokensQuery } from '../../api/connections.ts';
import type { ListUrl } from '../../hooks/use-list-url.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { FilterSelect } from '../../ui/FilterSelect.tsx';
import { SearchField } from '../../ui/SearchField.tsx';
import { clients, periods, statuses } from './read-filters.ts';

/** What the list is narrowed by, and the way to make it stand still. */
export function RequestFilters({ url }: { readonly url: ListUrl }) {
  const { t } = useTranslation();
  const tokens = useQuery(tokensQuery(useOrg())).data?.tokens ?? [];
  const paused = url.get('until') !== undefined;
  const status = url.get('status');
  const exact = status !== undefined && !statuses.some((one) => one === status) ? [status] : [];
  return (
    <Group justify="space-between" gap="sm">
      <Group gap="sm">
        <SearchField
          label={t('requests.search')}
          value={url.get('user') ?? ''}
          onSearch={(user) => url.filter({ user })}
        />
        <FilterSelect
          url={url}
          name="status"
          label={t('requests.status')}
          data={[
            ...statuses.map((value) => ({ value, label: t(`requests.statuses.${value}`) })),
            ...exact.map((value) => ({ value, label: value })),
          ]}
        />
        <FilterSelect
          url={url}
          name="client"
          label={t('requests.client')}
          data={clients.map((value) => ({ value, label: t(`requests.clients.${value}`) }))}
        />
        <FilterSelect
          url={url}
          name="token"
          label={t('requests.token')}
          data={tokens.map(({ id, notes, prefix }) => ({ value: id, label: notes === '' ? prefix : notes }))}
        />
        <FilterSelect
          url={url}
          name="since"
          label={t('requests.time')}
          data={periods.map(({ value }) => ({ value, label: t(`requests.periods.${value}`) }))}
        />
      </Group>
      <Button
        variant="default"
        leftSection={paused ? <IconPlayerPlay size={16} /> : <IconPlayerPause size={16} />}
        onClick={() => url.filter({ until: paused ? undefined : new Date().toISOString() })}
      >
        {paused ? t('requests.resume') : t('requests.pause')}
      </Button>
    </Group>
  );
}
