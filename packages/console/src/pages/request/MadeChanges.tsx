import { Divider, Paper, Stack, Text, Title } from '@mantine/core';
import type { AuditEntry } from '@lockstep/admin-api';
import { useTranslation } from 'react-i18next';
import { AttributeChanges } from '../../components/changes/AttributeChanges.tsx';
import { ChangeTitle } from '../../components/changes/ChangeTitle.tsx';

/** What a request changed in the directory. */
export function MadeChanges({ title, changes }: { readonly title: string; readonly changes: readonly AuditEntry[] }) {
  const { t } = useTranslation();
  return (
    <Paper>
      <Stack gap="xs">
        <Title order={2} fz="md">
          {title}
        </Title>
        {changes.length === 0 && (
          <Text size="sm" c="dimmed">
            {t('requests.noChanges')}
          </Text>
        )}
        {changes.map((entry, index) => (
          <Stack key={entry.id} gap={6}>
            {index > 0 && <Divider />}
            <ChangeTitle entry={entry} />
            <AttributeChanges entry={entry} />
          </Stack>
        ))}
      </Stack>
    </Paper>
  );
}
