import { Group } from '@mantine/core';
import { userStatusSchema } from '@lockstep/admin-api';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { departmentsQuery } from '../../api/departments.ts';
import { servicesQuery } from '../../api/services.ts';
import { groupQuery } from '../../api/groups.ts';
import { jobTitlesQuery } from '../../api/job-titles.ts';
import type { ListUrl } from '../../hooks/use-list-url.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { useServiceName } from '../../hooks/use-service-names.ts';
import { FilterSelect } from '../../ui/FilterSelect.tsx';
import { SearchField } from '../../ui/SearchField.tsx';
import { pathOf } from '../departments/tree.ts';

/** Search and filters of the list; the address holds them. */
export function UserFilters({ url }: { readonly url: ListUrl }) {
  const { t } = useTranslation();
  const org = useOrg();
  const nameOf = useServiceName();
  const services = useQuery(servicesQuery(org)).data ?? [];
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
      <FilterSelect
        url={url}
        name="status"
        label={t('user.status')}
        data={userStatusSchema.options.map((value) => ({ value, label: t(`user.statuses.${value}`) }))}
      />
      <FilterSelect
        url={url}
        name="service"
        label={t('users.service')}
        data={services.map((one) => ({ value: one.code, label: nameOf(one) }))}
      />
      {departments.length > 0 && (
        <FilterSelect
          url={url}
          name="department"
          label={t('users.department')}
          data={departments.map(({ id }) => ({ value: id, label: pathOf(departments, id).join(' / ') }))}
        />
      )}
      {url.get('jobTitle') !== undefined && jobTitles.length > 0 && (
        <FilterSelect
          url={url}
          name="jobTitle"
          label={t('user.jobTitles')}
          data={jobTitles.map(({ id, name }) => ({ value: id, label: name }))}
        />
      )}
      {shownGroup !== undefined && (
        <FilterSelect
          url={url}
          name="group"
          label={t('user.groups')}
          data={[{ value: shownGroup.id, label: shownGroup.displayName }]}
        />
      )}
      <FilterSelect
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
