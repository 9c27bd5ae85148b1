import { Anchor, Text } from '@mantine/core';
import type { AuditEntry } from '@lockstep/admin-api';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useOrg } from '../../hooks/use-org.ts';

/** Who did it, from where, and the request by which it was done. */
export function ActorName({ actor }: { readonly actor: AuditEntry['actor'] }) {
  const { t } = useTranslation();
  const org = useOrg();
  return (
    <>
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {actor.name}
      </Text>
      <Text size="xs" c="dimmed">
        {t(`audit.actorKinds.${actor.kind}`)}
        {actor.address === undefined ? '' : ` · ${actor.address}`}
      </Text>
      {actor.request !== undefined && (
        <Anchor component={Link} to={`/o/${org}/provisioning/requests/${actor.request}`} size="xs">
          {t('requests.request')}
        </Anchor>
      )}
    </>
  );
}
