import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { PageHeader } from '../ui/PageHeader.tsx';

/** Nothing is at this address, or nothing that this administrator may see. */
export function NotFound() {
  const { t } = useTranslation();
  return (
    <>
      <PageHeader title={t('notFound.title')} description={t('notFound.hint')} />
      <Button component={Link} to="/" variant="default">
        {t('notFound.home')}
      </Button>
    </>
  );
}
