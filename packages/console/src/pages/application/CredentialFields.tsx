import { PasswordInput, Select, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import type { IntegrationValues } from './integration-form.ts';

const kinds = ['bearer', 'header', 'oauth-client', 'basic'] as const;

/** The fields of the chosen kind of credential; what is secret goes in and never comes out. */
export function CredentialFields({
  form,
  saved,
}: {
  readonly form: UseFormReturnType<IntegrationValues>;
  /** Whether a secret is saved that stays when the field is left empty. */
  readonly saved: boolean;
}) {
  const { t } = useTranslation();
  const { kind } = form.values;
  return (
    <>
      <Select
        label={t('integration.credential.label')}
        allowDeselect={false}
        data={kinds.map((value) => ({ value, label: t(`integration.credential.kinds.${value}`) }))}
        {...form.getInputProps('kind')}
      />
      {kind === 'header' && (
        <TextInput label={t('integration.credential.header')} withAsterisk {...form.getInputProps('header')} />
      )}
      {kind === 'basic' && (
        <TextInput
          label={t('integration.credential.userName')}
          autoComplete="off"
          withAsterisk
          {...form.getInputProps('userName')}
        />
      )}
      {kind === 'oauth-client' && (
        <>
          <TextInput
            label={t('integration.credential.tokenUrl')}
            type="url"
            withAsterisk
            {...form.getInputProps('tokenUrl')}
          />
          <TextInput
            label={t('integration.credential.clientId')}
            autoComplete="off"
            withAsterisk
            {...form.getInputProps('clientId')}
          />
          <TextInput label={t('integration.credential.scope')} {...form.getInputProps('scope')} />
        </>
      )}
      <PasswordInput
        label={t(`integration.secret.${kind}`)}
        description={saved ? t('integration.tokenSet') : t('integration.tokenUnset')}
        autoComplete="off"
        {...form.getInputProps('secret')}
      />
    </>
  );
}
