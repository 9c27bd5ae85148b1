import { Box, Code, Group, Stack, Text } from '@mantine/core';
import type { AuditEntry } from '@lockstep/admin-api';
import { IconArrowRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

type Attribute = AuditEntry['attributes'][number];

function Value({ value, label }: { readonly value: unknown; readonly label: string }) {
  return (
    <Code fz="xs" aria-label={label} style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
      {value === undefined ? '–' : typeof value === 'string' ? value : JSON.stringify(value)}
    </Code>
  );
}

/** What became of each attribute: its path, what it was and what it is. */
export function AttributeChanges({ attributes }: { readonly attributes: readonly Attribute[] }) {
  const { t } = useTranslation();
  return (
    <Stack gap={6} component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
      {attributes.map(({ path, before, after }) => (
        <Box component="li" key={path}>
          <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {path}
          </Text>
          <Group gap={6} wrap="nowrap" align="flex-start">
            {before !== undefined && <Value value={before} label={t('changes.before')} />}
            {before !== undefined && <IconArrowRight size={14} style={{ flexShrink: 0, marginTop: 3 }} aria-hidden />}
            <Value value={after} label={t('changes.after')} />
          </Group>
        </Box>
      ))}
    </Stack>
  );
}
