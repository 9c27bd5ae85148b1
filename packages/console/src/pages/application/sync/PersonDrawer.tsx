import { Drawer } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ListUrl } from '../../../hooks/use-list-url.ts';
import { PersonValues } from './PersonValues.tsx';

/** The person that the address opens, `?person={id}`: what the account is to hold, and what it holds. */
export function PersonDrawer({ url }: { readonly url: ListUrl }) {
  const { t } = useTranslation();
  const person = url.get('person');
  return (
    <Drawer
      opened={person !== undefined}
      onClose={() => url.open({ person: undefined })}
      position="right"
      size="xl"
      title={t('sync.valuesTitle')}
    >
      {person !== undefined && <PersonValues key={person} userId={person} />}
    </Drawer>
  );
}
