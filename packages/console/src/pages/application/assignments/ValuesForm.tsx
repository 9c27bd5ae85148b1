import type { AppAttribute, AssignedValues } from '@lockstep/admin-api';
import { Button, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { profileSettingsQuery } from '../../../api/profile-settings.ts';
import { useOrg } from '../../../hooks/use-org.ts';
import { useUnsavedGuard } from '../../../hooks/use-unsaved-guard.ts';
import { ErrorPanel } from '../../../ui/ErrorPanel.tsx';
import { TableSkeleton } from '../../../ui/TableSkeleton.tsx';
import { useApplication } from '../use-application.ts';
import { LoginNameInput } from './LoginNameInput.tsx';
import { ValueField } from './ValueField.tsx';

interface Edit {
  readonly loginName?: string | null;
  readonly values: AssignedValues;
}

interface ValuesFormProps {
  /** Of a person assigned personally, of one whom a group assigns, or of a group. */
  readonly place: 'personal' | 'member' | 'group';
  readonly initial?: { readonly loginName?: string | undefined; readonly values: AssignedValues };
  /** Whose login name it is. */
  readonly user?: string;
  readonly saving: boolean;
  readonly error: unknown;
  readonly saveLabel: string;
  readonly onSave: (edit: Edit) => void;
  readonly onCancel: () => void;
}

/** The login name and the attributes that may be set in this place. */
function settable(attributes: readonly AppAttribute[], place: ValuesFormProps['place']): readonly AppAttribute[] {
  if (place === 'personal') return attributes;
  return attributes.filter(({ scope }) => scope === (place === 'group' ? 'group' : 'personal'));
}

/** The values of one assignment: the login name of a person, and attributes by their scope. */
export function ValuesForm({ place, initial, ...props }: ValuesFormProps) {
  const { t } = useTranslation();
  const { slug } = useApplication();
  const settings = useQuery(profileSettingsQuery(useOrg(), slug));
  const [loginName, setLoginName] = useState(initial?.loginName ?? '');
  const [values, setValues] = useState<AssignedValues>(initial?.values ?? {});
  const [touched, setTouched] = useState(false);
  useUnsavedGuard(touched && !props.saving);
  if (settings.error !== null) return <ErrorPanel error={settings.error} onRetry={() => void settings.refetch()} />;
  if (settings.data === undefined) return <TableSkeleton />;
  const attributes = settable(settings.data.settings.attributes, place);
  const nameless = settings.data.settings.userName.format === 'none';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTouched(false);
    const known = new Set(attributes.map(({ target }) => target));
    const kept = Object.fromEntries(Object.entries(values).filter(([target]) => known.has(target)));
    const name = loginName.trim();
    props.onSave({ ...(place === 'group' ? {} : { loginName: name === '' ? null : name }), values: kept });
  };
  return (
    <form noValidate onSubmit={submit}>
      <Stack gap="sm">
        {props.error !== null && <ErrorPanel error={props.error} />}
        {place === 'group' && nameless && <Text size="sm">{t('assignments.namelessHint')}</Text>}
        {place !== 'group' && (
          <LoginNameInput
            user={props.user}
            settings={settings.data.settings}
            value={loginName}
            onChange={(name) => {
              setTouched(true);
              setLoginName(name);
            }}
          />
        )}
        {attributes.map((attribute) => (
          <ValueField
            key={attribute.target}
            attribute={attribute}
            value={values[attribute.target]}
            onChange={(value) => {
              setTouched(true);
              setValues(({ [attribute.target]: _old, ...rest }) =>
                value === undefined ? rest : { ...rest, [attribute.target]: value },
              );
            }}
          />
        ))}
        {attributes.length === 0 && place === 'group' && <Text size="sm">{t('assignments.noValues')}</Text>}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={props.onCancel}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={props.saving}>
            {props.saveLabel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
