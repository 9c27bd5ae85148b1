import { Alert, Button, Group, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CopyField } from '../ui/CopyField.tsx';

interface InvitationLinkProps {
  readonly email: string;
  readonly link: string;
  readonly onClose: () => void;
}

/** The link of an invitation, which is shown this once. */
export function InvitationLink({ email, link, onClose }: InvitationLinkProps) {
  const { t } = useTranslation();
  return (
    <Stack>
      <Alert color="yellow">{t('administrators.linkHint', { email })}</Alert>
      <CopyField label={t('administrators.link')} value={link} />
      <Group justify="flex-end">
        <Button onClick={onClose}>{t('common.close')}</Button>
      </Group>
    </Stack>
  );
}
