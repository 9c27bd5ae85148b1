import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { exchangesQuery } from '../../api/exchanges.ts';
import { useListUrl } from '../../hooks/use-list-url.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { readFilters } from './read-filters.ts';
import { RequestFilters } from './RequestFilters.tsx';
import { RequestList } from './RequestList.tsx';

const pageSize = 50;
/** Requests that another process of the server answered come without an event. */
const rereadEvery = 15_000;

/** What the identity provider sent and what came back, live. */
export function RequestsPage() {
  const { t } = useTranslation();
  const url = useListUrl();
  // the last hour is the one before the page was opened
  const [now] = useState(() => Date.now());
  const query = exchangesQuery(useOrg(), readFilters(url, pageSize, now));
  const requests = useQuery({ ...query, refetchInterval: rereadEvery });
  return (
    <>
      <PageHeader title={t('nav.requests')} description={t('requests.about')} />
      <Stack gap="sm">
        <RequestFilters url={url} />
        <RequestList requests={requests} url={url} pageSize={pageSize} />
      </Stack>
    </>
  );
}
