import { Alert, Badge, Button, Group, Paper, Progress, Stack, Text } from '@mantine/core';
import { accountStateSchema, type AppImport } from '@lockstep/admin-api';
import { useQuery } from '@tanstack/react-query';
import { IconUserDown } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { appImportQuery, useDecideImport, useStartImport } from '../../../api/app-import.ts';
import { MayWrite } from '../../../components/MayWrite.tsx';
import { useNotify } from '../../../hooks/use-notify.tsx';
import { useOrg } from '../../../hooks/use-org.ts';
import { EmptyPanel } from '../../../ui/EmptyPanel.tsx';
import { ErrorPanel } from '../../../ui/ErrorPanel.tsx';
import { RelativeTime } from '../../../ui/RelativeTime.tsx';
import { TableSkeleton } from '../../../ui/TableSkeleton.tsx';
import { useApplication } from '../use-application.ts';
import { ImportedAccounts } from './ImportedAccounts.tsx';

/** *Import*: reads the users of the application and matches them with the directory. */
export function ImportTab() {
  const { t } = useTranslation();
  const org = useOrg();
  const { slug, limits } = useApplication();
  const { data, error, refetch } = useQuery(appImportQuery(org, slug));
  const start = useStartImport(org, slug);
  if (error !== null) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <TableSkeleton />;
  if (limits.lacks.includes('import-users') && data.import === undefined)
    return <NotOffered template={limits.template} />;
  const button = (
    <MayWrite scope="applications:write">
      <Button
        leftSection={<IconUserDown size={16} />}
        loading={start.isPending}
        disabled={data.import?.state === 'running'}
        onClick={() => start.mutate()}
      >
        {t('appImport.now')}
      </Button>
    </MayWrite>
  );
  return (
    <Stack>
      {start.isError && <ErrorPanel error={start.error} />}
      {data.import === undefined ? (
        <EmptyPanel
          icon={<IconUserDown size={40} stroke={1.4} />}
          title={t('appImport.none')}
          description={t('appImport.noneHint')}
          action={button}
        />
      ) : (
        <>
          <ImportState state={data.import} action={button} />
          <ImportedAccounts read={`${data.import.startedAt} ${data.import.accounts}`} />
        </>
      )}
    </Stack>
  );
}

/** Said before anybody tries, as the template knows it. */
function NotOffered({ template }: { readonly template: string }) {
  const { t } = useTranslation();
  return (
    <Alert color="yellow" title={t('appImport.notOffered', { template })}>
      {t('appImport.notOfferedHint')}
    </Alert>
  );
}

function ImportState({ state, action }: { readonly state: AppImport; readonly action: ReactNode }) {
  const { t } = useTranslation();
  const { accounts, total, counts, error } = state;
  const running = state.state === 'running';
  return (
    <Paper>
      <Stack gap="sm">
        <Group justify="space-between">
          <Text component="output" size="sm">
            {t(`appImport.states.${state.state}`, { count: accounts, total: total ?? accounts })}{' '}
            <RelativeTime at={state.finishedAt ?? state.startedAt} fallback="" />
          </Text>
          <Group gap="xs">
            <MayWrite scope="applications:write">
              <ConfirmExact exact={counts.exact} />
            </MayWrite>
            {action}
          </Group>
        </Group>
        {running && (
          <Progress
            aria-label={t('appImport.progress')}
            value={total === undefined || total === 0 ? 5 : (accounts / total) * 100}
            animated
          />
        )}
        {error !== undefined && (
          <Alert color={running ? 'yellow' : 'red'} title={t(running ? 'appImport.waits' : 'appImport.failed')}>
            {error}
          </Alert>
        )}
        <Group gap={6}>
          {accountStateSchema.options
            .filter((one) => counts[one] > 0)
            .map((one) => (
              <Badge key={one} color={one === 'conflict' ? 'red' : 'gray'} tt="none">
                {t(`appImport.counts.${one}`, { count: counts[one] })}
              </Badge>
            ))}
        </Group>
      </Stack>
    </Paper>
  );
}

function ConfirmExact({ exact }: { readonly exact: number }) {
  const { t } = useTranslation();
  const org = useOrg();
  const notify = useNotify();
  const decide = useDecideImport(org, useApplication().slug);
  if (exact === 0) return null;
  return (
    <Button
      variant="default"
      loading={decide.isPending}
      onClick={() =>
        decide.mutate(
          { all: 'exact' },
          { onError: notify.failed, onSuccess: ({ linked }) => notify.done(t('appImport.linked', { count: linked })) },
        )
      }
    >
      {t('appImport.confirmAll', { count: exact })}
    </Button>
  );
}
