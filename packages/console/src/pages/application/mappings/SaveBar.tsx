import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import type { Affected } from '@lockstep/admin-api';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { describeFailure, issueText } from '../../../api/describe-problem.ts';
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
  // what is wrong stands beside the field, but for what only shows in all of them together
  const faulty = error !== null && describeFailure(error).code === 'invalid_request';
  const failed = error !== null && !faulty && draft.saveError === null;
  const said = faulty ? sayFault(t, error) : sayCount(t, counting ? undefined : data);
  return (
    <Paper withBorder style={{ position: 'sticky', bottom: 0, zIndex: 2 }}>
      <Stack gap="sm">
        {draft.saveError !== null && <ErrorPanel error={draft.saveError} onRetry={draft.retry} />}
        {failed && <ErrorPanel error={error} />}
        <Group justify="space-between" gap="sm">
          <Text size="sm" component="output" aria-busy={counting}>
            {said}
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

function sayFault(t: TFunction, error: unknown): string {
  const issue = describeFailure(error).problem?.issues?.find(({ code }) => code !== undefined);
  return issue === undefined ? t('mappings.faulty') : issueText(issue, t);
}

/** Undefined: still counting. */
function sayCount(t: TFunction, affected: Affected | undefined): string {
  if (affected === undefined) return t('mappings.counting');
  const { count, atLeast } = affected;
  return atLeast ? t('mappings.willChangeAtLeast', { count }) : t('mappings.willChange', { count });
}
