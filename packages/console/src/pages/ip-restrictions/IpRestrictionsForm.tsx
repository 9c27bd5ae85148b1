import { Alert, Button, Group, Paper, Stack, TagsInput, Text } from '@mantine/core';
import type { IpRestrictions } from '@lockstep/admin-api';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { useSetIpRestrictions } from '../../api/ip-restrictions.ts';
import { fieldErrors } from '../../api/describe-problem.ts';
import { WriteFields } from '../../components/WriteFields.tsx';
import { useGranted } from '../../hooks/use-granted.ts';
import { useNotify } from '../../hooks/use-notify.tsx';
import { useOrg } from '../../hooks/use-org.ts';
import { useUnsavedGuard } from '../../hooks/use-unsaved-guard.ts';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';

const lists = ['console', 'scim'] as const;

/** Two lists of networks. The server refuses what would lock out whoever saves it. */
export function IpRestrictionsForm({ saved }: { readonly saved: IpRestrictions }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const mayWrite = useGranted('security:write');
  const save = useSetIpRestrictions(useOrg());
  const form = useForm({ initialValues: { console: saved.console, scim: saved.scim } });
  useUnsavedGuard(form.isDirty());
  const submit = (values: { console: string[]; scim: string[] }): void =>
    save.mutate(values, {
      onSuccess: ({ console, scim }) => {
        form.setInitialValues({ console, scim });
        form.reset();
        notify.done(t('ipRestrictions.saved'));
      },
      onError: (error) => {
        const wrong = Object.keys(fieldErrors(error, t)).map((path) => path.split('.'));
        for (const list of lists) {
          const texts = wrong.filter(([name]) => name === list).map(([, index]) => values[list][Number(index)]);
          if (texts.length > 0) form.setFieldError(list, t('ipRestrictions.noNetwork', { text: texts.join(', ') }));
        }
      },
    });
  return (
    <form noValidate onSubmit={form.onSubmit(submit)}>
      <Paper>
        <Stack>
          <Alert color="yellow">{t('ipRestrictions.warning')}</Alert>
          {save.error !== null && <ErrorPanel error={save.error} />}
          <WriteFields scope="security:write">
            <Stack>
              {' '}
              {lists.map((list) => (
                <TagsInput
                  key={list}
                  label={t(`ipRestrictions.${list}`)}
                  description={t('ipRestrictions.hint')}
                  placeholder={form.values[list].length === 0 ? t('ipRestrictions.everywhere') : undefined}
                  splitChars={[',', ' ', ';']}
                  acceptValueOnBlur
                  maxTags={100}
                  {...form.getInputProps(list)}
                />
              ))}
            </Stack>
          </WriteFields>
          <Group justify="space-between">
            <Text size="sm" c="dimmed">
              {t('ipRestrictions.yourAddress', { address: saved.yourAddress })}
            </Text>
            {mayWrite && (
              <Group gap="xs">
                <Button
                  variant="default"
                  disabled={form.values.console.some((network) => network.split('/')[0] === saved.yourAddress)}
                  onClick={() => form.setFieldValue('console', [...form.values.console, saved.yourAddress])}
                >
                  {t('ipRestrictions.addMine')}
                </Button>
                <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
                  {t('common.save')}
                </Button>
              </Group>
            )}
          </Group>
        </Stack>
      </Paper>
    </form>
  );
}
