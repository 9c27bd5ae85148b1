import { Group, Select, Stack } from '@mantine/core';
import { linkStates } from '@lockstep/admin-api';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { linksQuery, type LinkListQuery } from '../../api/links.ts';
import { useListUrl, type ListUrl } from '../../hooks/use-list-url.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { SearchField } from '../../ui/SearchField.tsx';
import { LinkList } from './LinkList.tsx';

const pageSize = 50;
const states = [...linkStates, 'held'] as const;

function listQuery(url: ListUrl): LinkListQuery {
  const search = url.get('search');
  const state = states.find((one) => one === url.get('state'));
  return {
    limit: pageSize,
    ...(search === undefined ? {} : { search }),
    ...(state === undefined ? {} : { state }),
    ...(url.cursor === undefined ? {} : { cursor: url.cursor }),
  };
}

/** The link ledger: every user and how it stands to the identity provider, since when, and by which request. */
export function LinksPage() {
  const { t } = useTranslation();
  const url = useListUrl();
  const links = useQuery(linksQuery(useOrg(), listQuery(url)));
  return (
    <>
      <PageHeader title={t('nav.links')} description={t('links.about')} />
      <Stack gap="sm">
        <Group gap="sm">
          <SearchField
            label={t('links.search')}
            value={url.get('search') ?? ''}
            onSearch={(search) => url.filter({ search })}
          />
          <Select
            aria-label={t('links.state')}
            allowDeselect={false}
            w={{ base: '100%', xs: 280 }}
            value={url.get('state') ?? 'all'}
            onChange={(state) => url.filter({ state: state === 'all' || state === null ? undefined : state })}
            data={[
              { value: 'all', label: t('links.allStates') },
              ...states.map((value) => ({ value, label: t(`links.states.${value}`) })),
            ]}
          />
        </Group>
        <LinkList links={links} url={url} pageSize={pageSize} />
      </Stack>
    </>
  );
}
