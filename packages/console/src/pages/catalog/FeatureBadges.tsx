import { Badge, Group } from '@mantine/core';
import type { TemplateFeature } from '@lockstep/admin-api';
import { useTranslation } from 'react-i18next';

/** What an application offers. */
export function FeatureBadges({ supports }: { readonly supports: readonly TemplateFeature[] }) {
  const { t } = useTranslation();
  return (
    <Group component="ul" gap={6} m={0} p={0} style={{ listStyle: 'none' }} aria-label={t('catalog.supports')}>
      {supports.map((feature) => (
        <Badge key={feature} component="li" variant="light" tt="none" fw={500}>
          {t(`catalog.features.${feature}`)}
        </Badge>
      ))}
    </Group>
  );
}
