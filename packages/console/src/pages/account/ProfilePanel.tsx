import { Paper, Select, Stack, TextInput, Title } from '@mantine/core';
import type { Account } from '@lockstep/admin-api';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { useRename, useSetLanguage } from '../../api/account.ts';
import { useNotify } from '../../hooks/use-notify.tsx';
import { chooseLanguage, followBrowser } from '../../i18n/i18n.ts';
import { languages } from '../../i18n/languages.ts';
import { Fact } from '../../ui/Fact.tsx';
import { FormButtons } from '../../ui/FormButtons.tsx';
import { atMost, required, rules } from '../../ui/rules.ts';
import { setSaved } from '../../ui/set-saved.ts';

/** Name, address and language of the account. */
export function ProfilePanel({ account }: { readonly account: Account }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const rename = useRename();
  const form = useForm({
    initialValues: { name: account.name },
    validate: { name: rules(required(t), atMost(t, 128)) },
  });
  return (
    <Paper component="section" aria-label={t('account.profile')}>
      <form
        noValidate
        onSubmit={form.onSubmit(({ name }) =>
          rename.mutate(name, {
            onError: notify.failed,
            onSuccess: () => {
              setSaved(form, { name });
              form.resetDirty({ name });
              notify.done(t('common.saved'));
            },
          }),
        )}
      >
        <Stack>
          <Title order={2}>{t('account.profile')}</Title>
          <TextInput label={t('administrators.name')} autoComplete="name" {...form.getInputProps('name')} />
          <Fact label={t('signIn.email')}>{account.email}</Fact>
          <LanguageSelect account={account} />
          <FormButtons submit={t('common.save')} submitting={rename.isPending} disabled={!form.isDirty()} />
        </Stack>
      </form>
    </Paper>
  );
}

/** Kept in the account, so that it is the same in every browser; saved as soon as it is chosen. */
function LanguageSelect({ account }: { readonly account: Account }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const save = useSetLanguage();
  const choose = (value: string | null): void => {
    const language = languages.find(({ code }) => code === value)?.code ?? null;
    save.mutate(language, {
      onError: notify.failed,
      onSuccess: () => void (language === null ? followBrowser() : chooseLanguage(language)),
    });
  };
  return (
    <Select
      label={t('account.language')}
      placeholder={t('account.ofBrowser')}
      clearable
      data={languages.map(({ code, name }) => ({ value: code, label: name }))}
      value={account.language ?? null}
      onChange={choose}
    />
  );
}
