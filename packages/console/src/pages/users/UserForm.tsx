import { Alert, Button, Group, Stack, Switch, Text, TextInput } from '@mantine/core';
import { AdminApiError, profileFieldLengths, profileFieldNames, type User } from '@lockstep/admin-api';
import { useForm } from '@mantine/form';
import { IconLock } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from '@tanstack/react-query';
import { userExtensionsQuery } from '../../api/schemas.ts';
import { fieldErrors } from '../../api/describe-problem.ts';
import { useFormat } from '../../hooks/use-format.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { useUnsavedGuard } from '../../hooks/use-unsaved-guard.ts';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { FormButtons } from '../../ui/FormButtons.tsx';
import { atMost, email, optional, required, rules, webAddress } from '../../ui/rules.ts';
import { missingPaths } from './extension-values.ts';
import { ExtensionFields } from './ExtensionFields.tsx';
import { fieldLock, type FieldLock, type LockableField } from './field-locks.tsx';
import { DepartmentsInput, GroupsInput } from './MembershipInputs.tsx';
import { ProfileFields } from './ProfileFields.tsx';
import { ServicesInput } from './ServicesInput.tsx';
import type { UserValues } from './user-values.ts';

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
  return taken ? { loginName: t('problems.login_name_taken.what') } : fieldErrors(refusal, t);
}

interface UserFormProps {
  readonly initial: UserValues;
  /** A new user may be staged. */
  readonly isNew?: boolean;
  /** The connections that manage the user: the fields are locked until somebody unlocks them. */
  readonly managedBy: User['managedBy'];
  /** What their rules leave to them for good. */
  readonly locked: User['locked'];
  readonly submitLabel: string;
  readonly saving: boolean;
  readonly onSubmit: (values: UserValues, outcome: SaveOutcome) => void;
  readonly onClose: () => void;
}

function useUserForm(initial: UserValues) {
  const { t } = useTranslation();
  return useForm<UserValues>({
    initialValues: initial,
    validate: {
      ...Object.fromEntries(profileFieldNames.map((name) => [name, atMost(t, profileFieldLengths[name])])),
      url: optional(rules(webAddress(t), atMost(t, profileFieldLengths.url))),
      loginName: rules(required(t), atMost(t, 128)),
      displayName: rules(required(t), atMost(t, 128)),
      surname: atMost(t, 64),
      givenName: atMost(t, 64),
      email: rules(email(t), atMost(t, 256)),
    },
  });
}

/** Closes after a save; closing with unsaved changes asks. */
export function UserForm(props: UserFormProps) {
  const { t } = useTranslation();
  const [held, setHeld] = useState(props.managedBy.length > 0);
  const form = useUserForm(props.initial);
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
  const { data: definitions = [] } = useQuery(userExtensionsQuery(useOrg()));
  const lockOf = (field: LockableField) => fieldLock(field, props.locked, held);

  return (
    <form
      noValidate
      onSubmit={form.onSubmit((values) => {
        const missing = missingPaths(definitions, values.extensions);
        if (missing.length === 0) props.onSubmit(values, outcome);
        else form.setErrors(Object.fromEntries(missing.map((path) => [path, t('fieldIssues.required')])));
      })}
    >
      <Stack gap="sm">
        {error !== null && <ErrorPanel error={error} />}
        {props.managedBy.length > 0 && <Locked {...props} held={held} onUnlock={() => setHeld(false)} />}
        <NameFields form={form} lockOf={lockOf} />
        <ProfileFields form={form} lockOf={lockOf} />
        <ExtensionFields
          form={form}
          definitions={definitions}
          held={props.initial.extensions}
          lock={lockOf('extensions')}
        />
        <ServicesInput
          org={useOrg()}
          disabled={props.locked.includes('availableServices')}
          value={form.values.availableServices}
          onChange={(services) => form.setFieldValue('availableServices', services)}
        />
        <DepartmentsInput
          value={form.values.departments}
          onChange={(departments) => form.setFieldValue('departments', departments)}
        />
        <GroupsInput value={form.values.groups} onChange={(groups) => form.setFieldValue('groups', groups)} />
        <StatusFields form={form} isNew={props.isNew === true} locked={props.locked.includes('active')} />
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

interface NameFieldsProps {
  readonly form: ReturnType<typeof useUserForm>;
  readonly lockOf: (field: LockableField) => FieldLock;
}

/** The names and the address. */
function NameFields({ form, lockOf }: NameFieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <TextInput
        label={t('user.displayName')}
        withAsterisk
        required
        data-autofocus
        {...lockOf('displayName')}
        {...form.getInputProps('displayName')}
      />
      <TextInput
        label={t('user.loginName')}
        withAsterisk
        required
        autoComplete="off"
        {...lockOf('loginName')}
        {...form.getInputProps('loginName')}
      />
      <Group grow align="flex-start">
        <TextInput label={t('user.surname')} {...lockOf('surname')} {...form.getInputProps('surname')} />
        <TextInput label={t('user.givenName')} {...lockOf('givenName')} {...form.getInputProps('givenName')} />
      </Group>
      <TextInput
        label={t('user.email')}
        type="email"
        autoComplete="off"
        {...lockOf('email')}
        {...form.getInputProps('email')}
      />
    </>
  );
}

interface StatusFieldsProps {
  readonly form: ReturnType<typeof useUserForm>;
  readonly isNew: boolean;
  readonly locked: boolean;
}

/** Whether the user is active; of a new one also whether it is staged, which comes before being active. */
function StatusFields({ form, isNew, locked }: StatusFieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <Switch
        label={t('user.active')}
        description={t('users.activeHint')}
        disabled={locked || form.values.staged}
        {...form.getInputProps('active', { type: 'checkbox' })}
      />
      {isNew && (
        <Switch
          label={t('user.statuses.staged')}
          description={t('users.stagedHint')}
          {...form.getInputProps('staged', { type: 'checkbox' })}
        />
      )}
    </>
  );
}

interface LockedProps extends Pick<UserFormProps, 'managedBy' | 'locked'> {
  readonly held: boolean;
  readonly onUnlock: () => void;
}

/** Says who manages the fields and what is left to them, and lets whoever knows better edit the others all the same. */
function Locked({ managedBy, locked, held, onUnlock }: LockedProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const names = format.list(managedBy);
  return (
    <Alert color="gray" icon={<IconLock />} title={t('users.locked')}>
      {locked.length > 1 && <Text size="sm">{t('users.lockedFields', { names })}</Text>}
      {locked.length === 1 && <Text size="sm">{t('users.lockedLoginName', { names })}</Text>}
      {held && (
        <>
          {t('users.lockedHint')}{' '}
          <Button size="compact-sm" variant="default" onClick={onUnlock}>
            {t('users.unlock')}
          </Button>
        </>
      )}
    </Alert>
  );
}
