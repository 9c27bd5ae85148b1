import { Alert, Button, Group, Stack, Switch, TextInput } from '@mantine/core';
import { AdminApiError, type ServiceCode } from '@lockstep/admin-api';
import { useForm } from '@mantine/form';
import { IconLock } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '../../api/describe-problem.ts';
import { useUnsavedGuard } from '../../hooks/use-unsaved-guard.ts';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { FormButtons } from '../../ui/FormButtons.tsx';
import { atMost, email, required, rules } from '../../ui/rules.ts';
import { DepartmentsInput, GroupsInput, type DepartmentValue, type GroupValue } from './MembershipInputs.tsx';
import { ServicesInput } from './ServicesInput.tsx';

export interface UserValues {
  loginName: string;
  displayName: string;
  surname: string;
  givenName: string;
  email: string;
  availableServices: ServiceCode[];
  departments: DepartmentValue[];
  groups: GroupValue[];
  active: boolean;
}

/** What the form does when the server has answered. */
interface SaveOutcome {
  readonly onSuccess: () => void;
  readonly onError: (refusal: unknown) => void;
}

/** The refusal beside the fields that it is about; `{}` when it is about none. */
function placeErrors(refusal: unknown, t: TFunction): Record<string, string> {
  const taken = refusal instanceof AdminApiError && refusal.problem.code === 'login_name_taken';
  // said above the form: no field of it stands for one service
  if (refusal instanceof AdminApiError && refusal.problem.code === 'no_seat') return {};
  return taken ? { loginName: t('problems.login_name_taken.what') } : fieldErrors(refusal);
}

interface UserFormProps {
  readonly initial: UserValues;
  /** An identity provider manages the user: its fields are locked until somebody unlocks them. */
  readonly managed: boolean;
  readonly submitLabel: string;
  readonly saving: boolean;
  readonly onSubmit: (values: UserValues, outcome: SaveOutcome) => void;
  readonly onClose: () => void;
}

/** Closes after a save; closing with unsaved changes asks. */
export function UserForm(props: UserFormProps) {
  const { t } = useTranslation();
  const [locked, setLocked] = useState(props.managed);
  const form = useForm<UserValues>({
    initialValues: props.initial,
    validate: {
      loginName: rules(required(t), atMost(t, 128)),
      displayName: rules(required(t), atMost(t, 128)),
      surname: atMost(t, 64),
      givenName: atMost(t, 64),
      email: rules(email(t), atMost(t, 256)),
    },
  });
  const release = useUnsavedGuard(form.isDirty());

  const [error, setError] = useState<unknown>(null);
  const outcome: SaveOutcome = {
    onSuccess: () => {
      release();
      props.onClose();
    },
    onError: (refusal) => {
      const errors = placeErrors(refusal, t);
      form.setErrors(errors);
      setError(Object.keys(errors).length === 0 ? refusal : null);
    },
  };
  const lock = locked ? { readOnly: true, rightSection: <IconLock size={16} aria-hidden /> } : {};

  return (
    <form noValidate onSubmit={form.onSubmit((values) => props.onSubmit(values, outcome))}>
      <Stack gap="sm">
        {error !== null && <ErrorPanel error={error} />}
        {locked && <Locked onUnlock={() => setLocked(false)} />}
        <TextInput
          label={t('user.displayName')}
          withAsterisk
          required
          data-autofocus
          {...lock}
          {...form.getInputProps('displayName')}
        />
        <TextInput
          label={t('user.loginName')}
          withAsterisk
          required
          autoComplete="off"
          {...lock}
          {...form.getInputProps('loginName')}
        />
        <Group grow align="flex-start">
          <TextInput label={t('user.surname')} {...lock} {...form.getInputProps('surname')} />
          <TextInput label={t('user.givenName')} {...lock} {...form.getInputProps('givenName')} />
        </Group>
        <TextInput label={t('user.email')} type="email" autoComplete="off" {...lock} {...form.getInputProps('email')} />
        <ServicesInput
          value={form.values.availableServices}
          onChange={(services) => form.setFieldValue('availableServices', services)}
        />
        <DepartmentsInput
          value={form.values.departments}
          onChange={(departments) => form.setFieldValue('departments', departments)}
        />
        <GroupsInput value={form.values.groups} onChange={(groups) => form.setFieldValue('groups', groups)} />
        <Switch
          label={t('user.active')}
          description={t('users.activeHint')}
          {...form.getInputProps('active', { type: 'checkbox' })}
        />
        <FormButtons
          submit={props.submitLabel}
          submitting={props.saving}
          disabled={!form.isDirty()}
          onCancel={props.onClose}
        />
      </Stack>
    </form>
  );
}

/** Says who manages the fields, and lets whoever knows better edit them all the same. */
function Locked({ onUnlock }: { readonly onUnlock: () => void }) {
  const { t } = useTranslation();
  return (
    <Alert color="gray" icon={<IconLock />} title={t('users.locked')}>
      {t('users.lockedHint')}{' '}
      <Button size="compact-sm" variant="default" onClick={onUnlock}>
        {t('users.unlock')}
      </Button>
    </Alert>
  );
}
