import { Box, Code, Group, Stack, Text } from '@mantine/core';
import type { AuditEntry } from '@lockstep/admin-api';
import { IconArrowRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { attributeWord } from './attribute-words.ts';
import { useShownValue } from './use-shown-value.ts';

type Kind = AuditEntry['resourceType'];

function Value({ path, value, label }: { readonly path: string; readonly value: unknown; readonly label: string }) {
  const shown = useShownValue()(path, value);
  return (
    <Code fz="xs" aria-label={label} style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
      {shown}
    </Code>
  );
}

/** The attribute in the words of the console's forms; its path is shown on hover. */
function AttributeName({ resourceType, path }: { readonly resourceType: Kind; readonly path: string }) {
  const { t } = useTranslation();
  const word = attributeWord(resourceType, path);
  return (
    <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }} title={path}>
      {word === undefined ? path : t(word)}
    </Text>
  );
}

/** What became of each attribute: what it is called, what it was and what it is. */
export function AttributeChanges({ entry }: { readonly entry: Pick<AuditEntry, 'resourceType' | 'attributes'> }) {
  const { t } = useTranslation();
  const { resourceType, attributes } = entry;
  return (
    <Stack gap={6} component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
      {attributes.map(({ path, before, after }) => (
        <Box component="li" key={path}>
          <AttributeName resourceType={resourceType} path={path} />
          <Group gap={6} wrap="nowrap" align="flex-start">
            {before !== undefined && <Value path={path} value={before} label={t('changes.before')} />}
            {before !== undefined && <IconArrowRight size={14} style={{ flexShrink: 0, marginTop: 3 }} aria-hidden />}
            <Value path={path} value={after} label={t('changes.after')} />
          </Group>
        </Box>
      ))}
    </Stack>
  );
}
