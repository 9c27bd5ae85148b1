import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { affectedQuery } from '../../../api/profile-settings.ts';
import { useOrg } from '../../../hooks/use-org.ts';
import { ErrorPanel } from '../../../ui/ErrorPanel.tsx';
import { useApplication } from '../use-application.ts';
import type { ProfileDraft } from './use-profile-draft.ts';

/** For how many people the draft changes something, and the buttons that save or drop it. */
export function SaveBar({ draft }: { readonly draft: ProfileDraft }) {
  const { t } = useTranslation();
  const { slug } = useApplication();
  const org = useOrg();
  const [settings] = useDebouncedValue(draft.settings, 300);
  const affected = useQuery({
    ...affectedQuery(
      org,
      slug,
      settings ?? { attributes: [], mappings: [], userName: { format: 'none', applyOn: 'create' } },
    ),
    enabled: draft.dirty && settings !== undefined,
  });
  if (!draft.dirty) return null;
  const counting = affected.isFetching || settings !== draft.settings;
  const { data, error } = affected;
  return (
    <Paper withBorder style={{ position: 'sticky', bottom: 0, zIndex: 2 }}>
      <Stack gap="sm">
        {draft.saveError !== null && <ErrorPanel error={draft.saveError} onRetry={draft.retry} />}
        {draft.saveError === null && error !== null && <ErrorPanel error={error} />}
        <Group justify="space-between" gap="sm">
          <Text size="sm" component="output" aria-busy={counting}>
            {counting || data === undefined
              ? t('mappings.counting')
              : t(data.atLeast ? 'mappings.willChangeAtLeast' : 'mappings.willChange', { count: data.count })}
          </Text>
          <Group gap="xs">
            <Button variant="default" onClick={draft.discard}>
              {t('mappings.discard')}
            </Button>
            <Button loading={draft.saving} disabled={error !== null} onClick={draft.save}>
              {data === undefined || counting || data.count === 0
                ? t('common.save')
                : t('toApp.saveAndPush', { count: data.count })}
            </Button>
          </Group>
        </Group>
      </Stack>
    </Paper>
  );
}
