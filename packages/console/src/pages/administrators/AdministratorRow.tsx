import { Badge, Button, Group, Select, Table, Text } from '@mantine/core';
import { roleSchema, type Administrator } from '@lockstep/admin-api';
import { modals } from '@mantine/modals';
import { useTranslation } from 'react-i18next';
import { useRemoveAdministrator, useUpdateAdministrator } from '../../api/administrators.ts';
import { useNotify } from '../../hooks/use-notify.tsx';
import { useOrg } from '../../hooks/use-org.ts';

interface AdministratorRowProps {
  readonly administrator: Administrator;
  readonly mayWrite: boolean;
}

export function AdministratorRow({ administrator, mayWrite }: AdministratorRowProps) {
  const { t } = useTranslation();
  const notify = useNotify();
  const org = useOrg();
  const update = useUpdateAdministrator(org);
  const remove = useRemoveAdministrator(org);
  const { id, name, email, role, user, state } = administrator;
  const changeRole = (value: string | null): void => {
    const wanted = roleSchema.safeParse(value).data;
    if (wanted === undefined || wanted === role) return;
    update.mutate(
      { administrator: id, change: { role: wanted } },
      { onError: notify.failed, onSuccess: () => notify.done(t('administrators.changed', { name })) },
    );
  };
  const askRemove = (): void =>
    void modals.openConfirmModal({
      title: t('administrators.removeTitle', { name }),
      children: <Text size="sm">{t('administrators.removeBody')}</Text>,
      labels: { confirm: t('administrators.remove'), cancel: t('common.cancel') },
      confirmProps: { color: 'red.8' },
      onConfirm: () =>
        remove.mutate(id, {
          onError: notify.failed,
          onSuccess: () => notify.done(t('administrators.removed', { name })),
        }),
    });
  return (
    <Table.Tr>
      <Table.Td>
        <Group gap="xs">
          <Text size="sm" fw={500}>
            {name}
          </Text>
          {administrator.own && <Badge variant="light">{t('administrators.you')}</Badge>}
          {state === 'suspended' && <Badge color="gray">{t('administrators.suspended')}</Badge>}
        </Group>
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {email}
        </Text>
      </Table.Td>
      <Table.Td>
        {mayWrite ? (
          <Select
            size="xs"
            aria-label={t('administrators.roleOf', { name })}
            allowDeselect={false}
            value={role}
            disabled={update.isPending}
            data={roleSchema.options.map((value) => ({ value, label: t(`administrators.roles.${value}`) }))}
            onChange={changeRole}
          />
        ) : (
          t(`administrators.roles.${role}`)
        )}
      </Table.Td>
      <Table.Td visibleFrom="sm">
        {user === undefined ? <Text c="dimmed">–</Text> : `${user.displayName} (${user.loginName})`}
      </Table.Td>
      <Table.Td>
        {mayWrite && (
          <Group justify="flex-end">
            <Button
              size="compact-xs"
              variant="light"
              color="red"
              onClick={askRemove}
              aria-label={t('administrators.removeNamed', { name })}
            >
              {t('administrators.remove')}
            </Button>
          </Group>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
