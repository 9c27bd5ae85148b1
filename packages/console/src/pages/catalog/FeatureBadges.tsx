import { Badge, Group } from '@mantine/core';
import type { TemplateFeature } from '@lockstep/admin-api';
import { useTranslation } from 'react-i18next';

interface FeatureBadgesProps {
  /** What the list is of. */
  readonly label: string;
  readonly features: readonly TemplateFeature[];
  readonly color?: string;
}

/** What an application offers, or does not. */
export function FeatureBadges({ label, features, color }: FeatureBadgesProps) {
  const { t } = useTranslation();
  return (
    <Group component="ul" gap={6} m={0} p={0} style={{ listStyle: 'none' }} aria-label={label}>
      {features.map((feature) => (
        <Badge
          key={feature}
          component="li"
          variant="light"
          {...(color === undefined ? {} : { color })}
          tt="none"
          fw={500}
        >
          {t(`catalog.features.${feature}`)}
        </Badge>
      ))}
    </Group>
  );
}
