import { Drawer } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useGranted } from '../../hooks/use-granted.ts';
import type { ListUrl } from '../../hooks/use-list-url.ts';
import { CreateUser } from './CreateUser.tsx';
import { EditUser } from './EditUser.tsx';

/** The row that the address opens, beside the list: `?user=new` or `?user={id}`. */
export function UserDrawer({ url }: { readonly url: ListUrl }) {
  const { t } = useTranslation();
  const mayWrite = useGranted('directory:write');
  const open = mayWrite ? url.get('user') : undefined;
  const close = (): void => url.open({ user: undefined });
  return (
    <Drawer
      opened={open !== undefined}
      onClose={close}
      position="right"
      size="md"
      title={open === 'new' ? t('users.addTitle') : t('users.editTitle')}
    >
      {open === 'new' && <CreateUser onClose={close} />}
      {open !== undefined && open !== 'new' && <EditUser key={open} userId={open} onClose={close} />}
    </Drawer>
  );
}
