import { Button, Drawer, Group as Row, Stack, TextInput } from '@mantine/core';
import { AdminApiError } from '@lockstep/admin-api';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { groupQuery, useCreateGroup, useRenameGroup } from '../../api/groups.ts';
import { fieldErrors } from '../../api/describe-problem.ts';
import { useGranted } from '../../hooks/use-granted.ts';
import type { ListUrl } from '../../hooks/use-list-url.ts';
import { useNotify } from '../../hooks/use-notify.tsx';
import { useOrg } from '../../hooks/use-org.ts';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { atMost, required, rules } from '../../ui/rules.ts';

/** What the address opens beside the list: `?group=new` or `?group={id}`. */
export function GroupDrawer({ url }: { readonly url: ListUrl }) {
  const { t } = useTranslation();
  const mayWrite = useGranted('directory:write');
  const open = mayWrite ? url.get('group') : undefined;
  const close = (): void => url.open({ group: undefined });
  return (
    <Drawer
      opened={open !== undefined}
      onClose={close}
      position="right"
      title={open === 'new' ? t('groups.new') : t('groups.rename')}
    >
      {open === 'new' && <NewGroup onClose={close} />}
      {open !== undefined && open !== 'new' && <RenameGroup key={open} id={open} onClose={close} />}
    </Drawer>
  );
}

function NewGroup({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const create = useCreateGroup(useOrg());
  return (
    <NameForm
      initial=""
      submitLabel={t('groups.add')}
      saving={create.isPending}
      onClose={onClose}
      onSubmit={(displayName, onError) =>
        create.mutate(displayName, {
          onError,
          onSuccess: () => {
            notify.done(t('groups.added', { name: displayName }));
            onClose();
          },
        })
      }
    />
  );
}

function RenameGroup({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const org = useOrg();
  const notify = useNotify();
  const rename = useRenameGroup(org);
  const { data, error } = useQuery(groupQuery(org, id));
  if (error !== null) return <ErrorPanel error={error} />;
  if (data === undefined) return null;
  return (
    <NameForm
      initial={data.displayName}
      submitLabel={t('common.save')}
      saving={rename.isPending}
      onClose={onClose}
      onSubmit={(displayName, onError) =>
        rename.mutate(
          { group: id, displayName },
          {
            onError,
            onSuccess: () => {
              notify.done(t('common.saved'));
              onClose();
            },
          },
        )
      }
    />
  );
}

interface NameFormProps {
  readonly initial: string;
  readonly submitLabel: string;
  readonly saving: boolean;
  readonly onSubmit: (displayName: string, onError: (refusal: unknown) => void) => void;
  readonly onClose: () => void;
}

function NameForm(props: NameFormProps) {
  const { t } = useTranslation();
  const [error, setError] = useState<unknown>(null);
  const form = useForm({
    initialValues: { displayName: props.initial },
    validate: { displayName: rules(required(t), atMost(t, 128)) },
  });
  const onError = (refusal: unknown): void => {
    const taken = refusal instanceof AdminApiError && refusal.problem.code === 'group_name_taken';
    const errors = taken ? { displayName: t('problems.group_name_taken.what') } : fieldErrors(refusal, t);
    form.setErrors(errors);
    setError(Object.keys(errors).length === 0 ? refusal : null);
  };
  return (
    <form noValidate onSubmit={form.onSubmit(({ displayName }) => props.onSubmit(displayName.trim(), onError))}>
      <Stack gap="sm">
        {error !== null && <ErrorPanel error={error} />}
        <TextInput
          label={t('groups.name')}
          withAsterisk
          required
          data-autofocus
          {...form.getInputProps('displayName')}
        />
        <Row justify="flex-end" gap="xs">
          <Button variant="default" onClick={props.onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={props.saving} disabled={!form.isDirty()}>
            {props.submitLabel}
          </Button>
        </Row>
      </Stack>
    </form>
  );
}
