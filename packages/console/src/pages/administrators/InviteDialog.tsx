import { Modal, Radio, Select, Stack, TextInput } from '@mantine/core';
import { roleSchema, type Role } from '@lockstep/admin-api';
import { useForm } from '@mantine/form';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCreateInvitation } from '../../api/administrators.ts';
import { usersQuery } from '../../api/users.ts';
import { InvitationLink } from '../../components/InvitationLink.tsx';
import { useOrg } from '../../hooks/use-org.ts';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { FormButtons } from '../../ui/FormButtons.tsx';
import { email, required, rules } from '../../ui/rules.ts';

/** First whom and as what, then the link, once. While the link is shown only *Close* closes. */
export function InviteDialog(props: { readonly opened: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const invite = useCreateInvitation(useOrg());
  const shown = invite.data !== undefined;
  const close = (): void => {
    props.onClose();
    invite.reset();
  };
  return (
    <Modal
      opened={props.opened}
      onClose={close}
      title={t('administrators.invite')}
      size="lg"
      closeOnClickOutside={false}
      closeOnEscape={!shown}
      withCloseButton={!shown}
    >
      {invite.data === undefined ? (
        <InviteForm
          sending={invite.isPending}
          error={invite.error}
          onCancel={close}
          onSubmit={(body) => invite.mutate(body)}
        />
      ) : (
        <InvitationLink {...invite.data} onClose={close} />
      )}
    </Modal>
  );
}

interface InviteFormProps {
  readonly sending: boolean;
  readonly error: unknown;
  readonly onCancel: () => void;
  readonly onSubmit: (body: { email: string; role: Role; user?: string }) => void;
}

function InviteForm(props: InviteFormProps) {
  const { t } = useTranslation();
  const [words, setWords] = useState('');
  const [search] = useDebouncedValue(words, 250);
  const users = useQuery(usersQuery(useOrg(), { search, limit: 20 })).data?.users ?? [];
  const form = useForm<{ email: string; role: Role; user: string | null }>({
    initialValues: { email: '', role: 'auditor', user: null },
    validate: { email: rules(required(t), email(t)) },
  });
  return (
    <form
      noValidate
      onSubmit={form.onSubmit(({ user, ...rest }) => props.onSubmit({ ...rest, ...(user === null ? {} : { user }) }))}
    >
      <Stack>
        {props.error !== null && <ErrorPanel error={props.error} />}
        <TextInput label={t('signIn.email')} type="email" data-autofocus {...form.getInputProps('email')} />
        <Radio.Group label={t('administrators.role')} {...form.getInputProps('role')}>
          <Stack gap="xs" mt="xs">
            {roleSchema.options.map((value) => (
              <Radio
                key={value}
                value={value}
                label={t(`administrators.roles.${value}`)}
                description={t(`administrators.roleHints.${value}`)}
              />
            ))}
          </Stack>
        </Radio.Group>
        <Select
          label={t('administrators.user')}
          description={t('administrators.userHint')}
          searchable
          clearable
          searchValue={words}
          onSearchChange={setWords}
          filter={({ options }) => options}
          nothingFoundMessage={t('list.noMatch')}
          data={users.map(({ id, displayName, loginName }) => ({ value: id, label: `${displayName} (${loginName})` }))}
          {...form.getInputProps('user')}
        />
        <FormButtons submit={t('administrators.submit')} submitting={props.sending} onCancel={props.onCancel} />
      </Stack>
    </form>
  );
}
