import { Button, Modal, Stack, Text, TextInput } from '@mantine/core';
import type { User } from '@lockstep/admin-api';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { IconMail } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useInviteUser } from '../../api/administrators.ts';
import { InvitationLink } from '../../components/InvitationLink.tsx';
import { useOrg } from '../../hooks/use-org.ts';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { FormButtons } from '../../ui/FormButtons.tsx';
import { email, required, rules } from '../../ui/rules.ts';

/** Invites a user to their own page: asks for the address, then shows the link, once. */
export function InviteUser({ user }: { readonly user: User }) {
  const { t } = useTranslation();
  const invite = useInviteUser(useOrg());
  const [opened, dialog] = useDisclosure(false);
  const shown = invite.data !== undefined;
  const form = useForm({
    initialValues: { email: user.email },
    validate: { email: rules(required(t), email(t)) },
  });
  const close = (): void => {
    dialog.close();
    invite.reset();
  };
  return (
    <>
      <Button variant="default" disabled={!user.active} leftSection={<IconMail size={16} />} onClick={dialog.open}>
        {t('users.invite')}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={t('users.inviteTitle', { name: user.displayName })}
        closeOnClickOutside={false}
        closeOnEscape={!shown}
        withCloseButton={!shown}
      >
        {invite.data === undefined ? (
          <form noValidate onSubmit={form.onSubmit((values) => invite.mutate({ user: user.id, ...values }))}>
            <Stack>
              <Text size="sm">{t('users.inviteHint')}</Text>
              {invite.error !== null && <ErrorPanel error={invite.error} />}
              <TextInput label={t('signIn.email')} type="email" data-autofocus {...form.getInputProps('email')} />
              <FormButtons submit={t('administrators.submit')} submitting={invite.isPending} onCancel={close} />
            </Stack>
          </form>
        ) : (
          <InvitationLink {...invite.data} onClose={close} />
        )}
      </Modal>
    </>
  );
}
