import { Button, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { departmentsQuery } from '../../api/departments.ts';
import { MayWrite } from '../../components/MayWrite.tsx';
import { useListUrl } from '../../hooks/use-list-url.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { SearchField } from '../../ui/SearchField.tsx';
import { TableSkeleton } from '../../ui/TableSkeleton.tsx';
import { DepartmentDrawer } from './DepartmentDrawer.tsx';
import { DepartmentTree } from './DepartmentTree.tsx';
import { StructureHeader } from './StructureHeader.tsx';

/** The tree of departments: add, rename, move, reorder, delete. */
export function DepartmentsPage() {
  const { t } = useTranslation();
  const url = useListUrl();
  const { data, error, refetch } = useQuery(departmentsQuery(useOrg()));
  return (
    <>
      <StructureHeader
        actions={
          <MayWrite scope="directory:write">
            <Button
              component={Link}
              {...url.linkTo({ department: 'new', parent: undefined })}
              leftSection={<IconPlus size={16} />}
            >
              {t('departments.add')}
            </Button>
          </MayWrite>
        }
      />
      <Group gap="sm" mb="sm">
        <SearchField
          label={t('departments.search')}
          value={url.get('search') ?? ''}
          onSearch={(search) => url.filter({ search })}
        />
      </Group>
      {error !== null && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {error === null && data === undefined && <TableSkeleton />}
      {error === null && data !== undefined && <DepartmentTree departments={data} url={url} />}
      <DepartmentDrawer url={url} departments={data ?? []} />
    </>
  );
}
