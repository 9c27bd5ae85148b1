import { Anchor, Paper, SimpleGrid } from '@mantine/core';
import type { ExchangeDetail } from '@lockstep/admin-api';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../../hooks/use-format.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { Fact } from '../../ui/Fact.tsx';

/** When, by whom, from where, and how long it took. */
export function RequestFacts({ exchange }: { readonly exchange: ExchangeDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const org = useOrg();
  const { at, token, address, client, userAgent, durationMs, loginName } = exchange;
  return (
    <Paper>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="sm">
        <Fact label={t('requests.time')}>{format.dateTime(at)}</Fact>
        <Fact label={t('requests.duration')}>
          {t('requests.milliseconds', { count: Math.max(1, Math.round(durationMs)) })}
        </Fact>
        <Fact label={t('requests.client')}>
          {t(`requests.clients.${client}`)}
          {userAgent === '' ? '' : ` (${userAgent})`}
        </Fact>
        <Fact label={t('requests.token')}>{token?.name ?? '–'}</Fact>
        <Fact label={t('requests.address')}>{address}</Fact>
        {loginName !== undefined && (
          <Fact label={t('user.loginName')}>
            <Anchor
              component={Link}
              to={`/o/${org}/provisioning/requests?user=${encodeURIComponent(loginName)}`}
              inherit
              style={{ overflowWrap: 'anywhere' }}
            >
              {loginName}
            </Anchor>
          </Fact>
        )}
        <Fact label={t('problems.correlationId')}>{exchange.id}</Fact>
      </SimpleGrid>
    </Paper>
  );
}
