import { Alert, Anchor, Button, Group, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { IconCloudUpload, IconUsersPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { pushedGroupsQuery } from '../../../api/group-push.ts';
import { useGranted } from '../../../hooks/use-granted.ts';
import { useListUrl } from '../../../hooks/use-list-url.ts';
import { useOrg } from '../../../hooks/use-org.ts';
import { SyncFilters, syncQueryOf } from '../SyncFilters.tsx';
import { useApplication } from '../use-application.ts';
import { PushedGroupList } from './PushedGroupList.tsx';
import { PushGroupsDialog } from './PushGroupsDialog.tsx';
import { RulesPanel } from './RulesPanel.tsx';
import { usePushActions } from './use-push-actions.ts';

const pageSize = 50;

/** The groups of the directory that an application gets, and the rules that choose them. */
export function PushGroupsTab() {
  const { t } = useTranslation();
  const org = useOrg();
  const { slug, name, pushGroups, limits } = useApplication();
  const offered = !limits.lacks.includes('groups');
  const url = useListUrl();
  const mayWrite = useGranted('applications:write');
  const [adding, dialog] = useDisclosure(false);
  const actions = usePushActions();
  const groups = useQuery(pushedGroupsQuery(org, slug, { limit: pageSize, ...syncQueryOf(url) }));
  const takesNone = groups.data?.groups.some(({ error }) => error?.kind === 'no-groups') ?? false;
  const some = (groups.data?.groups.length ?? 0) > 0;
  return (
    <Stack gap="sm">
      {!offered && (
        <Alert color="yellow" title={t('pushGroups.notOffered', limits)}>
          {t('pushGroups.notOfferedHint')}
        </Alert>
      )}
      {offered && !pushGroups && (
        <Alert color="yellow" title={t('pushGroups.off')}>
          {t('pushGroups.offHint')}{' '}
          <Anchor
            component={Link}
            to={`/o/${org}/applications/${slug}/provisioning/to-app`}
            size="sm"
            underline="always"
          >
            {t('pushGroups.toApp')}
          </Anchor>
        </Alert>
      )}
      {offered && takesNone && (
        <Alert color="yellow" title={t('pushGroups.takesNone', { application: name })}>
          {t('pushGroups.takesNoneHint')}
        </Alert>
      )}
      <Group justify="space-between" gap="sm">
        <SyncFilters url={url} label={t('groups.search')} />
        {mayWrite && (
          <Group gap="xs">
            {some && (
              <Button
                variant="default"
                leftSection={<IconCloudUpload size={16} />}
                disabled={!pushGroups}
                loading={actions.pushing}
                onClick={() => actions.pushNow()}
              >
                {t('pushGroups.pushAll')}
              </Button>
            )}
            {offered && (
              <Button leftSection={<IconUsersPlus size={16} />} onClick={dialog.open}>
                {t('pushGroups.add')}
              </Button>
            )}
          </Group>
        )}
      </Group>
      {(offered || some) && <PushedGroupList groups={groups} url={url} pageSize={pageSize} mayWrite={mayWrite} />}
      <RulesPanel mayWrite={mayWrite} />
      <PushGroupsDialog opened={adding} onClose={dialog.close} />
    </Stack>
  );
}
