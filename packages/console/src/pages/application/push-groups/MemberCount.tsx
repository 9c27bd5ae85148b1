import { Anchor, Modal } from '@mantine/core';
import type { PushedGroup } from '@lockstep/admin-api';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { RefusedMembers } from './RefusedMembers.tsx';

/** How many members the application has, and whom it refused. */
export function MemberCount({ group }: { readonly group: PushedGroup }) {
  const { t } = useTranslation();
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      {t('pushGroups.pushed', { count: group.members })}
      {group.refused > 0 && (
        <>
          {' · '}
          <Anchor
            component="button"
            type="button"
            size="sm"
            underline="always"
            onClick={dialog.open}
            c="var(--mantine-color-error)"
          >
            {t('pushGroups.refused', { count: group.refused })}
          </Anchor>
          <Modal
            opened={opened}
            onClose={dialog.close}
            size="lg"
            title={t('pushGroups.refusedTitle', { name: group.displayName })}
          >
            {opened && <RefusedMembers group={group} />}
          </Modal>
        </>
      )}
    </>
  );
}
