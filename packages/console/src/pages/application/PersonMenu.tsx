import { ActionIcon, Menu } from '@mantine/core';
import type { AppUser } from '@lockstep/admin-api';
import {
  IconArrowsExchange,
  IconDots,
  IconId,
  IconListDetails,
  IconPencil,
  IconRefresh,
  IconUserMinus,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useGranted } from '../../hooks/use-granted.ts';
import { useListUrl } from '../../hooks/use-list-url.ts';
import { usePersonActions } from './use-person-actions.tsx';

interface PersonMenuProps {
  readonly person: AppUser;
  readonly onName: () => void;
  readonly onEdit: () => void;
}

/** What can be done about one person of an application. */
export function PersonMenu({ person, onName, onEdit }: PersonMenuProps) {
  const { t } = useTranslation();
  const actions = usePersonActions();
  const url = useListUrl();
  const mayWrite = useGranted('applications:write');
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon size="md" aria-label={t('list.actionsFor', { name: person.displayName })}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconListDetails size={16} />} onClick={() => url.open({ person: person.userId })}>
          {t('sync.showValues')}
        </Menu.Item>
        {mayWrite && (person.syncState === 'ERROR' || person.error !== undefined) && (
          <Menu.Item leftSection={<IconRefresh size={16} />} onClick={() => actions.retry(person)}>
            {t('common.retry')}
          </Menu.Item>
        )}
        {mayWrite && person.assigned && (
          <>
            <Menu.Item leftSection={<IconId size={16} />} onClick={onName}>
              {t('signOn.set')}
            </Menu.Item>
            <Menu.Item leftSection={<IconPencil size={16} />} onClick={onEdit}>
              {t('assignments.edit')}
            </Menu.Item>
            <Menu.Item leftSection={<IconArrowsExchange size={16} />} onClick={() => actions.convert(person)}>
              {t(person.source?.kind === 'group' ? 'assignments.toPersonal' : 'assignments.toGroup')}
            </Menu.Item>
          </>
        )}
        {mayWrite && person.source?.kind === 'personal' && (
          <Menu.Item
            leftSection={<IconUserMinus size={16} />}
            c="var(--mantine-color-error)"
            onClick={() => actions.askUnassign(person)}
          >
            {t('people.unassignEllipsis')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
