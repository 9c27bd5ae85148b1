import { Anchor, Button, Group, Progress, Stack, Table, Text } from '@mantine/core';
import type { ServiceUse } from '@lockstep/admin-api';
import { IconStack2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { servicesQuery } from '../../api/services.ts';
import { MayWrite } from '../../components/MayWrite.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { useServiceName } from '../../hooks/use-service-names.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyPanel } from '../../ui/EmptyPanel.tsx';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { TableSkeleton } from '../../ui/TableSkeleton.tsx';
import { useServiceActions } from './use-service-actions.tsx';

/** The services that users can be given: which there are, who has them, and how many may. */
export function ServicesPage() {
  const { t } = useTranslation();
  const { askAdd } = useServiceActions();
  const { data, error, refetch } = useQuery(servicesQuery(useOrg()));
  return (
    <>
      <PageHeader
        title={t('nav.services')}
        description={t('seats.about')}
        actions={
          <MayWrite scope="directory:write">
            <Button onClick={askAdd}>{t('seats.add')}</Button>
          </MayWrite>
        }
      />
      {error !== null && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {error === null && data === undefined && <TableSkeleton rows={5} />}
      {error === null && data?.length === 0 && (
        <EmptyPanel icon={<IconStack2 />} title={t('seats.none')} description={t('seats.about')} />
      )}
      {error === null && data !== undefined && data.length > 0 && (
        <DataTable
          label={t('nav.services')}
          columns={[
            { key: 'service', label: t('seats.service') },
            { key: 'users', label: t('nav.users') },
            { key: 'seats', label: t('seats.seats') },
            { key: 'actions', label: t('list.actions'), hidden: true, width: 220 },
          ]}
        >
          {data.map((service) => (
            <ServiceRow key={service.code} service={service} />
          ))}
        </DataTable>
      )}
    </>
  );
}

function ServiceRow({ service }: { readonly service: ServiceUse }) {
  const { t } = useTranslation();
  const format = useFormat();
  const org = useOrg();
  const { askEdit, askRemove } = useServiceActions();
  const name = useServiceName()(service);
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" fw={500}>
          {name}
        </Text>
        <Text size="xs" c="dimmed">
          {service.code}
        </Text>
      </Table.Td>
      <Table.Td>
        <Anchor component={Link} to={`/o/${org}/directory/users?service=${service.code}`} size="sm">
          {format.number(service.users)}
        </Anchor>
      </Table.Td>
      <Table.Td>
        <Seats service={service} name={name} />
      </Table.Td>
      <Table.Td>
        <MayWrite scope="directory:write">
          <Group gap="xs" justify="flex-end">
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => askEdit(service)}
              aria-label={t('seats.title', { name })}
            >
              {t('seats.edit')}
            </Button>
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => askRemove(service)}
              aria-label={t('seats.removeTitle', { name })}
            >
              {t('seats.remove')}…
            </Button>
          </Group>
        </MayWrite>
      </Table.Td>
    </Table.Tr>
  );
}

function Seats({ service: { seats, taken }, name }: { readonly service: ServiceUse; readonly name: string }) {
  const { t } = useTranslation();
  if (seats === null) return <Text size="sm">{t('seats.takenUnlimited', { taken })}</Text>;
  const full = taken >= seats;
  return (
    <Stack gap={4} maw={220}>
      <Text size="sm">{t('seats.taken', { taken, seats })}</Text>
      <Progress
        value={seats === 0 ? 100 : Math.min(100, (100 * taken) / seats)}
        color={full ? 'red' : 'spruce'}
        aria-label={t('seats.takenOf', { name })}
      />
    </Stack>
  );
}
