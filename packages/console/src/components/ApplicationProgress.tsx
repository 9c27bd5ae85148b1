import { Group, Progress, Stack, Text } from '@mantine/core';
import type { Application } from '@lockstep/admin-api';
import { useTranslation } from 'react-i18next';
import { share } from '../format/share.ts';
import { useFormat } from '../hooks/use-format.ts';
import { useOrg } from '../hooks/use-org.ts';
import { useTimeLeft } from '../hooks/use-time-left.ts';

/** How far an application has come: the share in step, what waits, what failed, and the time left while work runs. */
export function ApplicationProgress(props: { readonly application: Application; readonly compact?: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { total, synchronized, waiting, failed } = props.application.progress;
  const { name, slug } = props.application;
  const left = useTimeLeft(useOrg(), slug);
  const failedShare = total === 0 ? 0 : (failed / total) * 100;
  if (total === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t('progress.nobody')}
      </Text>
    );
  }
  return (
    <Stack gap={5}>
      <Progress.Root size={props.compact === true ? 'sm' : 'md'}>
        <Progress.Section
          value={share(synchronized, total)}
          color="spruce"
          animated={waiting > 0}
          aria-label={t('progress.label', { name })}
          aria-valuetext={t('progress.inStep', { synchronized, total })}
        />
        {failed > 0 && (
          <Progress.Section
            value={Math.max(1, failedShare)}
            color="red.7"
            aria-label={t('progress.failedLabel', { name })}
          />
        )}
      </Progress.Root>
      <Group gap="md" style={{ rowGap: 0, fontVariantNumeric: 'tabular-nums' }}>
        <Text size="sm" fw={500}>
          {t('progress.inStep', { synchronized, total })}
        </Text>
        {waiting > 0 && (
          <Text size="sm" c="dimmed">
            {t('progress.waiting', { count: waiting })}
          </Text>
        )}
        {failed > 0 && (
          <Text size="sm" c="var(--mantine-color-error)">
            {t('progress.failed', { count: failed })}
          </Text>
        )}
        {left !== undefined && props.compact !== true && (
          <Text size="sm" c="dimmed">
            {t('progress.left', { time: format.duration(left) })}
          </Text>
        )}
      </Group>
    </Stack>
  );
}
