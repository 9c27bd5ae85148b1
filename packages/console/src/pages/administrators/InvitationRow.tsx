import { Button, Group, Table, Text } from '@mantine/core';
import type { Invitation } from '@lockstep/admin-api';
import { useTranslation } from 'react-i18next';
import { useWithdrawInvitation } from '../../api/administrators.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { useNotify } from '../../hooks/use-notify.tsx';
import { useOrg } from '../../hooks/use-org.ts';

export function InvitationRow({
  invitation,
  mayWrite,
}: {
  readonly invitation: Invitation;
  readonly mayWrite: boolean;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const notify = useNotify();
  const withdraw = useWithdrawInvitation(useOrg());
  const { id, email, role, createdBy, expiresAt } = invitation;
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {email}
        </Text>
        <Text size="xs" c="dimmed">
          {t(`administrators.roles.${role}`)} · {t('administrators.invitedBy', { name: createdBy })}
        </Text>
      </Table.Td>
      <Table.Td visibleFrom="sm">{format.dateTime(expiresAt)}</Table.Td>
      <Table.Td>
        {mayWrite && (
          <Group justify="flex-end">
            <Button
              size="compact-xs"
              variant="default"
              aria-label={t('administrators.withdrawNamed', { email })}
              onClick={() =>
                withdraw.mutate(id, {
                  onError: notify.failed,
                  onSuccess: () => notify.done(t('administrators.withdrawn', { email })),
                })
              }
            >
              {t('administrators.withdraw')}
            </Button>
          </Group>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
