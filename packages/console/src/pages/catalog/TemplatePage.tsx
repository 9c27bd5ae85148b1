import { Anchor, Badge, Code, Grid, Group, List, Paper, Stack, Text, Title } from '@mantine/core';
import type { TemplateDetails } from '@lockstep/admin-api';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { templateQuery } from '../../api/templates.ts';
import { MayWrite } from '../../components/MayWrite.tsx';
import { useOrg } from '../../hooks/use-org.ts';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { TableSkeleton } from '../../ui/TableSkeleton.tsx';
import { useAttributeName } from '../application/mappings/use-attribute-name.ts';
import { AddIntegration } from './AddIntegration.tsx';
import { CatalogBreadcrumbs } from './CatalogBreadcrumbs.tsx';
import { FeatureBadges } from './FeatureBadges.tsx';
import { OwnTemplateActions } from './OwnTemplateActions.tsx';
import { useTemplateText } from './use-template-text.ts';

/** One entry of the catalog: what it offers and asks, and *Add integration*. */
export function TemplatePage() {
  const { template = '' } = useParams();
  const { data, error, refetch } = useQuery(templateQuery(useOrg(), template));
  if (error !== null) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <TableSkeleton />;
  return <Details key={data.template.id} details={data} />;
}

function Details({ details }: { readonly details: TemplateDetails }) {
  const { t } = useTranslation();
  const { template, own } = details;
  const text = useTemplateText(own);
  const name = text(template.name);
  return (
    <>
      <PageHeader
        title={name}
        description={text(template.description)}
        above={<CatalogBreadcrumbs template={name} />}
        badge={own ? <Badge color="teal">{t('catalog.own')}</Badge> : undefined}
        actions={
          own ? (
            <MayWrite scope="applications:write">
              <OwnTemplateActions details={details} />
            </MayWrite>
          ) : undefined
        }
      />
      <Grid>
        <Grid.Col span={{ base: 12, md: 7 }}>
          <MayWrite scope="applications:write">
            <AddIntegration template={template} own={own} />
          </MayWrite>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Facts details={details} />
        </Grid.Col>
      </Grid>
    </>
  );
}

function Facts({ details: { template, own } }: { readonly details: TemplateDetails }) {
  const { t } = useTranslation();
  const text = useTemplateText(own);
  const nameOf = useAttributeName();
  const { supports, lacks, notes, source, attributes, clientProfile } = template;
  return (
    <Paper>
      <Stack gap="md">
        <Fact title={t('catalog.supports')}>
          <FeatureBadges label={t('catalog.supports')} features={supports} />
        </Fact>
        {lacks.length > 0 && (
          <Fact title={t('catalog.lacks')}>
            <FeatureBadges label={t('catalog.lacks')} features={lacks} color="gray" />
          </Fact>
        )}
        {notes.length > 0 && (
          <Fact title={t('catalog.notes')}>
            <List size="sm" spacing={4}>
              {notes.map((note) => (
                <List.Item key={note}>{text(note)}</List.Item>
              ))}
            </List>
          </Fact>
        )}
        <Fact title={t('catalog.attributes')}>
          <Group gap={6}>
            {[{ target: 'userName' }, { target: 'active' }, ...attributes].map((attribute) => (
              <Badge key={attribute.target} title={attribute.target} color="gray" variant="light" tt="none" fw={500}>
                {nameOf(attribute)}
              </Badge>
            ))}
          </Group>
        </Fact>
        <Fact title={t('catalog.clientProfile')}>
          <Code>{clientProfile}</Code>
        </Fact>
        {source !== undefined && (
          <Fact title={t('catalog.source')}>
            <Anchor href={source.url} target="_blank" rel="noreferrer" size="sm">
              {source.title}
            </Anchor>
            <Text size="xs" c="dimmed">
              {t('catalog.read', { date: source.read })}
            </Text>
          </Fact>
        )}
      </Stack>
    </Paper>
  );
}

function Fact({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Stack gap={6}>
      <Title order={2} size="h5">
        {title}
      </Title>
      {children}
    </Stack>
  );
}
