import { Button } from '@mantine/core';
import { IconFilterOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { EmptyPanel } from './EmptyPanel.tsx';

/** A list that the search or the filter emptied. */
export function NoMatch(props: { readonly onClear: () => void }) {
  const { t } = useTranslation();
  return (
    <EmptyPanel
      icon={<IconFilterOff size={40} stroke={1.4} />}
      title={t('list.noMatch')}
      description={t('list.noMatchHint')}
      action={
        <Button variant="default" onClick={props.onClear}>
          {t('list.clearFilters')}
        </Button>
      }
    />
  );
}
