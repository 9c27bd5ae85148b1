import { Alert, Box, Grid, Paper, Select, Stack, Text, Title } from '@mantine/core';
import { applyOnSchema, userNameFormatSchema, type ProfileSettings, type UserNameSettings } from '@lockstep/admin-api';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { previewQuery } from '../../../api/profile-settings.ts';
import { WriteFields } from '../../../components/WriteFields.tsx';
import { useOrg } from '../../../hooks/use-org.ts';
import { ErrorPanel } from '../../../ui/ErrorPanel.tsx';
import { TableSkeleton } from '../../../ui/TableSkeleton.tsx';
import { useApplication } from '../use-application.ts';
import { ExpressionField } from './ExpressionField.tsx';
import { ExpressionResult } from './ExpressionResult.tsx';
import { SaveBar } from './SaveBar.tsx';
import { useProfileDraft } from './use-profile-draft.ts';
import { UserPicker } from './UserPicker.tsx';

/** How login names at the application are made. */
export function SignOnTab() {
  const { t } = useTranslation();
  const draft = useProfileDraft();
  const { limits } = useApplication();
  const [user, setUser] = useState<string | null>(null);
  const { settings } = draft;
  if (draft.readError !== null) return <ErrorPanel error={draft.readError} onRetry={draft.retry} />;
  if (settings === undefined) return <TableSkeleton />;
  const { userName } = settings;
  const edit = (change: Partial<UserNameSettings>): void => {
    draft.edit({ ...settings, userName: { ...userName, ...change } });
  };
  return (
    <Grid>
      <Grid.Col span={{ base: 12, lg: 8 }}>
        <Stack>
          <Paper>
            <WriteFields scope="applications:write">
              <Stack>
                <Title order={2}>{t('signOn.title')}</Title>
                <Select
                  label={t('signOn.format')}
                  description={t('signOn.formatHint')}
                  allowDeselect={false}
                  data={userNameFormatSchema.options.map((value) => ({ value, label: t(`signOn.formats.${value}`) }))}
                  value={userName.format}
                  onChange={(value) => value !== null && edit({ format: value })}
                />
                {limits.loginNameImmutable && <Alert color="yellow">{t('signOn.immutable', limits)}</Alert>}
                {userName.format === 'none' && <Alert color="yellow">{t('signOn.noneHint')}</Alert>}
                <Select
                  label={t('mappings.applyOn')}
                  allowDeselect={false}
                  data={applyOnSchema.options.map((value) => ({ value, label: t(`mappings.applyOns.${value}`) }))}
                  value={userName.applyOn}
                  onChange={(value) =>
                    value !== null && edit({ applyOn: value === 'create' ? value : 'create-and-update' })
                  }
                />
                <UserPicker value={user} onChange={setUser} />
                {userName.format === 'custom' ? (
                  <ExpressionField
                    value={userName.expression ?? ''}
                    onChange={(expression) => edit({ expression })}
                    use={{ use: 'userName' }}
                    result={
                      <ExpressionResult expression={userName.expression ?? ''} use={{ use: 'userName' }} user={user} />
                    }
                  />
                ) : (
                  user !== null && <LoginName user={user} settings={settings} />
                )}
              </Stack>
            </WriteFields>
          </Paper>
          <SaveBar draft={draft} />
        </Stack>
      </Grid.Col>
    </Grid>
  );
}

/** The login name that the settings give the person, or why they give none. */
function LoginName({ user, settings }: { readonly user: string; readonly settings: ProfileSettings }) {
  const { t } = useTranslation();
  const org = useOrg();
  const { slug } = useApplication();
  const { data, error } = useQuery(previewQuery(org, slug, user, settings));
  if (error !== null) return <ErrorPanel error={error} />;
  const name = data?.userName;
  return (
    <Box component="output" display="block">
      {name?.value !== undefined && (
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {t('signOn.result')}{' '}
          <Text span fw={600} inherit>
            {name.value}
          </Text>
          {name.fromAssignment && ` (${t('signOn.fromAssignment')})`}
        </Text>
      )}
      {name?.reason !== undefined && (
        <Text size="sm" c="var(--mantine-color-error)">
          {name.reason}
        </Text>
      )}
    </Box>
  );
}
