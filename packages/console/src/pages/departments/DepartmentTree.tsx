import { Button } from '@mantine/core';
import type { Department } from '@lockstep/admin-api';
import { IconSitemap } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { MayWrite } from '../../components/MayWrite.tsx';
import type { ListUrl } from '../../hooks/use-list-url.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyPanel } from '../../ui/EmptyPanel.tsx';
import { NoMatch } from '../../ui/NoMatch.tsx';
import { DepartmentRow } from './DepartmentRow.tsx';
import { toRows, type TreeRow } from './tree.ts';
import { useDepartmentActions } from './use-department-actions.tsx';

/** A larger tree is shown closed at first. */
const openAtFirst = 200;

function isMatch({ name, code }: Department, words: string): boolean {
  return name.toLowerCase().includes(words) || code.toLowerCase().includes(words);
}

/** The tree, or the departments in it that a search finds. */
export function DepartmentTree({ departments, url }: { readonly departments: Department[]; readonly url: ListUrl }) {
  const { t } = useTranslation();
  const actions = useDepartmentActions(departments);
  const [closed, setClosed] = useState<ReadonlySet<string>>(
    () => new Set(departments.length > openAtFirst ? departments.map(({ id }) => id) : []),
  );
  const words = (url.get('search') ?? '').toLowerCase();
  const rows: readonly TreeRow[] =
    words === ''
      ? toRows(departments, closed)
      : toRows(departments).filter(({ department }) => isMatch(department, words));
  if (departments.length === 0) {
    return (
      <EmptyPanel
        icon={<IconSitemap size={40} stroke={1.4} />}
        title={t('departments.empty')}
        description={t('departments.emptyHint')}
        action={
          <MayWrite scope="directory:write">
            <Button component={Link} {...url.linkTo({ department: 'new' })}>
              {t('departments.add')}
            </Button>
          </MayWrite>
        }
      />
    );
  }
  if (rows.length === 0) return <NoMatch onClear={() => url.filter({ search: undefined })} />;
  const toggle = (id: string): void =>
    setClosed((before) => new Set(before.has(id) ? [...before].filter((one) => one !== id) : [...before, id]));
  return (
    <DataTable
      label={t('departments.departments')}
      columns={[
        { key: 'name', label: t('departments.name') },
        { key: 'code', label: t('departments.code'), from: 'sm' },
        { key: 'members', label: t('departments.members') },
        { key: 'actions', label: t('list.actions'), hidden: true, width: 48 },
      ]}
    >
      {rows.map((row) => (
        <DepartmentRow
          key={row.department.id}
          row={row}
          url={url}
          actions={actions}
          closed={words !== '' || closed.has(row.department.id)}
          onToggle={() => toggle(row.department.id)}
        />
      ))}
    </DataTable>
  );
}
