import { Alert, Badge, Button, Group, Stack, Table, Text } from '@mantine/core';
import type { ActualProfile, AppUserProfile, ValueSource } from '@lockstep/admin-api';
import { useQuery } from '@tanstack/react-query';
import { IconEye } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { appUserProfileQuery, useReadAppUser } from '../../../api/app-sync.ts';
import { MayWrite } from '../../../components/MayWrite.tsx';
import { useOrg } from '../../../hooks/use-org.ts';
import { ErrorPanel } from '../../../ui/ErrorPanel.tsx';
import { RelativeTime } from '../../../ui/RelativeTime.tsx';
import { TableSkeleton } from '../../../ui/TableSkeleton.tsx';
import { useAttributeName } from '../mappings/use-attribute-name.ts';
import { useApplication } from '../use-application.ts';
import { sameHeld } from './held.ts';
import { useShowHeld } from './use-show-held.ts';

/** Desired and last applied values of one person, and on demand those that the account holds just now. */
export function PersonValues({ userId }: { readonly userId: string }) {
  const { t } = useTranslation();
  const org = useOrg();
  const { slug } = useApplication();
  const { data, error, refetch } = useQuery(appUserProfileQuery(org, slug, userId));
  const read = useReadAppUser(org, slug);
  if (error !== null) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <TableSkeleton />;
  return (
    <Stack>
      <div>
        <Text fw={500}>{data.displayName}</Text>
        <Text size="sm" c="dimmed">
          {data.loginName}
          {data.remoteId !== undefined && ` · ${t('sync.remoteId', { id: data.remoteId })}`}
        </Text>
        <Text size="sm" c="dimmed">
          {t('people.applied')}: <RelativeTime at={data.appliedAt} fallback={t('common.never')} />
        </Text>
      </div>
      {!data.wanted && <Alert color="gray">{t('sync.notWanted')}</Alert>}
      <MayWrite scope="applications:write">
        <Group>
          <Button
            variant="default"
            leftSection={<IconEye size={16} />}
            loading={read.isPending}
            onClick={() => read.mutate(userId)}
          >
            {t('sync.readActual')}
          </Button>
        </Group>
      </MayWrite>
      {read.isError && <ErrorPanel error={read.error} />}
      {read.data !== undefined && <Answer actual={read.data} />}
      <Values profile={data} actual={read.data} />
    </Stack>
  );
}

/** What there is to say of the answer beside its values. */
function Answer({ actual }: { readonly actual: ActualProfile }) {
  const { t } = useTranslation();
  if (actual.kind === 'found') return null;
  if (actual.kind === 'none') return <Alert color="yellow">{t('sync.actualNone')}</Alert>;
  return (
    <Alert color="red" title={t('sync.actualFailed')}>
      {actual.message}
    </Alert>
  );
}

interface ValuesProps {
  readonly profile: AppUserProfile;
  readonly actual: ActualProfile | undefined;
}

function Values({ profile, actual }: ValuesProps) {
  const { t } = useTranslation();
  const nameOf = useAttributeName();
  const show = useShowHeld();
  const held = actual?.kind === 'found' ? actual.values : undefined;
  return (
    <Table.ScrollContainer minWidth={520} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table aria-label={t('sync.values')} verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('mappings.attribute')}</Table.Th>
            <Table.Th>{t('sync.desired')}</Table.Th>
            <Table.Th>{t('sync.applied')}</Table.Th>
            {held !== undefined && <Table.Th>{t('sync.actual')}</Table.Th>}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {profile.attributes.map(({ target, label, desired, applied, source, reason }) => (
            <Table.Tr key={target}>
              <Table.Td style={{ overflowWrap: 'anywhere', verticalAlign: 'top' }}>
                <Text size="sm" fw={500}>
                  {nameOf({ target, ...(label === undefined ? {} : { label }) })}
                </Text>
                <Source source={source} />
              </Table.Td>
              <Value text={reason ?? show(target, desired)} faulty={reason !== undefined} />
              <Value text={profile.appliedKnown ? show(target, applied) : t('sync.unknown')} />
              {held !== undefined && (
                <Value
                  text={show(target, held[target])}
                  differs={source.kind !== 'none' && !sameHeld(held[target], desired)}
                />
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Value(props: { readonly text: string; readonly faulty?: boolean; readonly differs?: boolean }) {
  const { t } = useTranslation();
  return (
    <Table.Td style={{ overflowWrap: 'anywhere', verticalAlign: 'top' }}>
      <Text size="sm" {...(props.faulty === true ? { c: 'var(--mantine-color-error)' } : {})}>
        {props.text}
      </Text>
      {props.differs === true && (
        <Badge color="yellow" size="sm">
          {t('sync.differs')}
        </Badge>
      )}
    </Table.Td>
  );
}

/** The rule that gave the desired value, and where it is set. */
function Source({ source }: { readonly source: ValueSource }) {
  const { t } = useTranslation();
  const text = useSourceText(source);
  return (
    <Text size="xs" c="dimmed">
      {text}
      {source.kind === 'mapping' && source.ofTemplate && ` · ${t('sync.source.template')}`}
      {source.kind === 'mapping' && source.applyOn === 'create' && ` · ${t('mappings.applyOns.create')}`}
    </Text>
  );
}

function useSourceText(source: ValueSource): string {
  const { t } = useTranslation();
  const nameOf = useAttributeName();
  switch (source.kind) {
    case 'username-format':
      return `${t('signOn.format')}: ${t(`signOn.formats.${source.format}`)}`;
    case 'group':
      return t('sync.source.group', { name: source.group.displayName });
    case 'mapping':
      if (source.mapping.kind === 'expression')
        return `${t('mappings.kinds.expression')}: ${source.mapping.expression}`;
      if (source.mapping.kind === 'constant') return t('mappings.kinds.constant');
      return `${t('mappings.kinds.attribute')}: ${nameOf({ target: source.mapping.attribute })}`;
    case 'status':
    case 'personal':
    case 'none':
      return t(`sync.source.${source.kind}`);
    default:
      return source satisfies never;
  }
}
