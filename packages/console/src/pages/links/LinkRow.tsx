import { Badge, Box, Button, Group, Table, Text } from '@mantine/core';
import type { Link } from '@lockstep/admin-api';
import { useTranslation } from 'react-i18next';
import { MayWrite } from '../../components/MayWrite.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { actionsFor, useLinkActions } from './use-link-actions.tsx';

const colors = { linked: 'teal', tombstoned: 'red', conflict: 'yellow', unlinked: 'gray' } as const;

function Cause({ cause }: Pick<Link, 'cause'>) {
  const { t } = useTranslation();
  if (cause === undefined) return null;
  return (
    <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }} maw={260}>
      {t(`links.requests.${cause.request}`, { name: cause.actor.name })}
      {cause.client !== undefined && cause.client !== '' && ` · ${cause.client}`}
    </Text>
  );
}

/** One user, how it stands to the identity provider, why, and what can be done about it. */
export function LinkRow({ link }: { readonly link: Link }) {
  const { t } = useTranslation();
  const act = useLinkActions();
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" fw={500} style={{ overflowWrap: 'anywhere' }}>
          {link.loginName}
        </Text>
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {link.displayName}
        </Text>
        {link.heldLoginName !== undefined && (
          <Text size="xs" mt={4} style={{ overflowWrap: 'anywhere' }}>
            {t('links.held', { wanted: link.heldLoginName })}
          </Text>
        )}
        <Box hiddenFrom="xs" mt={4}>
          <Badge color={colors[link.state]}>{t(`links.states.${link.state}`)}</Badge>
        </Box>
      </Table.Td>
      <Table.Td visibleFrom="xs">
        <Badge color={colors[link.state]}>{t(`links.states.${link.state}`)}</Badge>
      </Table.Td>
      <Table.Td visibleFrom="md">
        <RelativeTime at={link.since} />
        <Cause cause={link.cause} />
      </Table.Td>
      <Table.Td>
        <MayWrite scope="provisioning:write">
          <Group gap={4} justify="flex-end">
            {actionsFor(link).map((action) => (
              <Button
                key={action}
                size="compact-xs"
                variant="default"
                onClick={() => act(link, action)}
                aria-label={t('links.actionNamed', { action: t(`links.actions.${action}`), name: link.loginName })}
              >
                {t(`links.actions.${action}`)}
              </Button>
            ))}
          </Group>
        </MayWrite>
      </Table.Td>
    </Table.Tr>
  );
}
