import { Anchor, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import type { Application } from '@lockstep/admin-api';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ApplicationProgress } from '../../components/ApplicationProgress.tsx';
import { share } from '../../format/share.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { useOrg } from '../../hooks/use-org.ts';

export function ApplicationCard({ application }: { readonly application: Application }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { slug, name, progress } = application;
  const base = `/o/${useOrg()}/applications/${slug}`;
  return (
    <Paper>
      <Stack gap="xs">
        <Group justify="space-between" wrap="nowrap">
          <Title order={2} fz="md">
            <Anchor component={Link} to={base} inherit>
              {name}
            </Anchor>
          </Title>
          {progress.total > 0 && (
            <Text fw={600} style={{ fontVariantNumeric: 'tabular-nums' }}>
              {format.percent(share(progress.synchronized, progress.total))}
            </Text>
          )}
        </Group>
        <ApplicationProgress application={application} />
        {progress.failed > 0 && (
          <Group>
            <Button
              component={Link}
              to={`${base}/assignments/people?state=ERROR`}
              size="xs"
              variant="light"
              color="red"
            >
              {t('overview.showFailed')}
            </Button>
          </Group>
        )}
      </Stack>
    </Paper>
  );
}
