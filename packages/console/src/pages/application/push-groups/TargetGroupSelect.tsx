import { Alert, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { applicationGroupsQuery } from '../../../api/group-push.ts';
import { useOrg } from '../../../hooks/use-org.ts';
import { ErrorPanel } from '../../../ui/ErrorPanel.tsx';
import { useApplication } from '../use-application.ts';

interface TargetGroupSelectProps {
  /** The application's id of the group. */
  readonly value: string | null;
  readonly onChange: (remoteId: string | null) => void;
}

/** The groups that the application has, asked of it now. One that is linked already cannot be chosen. */
export function TargetGroupSelect({ value, onChange }: TargetGroupSelectProps) {
  const { t } = useTranslation();
  const { slug, name } = useApplication();
  const { data, error, isFetching, refetch } = useQuery(applicationGroupsQuery(useOrg(), slug));
  if (error !== null) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (data?.problem !== undefined) {
    return (
      <Alert color="yellow" title={t('pushGroups.notTold', { application: name })}>
        <span lang="en">{data.problem}</span>
      </Alert>
    );
  }
  return (
    <Select
      label={t('pushGroups.groupOf', { application: name })}
      searchable
      limit={100}
      disabled={isFetching}
      placeholder={isFetching ? t('common.loading') : t('groups.search')}
      nothingFoundMessage={t('pushGroups.noneThere')}
      value={value}
      onChange={onChange}
      data={(data?.groups ?? []).map(({ remoteId, displayName, linkedTo }) => ({
        value: remoteId,
        label: linkedTo === undefined ? displayName : t('pushGroups.linkedTo', { name: displayName, linkedTo }),
        disabled: linkedTo !== undefined,
      }))}
    />
  );
}
