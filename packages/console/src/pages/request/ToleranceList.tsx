import { Code, List, Paper, Stack, Text, Title } from '@mantine/core';
import type { ExchangeDetail } from '@lockstep/admin-api';
import { useTranslation } from 'react-i18next';

/** What was put up with, in words. */
export function ToleranceList({ tolerances }: { readonly tolerances: ExchangeDetail['tolerances'] }) {
  const { t } = useTranslation();
  if (tolerances.length === 0) return null;
  return (
    <Paper>
      <Stack gap="xs">
        <Title order={2} fz="md">
          {t('requests.tolerated')}
        </Title>
        <Text size="sm" c="dimmed">
          {t('requests.toleratedHint')}
        </Text>
        <List size="sm" spacing={4}>
          {tolerances.map(({ name, path }) => (
            <List.Item key={`${name} ${path}`}>
              {t(`requests.tolerances.${name}`)} {path !== '' && <Code fz="xs">{path}</Code>}
            </List.Item>
          ))}
        </List>
      </Stack>
    </Paper>
  );
}
