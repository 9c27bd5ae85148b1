import { Anchor, Breadcrumbs, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useOrg } from '../../hooks/use-org.ts';

/** Applications › Catalog, and on from there to one template. */
export function CatalogBreadcrumbs({ template }: { readonly template?: string }) {
  const { t } = useTranslation();
  const org = useOrg();
  return (
    <Breadcrumbs fz="sm" aria-label={t('shell.breadcrumbs')} component="nav">
      <Anchor component={Link} to={`/o/${org}/applications`} size="sm">
        {t('nav.applications')}
      </Anchor>
      {template === undefined ? (
        <Text size="sm">{t('catalog.title')}</Text>
      ) : (
        <Anchor component={Link} to={`/o/${org}/catalog`} size="sm">
          {t('catalog.title')}
        </Anchor>
      )}
      {template !== undefined && <Text size="sm">{template}</Text>}
    </Breadcrumbs>
  );
}
