import { Code, Group, Stack, Text } from '@mantine/core';
import type { AuditEntry } from '@lockstep/admin-api';
import { IconArrowRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { attributeWord } from './attribute-words.ts';
import { useShownValue } from './use-shown-value.ts';

function Value({ shown, label }: { readonly shown: string; readonly label: string }) {
  return (
    <Code fz="xs" aria-label={label} style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
      {shown}
    </Code>
  );
}

/**
 * What became of each attribute: what it is called, in the words of the console's forms with the path on hover, what it
 * was and what it is. What every row needs is asked for once: a page of creations has a thousand of them.
 */
export function AttributeChanges({ entry }: { readonly entry: Pick<AuditEntry, 'resourceType' | 'attributes'> }) {
  const { t } = useTranslation();
  const shownValue = useShownValue();
  const { resourceType, attributes } = entry;
  return (
    <Stack gap={6} component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
      {attributes.map(({ path, before, after }) => {
        const word = attributeWord(resourceType, path);
        return (
          <li key={path}>
            <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }} title={path}>
              {word === undefined ? path : t(word)}
            </Text>
            <Group gap={6} wrap="nowrap" align="flex-start">
              {before !== undefined && <Value shown={shownValue(path, before)} label={t('changes.before')} />}
              {before !== undefined && <IconArrowRight size={14} style={{ flexShrink: 0, marginTop: 3 }} aria-hidden />}
              <Value shown={shownValue(path, after)} label={t('changes.after')} />
            </Group>
          </li>
        );
      })}
    </Stack>
  );
}
