import { Group, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ListUrl } from '../../hooks/use-list-url.ts';
import { SearchField } from '../../ui/SearchField.tsx';
import { actorKinds, operations, resourceTypes } from './read-audit-filters.ts';

interface FilterProps {
  readonly url: ListUrl;
  readonly name: string;
  readonly label: string;
  readonly data: { readonly value: string; readonly label: string }[];
}

function Filter({ url, name, label, data }: FilterProps) {
  const { t } = useTranslation();
  return (
    <Select
      aria-label={label}
      placeholder={label}
      clearable
      clearButtonProps={{ 'aria-label': t('list.clearFilters') }}
      w={{ base: '100%', xs: 165 }}
      value={url.get(name) ?? null}
      onChange={(value) => url.filter({ [name]: value ?? undefined })}
      data={data}
    />
  );
}

/** Who, what, how: what the audit log is narrowed by. */
export function AuditFilters({ url }: { readonly url: ListUrl }) {
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
      <Filter
        url={url}
        name="operation"
        label={t('audit.operation')}
        data={operations.map((value) => ({ value, label: t(`audit.operations.${value}`) }))}
      />
      <Filter
        url={url}
        name="actorKind"
        label={t('audit.actorKind')}
        data={actorKinds.map((value) => ({ value, label: t(`audit.actorKinds.${value}`) }))}
      />
      <Filter
        url={url}
        name="resourceType"
        label={t('audit.resource')}
        data={resourceTypes.map((value) => ({ value, label: t(`changes.resources.${value}`) }))}
      />
    </Group>
  );
}
