import { Anchor, Badge, Button, Group, Paper, SimpleGrid, Stack, Text } from '@mantine/core';
import { templateCategorySchema, type Template } from '@lockstep/admin-api';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { IconUpload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { templatesQuery } from '../../api/templates.ts';
import { MayWrite } from '../../components/MayWrite.tsx';
import { useListUrl } from '../../hooks/use-list-url.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { FilterSelect } from '../../ui/FilterSelect.tsx';
import { NoMatch } from '../../ui/NoMatch.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { SearchField } from '../../ui/SearchField.tsx';
import { TableSkeleton } from '../../ui/TableSkeleton.tsx';
import { CatalogBreadcrumbs } from './CatalogBreadcrumbs.tsx';
import { FeatureBadges } from './FeatureBadges.tsx';
import { UploadTemplate } from './UploadTemplate.tsx';
import { useTemplateText } from './use-template-text.ts';

/** *Browse catalog*: what can be connected, searched and by category. */
export function CatalogPage() {
  const { t } = useTranslation();
  const url = useListUrl();
  const [uploading, upload] = useDisclosure(false);
  const category = templateCategorySchema.safeParse(url.get('category')).data;
  const { data, error, refetch } = useQuery(templatesQuery(useOrg(), url.get('search'), category));
  const action = (
    <MayWrite scope="applications:write">
      <Button variant="default" leftSection={<IconUpload size={16} />} onClick={upload.open}>
        {t('catalog.upload')}
      </Button>
    </MayWrite>
  );
  return (
    <>
      <PageHeader
        title={t('catalog.title')}
        description={t('catalog.about')}
        above={<CatalogBreadcrumbs />}
        actions={action}
      />
      <Group gap="sm" mb="md">
        <SearchField
          label={t('catalog.search')}
          value={url.get('search') ?? ''}
          onSearch={(search) => url.filter({ search })}
        />
        <FilterSelect
          url={url}
          name="category"
          label={t('catalog.category')}
          data={templateCategorySchema.options.map((value) => ({ value, label: t(`catalog.categories.${value}`) }))}
        />
      </Group>
      {error !== null && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <TableSkeleton rows={6} />}
      {data?.templates.length === 0 && (
        <NoMatch onClear={() => url.filter({ search: undefined, category: undefined })} />
      )}
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="md">
        {data?.templates.map((template) => (
          <CatalogCard key={template.id} template={template} />
        ))}
      </SimpleGrid>
      <UploadTemplate opened={uploading} onClose={upload.close} />
    </>
  );
}

function CatalogCard({ template }: { readonly template: Template }) {
  const { t } = useTranslation();
  const { id, description, category, supports, own } = template;
  const text = useTemplateText(own);
  const name = text(template.name);
  return (
    <Paper component="article" aria-label={name}>
      <Stack gap="xs" h="100%">
        <Group justify="space-between" gap="xs" align="flex-start">
          <Anchor component={Link} to={`/o/${useOrg()}/catalog/${id}`} fw={600}>
            {name}
          </Anchor>
          <Group gap={6}>
            {own && <Badge color="teal">{t('catalog.own')}</Badge>}
            <Badge color="gray">{t(`catalog.categories.${category}`)}</Badge>
          </Group>
        </Group>
        <Text size="sm" c="dimmed" style={{ textWrap: 'pretty', flexGrow: 1 }}>
          {text(description)}
        </Text>
        <FeatureBadges label={t('catalog.supports')} features={supports} />
      </Stack>
    </Paper>
  );
}
