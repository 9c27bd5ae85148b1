import { Group, Paper, Text, ThemeIcon } from '@mantine/core';
import type { Application } from '@lockstep/admin-api';
import { IconAlertTriangle, IconCheck, IconPlayerPause, IconPlugConnectedX, IconRefresh } from '@tabler/icons-react';
import { Trans, useTranslation } from 'react-i18next';
import { sumProgress } from '../../format/share.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';

const looks = {
  failed: { color: 'red', Icon: IconAlertTriangle },
  paused: { color: 'yellow', Icon: IconPlayerPause },
  waiting: { color: 'blue', Icon: IconRefresh },
  inStep: { color: 'teal', Icon: IconCheck },
  none: { color: 'gray', Icon: IconPlugConnectedX },
} as const;

/** Says in one sentence how things stand; what needs a person comes first. */
export function TruthSentence({ applications }: { readonly applications: readonly Application[] }) {
  const { t } = useTranslation();
  const { failed, waiting, lastAppliedAt } = sumProgress(applications.map(({ progress }) => progress));
  const [state, sentence] = ((): [keyof typeof looks, string] => {
    if (applications.length === 0) return ['none', t('overview.none')];
    if (failed > 0) return ['failed', t('overview.failed', { count: failed })];
    const paused = applications.find(({ apiIntegration, pause }) => apiIntegration && pause !== undefined);
    if (paused !== undefined) return ['paused', t('overview.paused', { name: paused.name })];
    if (waiting > 0) return ['waiting', t('overview.waiting', { count: waiting })];
    return ['inStep', t('overview.inStep', { count: applications.length })];
  })();
  const { color, Icon } = looks[state];
  return (
    <Paper>
      <Group wrap="nowrap">
        <ThemeIcon color={color} variant="light" size={40} radius="xl" aria-hidden>
          <Icon size={22} />
        </ThemeIcon>
        <Text fz="lg" component="div">
          <output>{sentence}</output>{' '}
          {lastAppliedAt !== undefined && (
            <Text span inherit c="dimmed">
              <Trans i18nKey="overview.lastChange" components={{ time: <RelativeTime at={lastAppliedAt} /> }} />
            </Text>
          )}
        </Text>
      </Group>
    </Paper>
  );
}
