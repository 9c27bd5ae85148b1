import { Group, SegmentedControl, Select } from '@mantine/core';
import { serviceCodes } from '@lockstep/admin-api';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { departmentsQuery } from '../../api/departments.ts';
import { groupQuery } from '../../api/groups.ts';
import { jobTitlesQuery } from '../../api/job-titles.ts';
import type { ListUrl } from '../../hooks/use-list-url.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { SearchField } from '../../ui/SearchField.tsx';
import { pathOf } from '../departments/tree.ts';

interface ChoiceProps {
  readonly url: ListUrl;
  readonly name: 'service' | 'department' | 'jobTitle' | 'managed' | 'group';
  readonly label: string;
  readonly data: { value: string; label: string }[];
}

function Choice({ url, name, label, data }: ChoiceProps) {
  return (
    <Select
      aria-label={label}
      placeholder={label}
      data={data}
      value={url.get(name) ?? null}
      onChange={(value) => url.filter({ [name]: value ?? undefined })}
      searchable={data.length > 8}
      limit={100}
      clearable
      w={{ base: '100%', xs: 150 }}
    />
  );
}

/** Search and filters of the list; the address holds them. */
export function UserFilters({ url }: { readonly url: ListUrl }) {
  const { t } = useTranslation();
  const org = useOrg();
  const departments = useQuery(departmentsQuery(org)).data ?? [];
  const jobTitles = useQuery({ ...jobTitlesQuery(org), enabled: url.get('jobTitle') !== undefined }).data ?? [];
  const group = url.get('group');
  const shownGroup = useQuery({ ...groupQuery(org, group ?? ''), enabled: group !== undefined }).data;
  return (
    <Group gap="sm">
      <SearchField
        label={t('users.search')}
        value={url.get('search') ?? ''}
        onSearch={(search) => url.filter({ search })}
      />
      <SegmentedControl
        size="sm"
        aria-label={t('user.status')}
        value={url.get('status') ?? 'all'}
        onChange={(status) => url.filter({ status: status === 'all' ? undefined : status })}
        data={[
          { value: 'all', label: t('list.all') },
          { value: 'active', label: t('user.active') },
          { value: 'inactive', label: t('user.inactive') },
        ]}
      />
      <Choice
        url={url}
        name="service"
        label={t('users.service')}
        data={serviceCodes.map((code) => ({ value: code, label: t(`services.${code}`) }))}
      />
      {departments.length > 0 && (
        <Choice
          url={url}
          name="department"
          label={t('users.department')}
          data={departments.map(({ id }) => ({ value: id, label: pathOf(departments, id).join(' / ') }))}
        />
      )}
      {url.get('jobTitle') !== undefined && jobTitles.length > 0 && (
        <Choice
          url={url}
          name="jobTitle"
          label={t('user.jobTitles')}
          data={jobTitles.map(({ id, name }) => ({ value: id, label: name }))}
        />
      )}
      {shownGroup !== undefined && (
        <Choice
          url={url}
          name="group"
          label={t('user.groups')}
          data={[{ value: shownGroup.id, label: shownGroup.displayName }]}
        />
      )}
      <Choice
        url={url}
        name="managed"
        label={t('user.managedBy')}
        data={[
          { value: 'yes', label: t('users.identityProvider') },
          { value: 'no', label: t('users.here') },
        ]}
      />
    </Group>
  );
}
