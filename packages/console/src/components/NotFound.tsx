import { Button } from '@mantine/core';
import { IconMapPinOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { EmptyPanel } from '../ui/EmptyPanel.tsx';

/** Nothing is at this address, or nothing that this administrator may see. */
export function NotFound() {
  const { t } = useTranslation();
  return (
    <EmptyPanel
      icon={<IconMapPinOff size={40} stroke={1.4} />}
      title={t('notFound.title')}
      description={t('notFound.hint')}
      action={
        <Button component={Link} to="/" variant="default">
          {t('notFound.home')}
        </Button>
      }
    />
  );
}
