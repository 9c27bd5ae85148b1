import { Group } from '@mantine/core';
import type { changedKinds } from '@lockstep/admin-api';
import { useTranslation } from 'react-i18next';
import type { ListUrl } from '../../hooks/use-list-url.ts';
import { FilterSelect } from '../../ui/FilterSelect.tsx';
import { SearchField } from '../../ui/SearchField.tsx';
import { actorKinds, operations } from './read-audit-filters.ts';

interface AuditFiltersProps {
  readonly url: ListUrl;
  /** What a change can be about here. */
  readonly kinds: readonly (typeof changedKinds)[number][];
}

/** Who, what, how: what the audit log is narrowed by. */
export function AuditFilters({ url, kinds }: AuditFiltersProps) {
  const { t } = useTranslation();
  return (
    <Group gap="sm">
      <SearchField
        label={t('audit.searchActor')}
        value={url.get('actor') ?? ''}
        onSearch={(actor) => url.filter({ actor })}
      />
      <SearchField
        label={t('audit.searchValues')}
        value={url.get('search') ?? ''}
        onSearch={(search) => url.filter({ search })}
      />
      <FilterSelect
        url={url}
        name="operation"
        label={t('audit.operation')}
        data={operations.map((value) => ({ value, label: t(`audit.operations.${value}`) }))}
      />
      <FilterSelect
        url={url}
        name="actorKind"
        label={t('audit.actorKind')}
        data={actorKinds.map((value) => ({ value, label: t(`audit.actorKinds.${value}`) }))}
      />
      <FilterSelect
        url={url}
        name="resourceType"
        label={t('audit.resource')}
        data={kinds.map((value) => ({ value, label: t(`changes.resources.${value}`) }))}
      />
    </Group>
  );
}
