import { Alert, Anchor, Box, Button, Center, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { AdminApiError } from '@lockstep/admin-api';
import { useForm } from '@mantine/form';
import { useDocumentTitle } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useNavigate } from 'react-router';
import { invitationQuery, useAcceptInvitation } from '../../api/administrators.ts';
import { sessionQuery } from '../../api/session.ts';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { Logo } from '../../ui/Logo.tsx';
import { required, rules } from '../../ui/rules.ts';

/** Where the link of an invitation leads: a new account, or one more organization for the account that is signed in. */
export function InvitationPage() {
  const { t } = useTranslation();
  // the secret stands behind "#", which browsers send to nobody
  const token = useLocation().hash.slice(1);
  const { data, error } = useQuery(invitationQuery(token));
  useDocumentTitle(`${t('invitation.title')} · Lockstep`);
  return (
    <Box component="main" mih="100dvh">
      <Center px="sm" pt={{ base: 'md', sm: '10vh' }}>
        <Paper w={420} maw="100%" p="xl" shadow="xs">
          <Stack>
            <Logo size={34} />
            <Title order={1} fz="lg">
              {t('invitation.title')}
            </Title>
            {error !== null && <Alert color="yellow">{t('invitation.gone')}</Alert>}
            {data !== undefined && (
              <>
                <Text>
                  {data.role === 'user'
                    ? t('invitation.offerOwnPage', { organization: data.organization })
                    : t('invitation.offer', {
                        organization: data.organization,
                        role: t(`administrators.roles.${data.role}`),
                      })}
                </Text>
                <AcceptForm token={token} email={data.email} />
              </>
            )}
          </Stack>
        </Paper>
      </Center>
    </Box>
  );
}

function AcceptForm({ token, email }: { readonly token: string; readonly email: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const accept = useAcceptInvitation();
  const session = useQuery(sessionQuery).data;
  const own = session?.administrator.email === email;
  const form = useForm({
    initialValues: { name: '', password: '' },
    validate: own
      ? {}
      : {
          name: required(t),
          password: rules(required(t), (value) => (value.length < 12 ? t('invitation.passwordShort') : null)),
        },
  });
  const signInFirst = accept.error instanceof AdminApiError && accept.error.problem.code === 'sign_in_first';
  return (
    <form
      noValidate
      onSubmit={form.onSubmit((account) =>
        accept.mutate(own ? { token } : { token, account }, { onSuccess: () => void navigate('/') }),
      )}
    >
      <Stack>
        {accept.error !== null && !signInFirst && <ErrorPanel error={accept.error} />}
        {signInFirst && (
          <Alert color="yellow" title={t('problems.sign_in_first.what')}>
            {t('problems.sign_in_first.todo')}{' '}
            <Anchor component={Link} to="/sign-in" underline="always">
              {t('signIn.title')}
            </Anchor>
          </Alert>
        )}
        <TextInput label={t('signIn.email')} value={email} readOnly autoComplete="username" />
        {!own && (
          <>
            <TextInput label={t('administrators.name')} autoComplete="name" {...form.getInputProps('name')} />
            <PasswordInput
              label={t('signIn.password')}
              description={t('invitation.passwordHint')}
              autoComplete="new-password"
              {...form.getInputProps('password')}
            />
          </>
        )}
        <Button type="submit" fullWidth loading={accept.isPending}>
          {t('invitation.accept')}
        </Button>
      </Stack>
    </form>
  );
}
