import { Paper, Skeleton, Stack, VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** The shape of a list that is on its way. */
export function TableSkeleton(props: { readonly rows?: number }) {
  const { t } = useTranslation();
  return (
    <Paper aria-busy>
      <VisuallyHidden>{t('common.loading')}</VisuallyHidden>
      <Stack gap="md">
        {Array.from({ length: props.rows ?? 8 }, (_, row) => (
          <Skeleton key={row} height={14} width={`${92 - ((row * 17) % 40)}%`} />
        ))}
      </Stack>
    </Paper>
  );
}
