import { ActionIcon, Menu } from '@mantine/core';
import type { PushedGroup } from '@lockstep/admin-api';
import { useDisclosure } from '@mantine/hooks';
import { IconCloudUpload, IconDots, IconPlayerPause, IconPlayerPlay, IconUnlink } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useUnlinkGroup } from '../../../api/group-push.ts';
import { useOrg } from '../../../hooks/use-org.ts';
import { useApplication } from '../use-application.ts';
import { UnlinkDialog } from './UnlinkDialog.tsx';
import { usePushActions } from './use-push-actions.ts';

/** What can be done with one pushed group. One that a rule chooses can be paused, but not unlinked. */
export function PushedGroupMenu({ group }: { readonly group: PushedGroup }) {
  const { t } = useTranslation();
  const { slug, pushGroups } = useApplication();
  const actions = usePushActions();
  const unlink = useUnlinkGroup(useOrg(), slug);
  const [unlinking, dialog] = useDisclosure(false);
  const name = group.displayName;
  if (group.ending !== undefined) return null;
  return (
    <>
      <Menu position="bottom-end" width={220}>
        <Menu.Target>
          <ActionIcon size="md" aria-label={t('list.actionsFor', { name })}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {group.active && (
            <Menu.Item
              leftSection={<IconCloudUpload size={16} />}
              disabled={!pushGroups}
              onClick={() => actions.pushNow(group)}
            >
              {t('pushGroups.pushNow')}
            </Menu.Item>
          )}
          {group.active ? (
            <Menu.Item leftSection={<IconPlayerPause size={16} />} onClick={() => actions.setActive(group, false)}>
              {t('pushGroups.pause')}
            </Menu.Item>
          ) : (
            <Menu.Item leftSection={<IconPlayerPlay size={16} />} onClick={() => actions.setActive(group, true)}>
              {t('pushGroups.resume')}
            </Menu.Item>
          )}
          {group.ruleId === undefined && (
            <Menu.Item leftSection={<IconUnlink size={16} />} c="var(--mantine-color-error)" onClick={dialog.open}>
              {t('pushGroups.unlinkEllipsis')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <UnlinkDialog
        opened={unlinking}
        onClose={dialog.close}
        id={group.groupId}
        unlink={unlink}
        title={t('pushGroups.unlinkTitle', { name })}
        submit={t('pushGroups.unlink')}
        done={t('pushGroups.unlinked', { name })}
      />
    </>
  );
}
