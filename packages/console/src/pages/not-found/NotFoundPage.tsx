import { useDocumentTitle } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { NotFound } from '../../components/NotFound.tsx';

export function NotFoundPage() {
  const { t } = useTranslation();
  useDocumentTitle(`${t('notFound.title')} · Lockstep`);
  return (
    <main>
      <NotFound />
    </main>
  );
}
