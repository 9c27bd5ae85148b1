import { Modal, Stack, TextInput } from '@mantine/core';
import type { AppUser } from '@lockstep/admin-api';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { useSetLoginName } from '../../../api/profile-settings.ts';
import { useNotify } from '../../../hooks/use-notify.tsx';
import { useOrg } from '../../../hooks/use-org.ts';
import { ErrorPanel } from '../../../ui/ErrorPanel.tsx';
import { FormButtons } from '../../../ui/FormButtons.tsx';
import { atMost } from '../../../ui/rules.ts';
import { useApplication } from '../use-application.ts';

interface LoginNameDialogProps {
  readonly person: AppUser;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** The login name that one person has at the application; empty: the username format makes it. */
export function LoginNameDialog({ person, opened, onClose }: LoginNameDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal opened={opened} onClose={onClose} title={t('signOn.setTitle', { name: person.displayName })}>
      {opened && <LoginNameForm person={person} onClose={onClose} />}
    </Modal>
  );
}

function LoginNameForm({ person, onClose }: Omit<LoginNameDialogProps, 'opened'>) {
  const { t } = useTranslation();
  const notify = useNotify();
  const { slug } = useApplication();
  const save = useSetLoginName(useOrg(), slug);
  const form = useForm({
    initialValues: { loginName: person.assignedLoginName ?? '' },
    validate: { loginName: atMost(t, 256) },
  });
  const submit = ({ loginName }: { loginName: string }): void =>
    save.mutate(
      { user: person.userId, loginName: loginName.trim() === '' ? null : loginName.trim() },
      {
        onSuccess: () => {
          notify.done(t('common.saved'));
          onClose();
        },
      },
    );
  return (
    <form noValidate onSubmit={form.onSubmit(submit)}>
      <Stack>
        {save.isError && <ErrorPanel error={save.error} />}
        <TextInput
          data-autofocus
          label={t('user.loginName')}
          description={t('signOn.setHint')}
          {...form.getInputProps('loginName')}
        />
        <FormButtons submit={t('common.save')} submitting={save.isPending} onCancel={onClose} />
      </Stack>
    </form>
  );
}
