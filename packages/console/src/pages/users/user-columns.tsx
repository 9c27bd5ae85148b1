import { Anchor, Table, Text } from '@mantine/core';
import type { User, UserSort } from '@lockstep/admin-api';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { UserStatusBadge } from '../../components/UserStatusBadge.tsx';
import { useFormat } from '../../hooks/use-format.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { useServiceNames } from '../../hooks/use-service-names.ts';
import type { ListUrl } from '../../hooks/use-list-url.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';

/** The columns that a reader may choose, in their order; the display name is always there. */
export const columnNames = [
  'loginName',
  'email',
  'departments',
  'jobTitles',
  'groups',
  'availableServices',
  'managedBy',
  'sortOrder',
  'created',
  'modified',
  'status',
] as const;
export type ColumnName = (typeof columnNames)[number];

export const firstColumns: readonly ColumnName[] = ['loginName', 'email', 'departments', 'groups', 'status'];

type Breakpoint = 'sm' | 'md' | 'lg';

/** From which width on a column is shown; a narrow screen has room for a few. */
export const shownFrom: Readonly<Partial<Record<ColumnName, Breakpoint>>> = {
  loginName: 'sm',
  email: 'md',
  departments: 'lg',
  jobTitles: 'lg',
  groups: 'lg',
  availableServices: 'lg',
  managedBy: 'md',
  sortOrder: 'md',
  created: 'md',
  modified: 'md',
};

export const sortedBy: Readonly<Partial<Record<ColumnName, UserSort>>> = {
  loginName: 'loginName',
  created: 'createdAt',
  modified: 'modifiedAt',
  sortOrder: 'sortOrder',
};

function Cut({ text, width }: { readonly text: string; readonly width: number }) {
  return (
    <Text size="sm" truncate maw={width} title={text}>
      {text}
    </Text>
  );
}

/** What a column shows of a user. */
function CellContent({ name, user }: { readonly name: ColumnName; readonly user: User }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  switch (name) {
    case 'loginName':
      return <Cut text={user.loginName} width={150} />;
    case 'email':
      return <Cut text={user.email} width={150} />;
    case 'departments':
      return <Cut text={format.list(user.departments.map((one) => one.name))} width={110} />;
    case 'jobTitles':
      return <Cut text={format.list(user.departments.flatMap(({ jobTitle }) => jobTitle?.name ?? []))} width={140} />;
    case 'groups':
      return <Cut text={format.list(user.groups.map(({ displayName }) => displayName))} width={120} />;
    case 'availableServices':
      return <Services codes={user.availableServices} />;
    case 'managedBy':
      return user.managed ? t('users.identityProvider') : t('users.here');
    case 'sortOrder':
      return user.sortOrder === undefined ? '–' : format.number(user.sortOrder);
    case 'created':
      return <RelativeTime at={user.createdAt} />;
    case 'modified':
      return <RelativeTime at={user.modifiedAt} />;
    case 'status':
      return <UserStatusBadge status={user.status} />;
  }
}

export function UserCell({ name, user }: { readonly name: ColumnName; readonly user: User }) {
  const from = shownFrom[name];
  return (
    <Table.Td {...(from === undefined ? {} : { visibleFrom: from })} fz="sm">
      <CellContent name={name} user={user} />
    </Table.Td>
  );
}

/** The display name, which opens the user; a narrow screen has the login name below it, and both yield to the menu. */
export function NameCell({ user, link }: { readonly user: User; readonly link: ReturnType<ListUrl['linkTo']> }) {
  return (
    <Table.Td>
      <Anchor component={Link} {...link} size="sm" fw={500} lineClamp={2} maw={180}>
        {user.displayName}
      </Anchor>
      <Text size="xs" c="dimmed" hiddenFrom="sm" lineClamp={1} maw={150} style={{ overflowWrap: 'anywhere' }}>
        {user.loginName}
      </Text>
    </Table.Td>
  );
}

function Services({ codes }: { readonly codes: readonly string[] }) {
  const nameOf = useServiceNames(useOrg());
  return <Cut text={useFormat().list(codes.map(nameOf))} width={180} />;
}
