import { Box, Center, Group, Paper, Stack, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Navigate, useSearchParams } from 'react-router';
import { sessionQuery } from '../../api/session.ts';
import { LanguageMenu } from '../../components/shell/LanguageMenu.tsx';
import { ThemeMenu } from '../../components/shell/ThemeMenu.tsx';
import { Logo } from '../../ui/Logo.tsx';
import { safeNext } from './safe-next.ts';
import { SignInForm } from './SignInForm.tsx';

/** Asks who is there and leads back to where one was. */
export function SignInPage() {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const session = useQuery(sessionQuery);
  useDocumentTitle(`${t('signIn.title')} · Lockstep`);
  // the form sets the session, so signing in ends here as well
  if (session.data !== undefined && session.data !== null) {
    return <Navigate to={safeNext(params.get('next'))} replace />;
  }
  return (
    <Box component="main" mih="100dvh">
      <Group justify="flex-end" p="xs" gap={2}>
        <LanguageMenu />
        <ThemeMenu />
      </Group>
      <Center px="sm" pt={{ base: 'md', sm: '10vh' }}>
        <Paper w={380} maw="100%" p="xl" shadow="xs">
          <Stack>
            <Logo size={34} />
            <Title order={1} fz="lg">
              {t('signIn.title')}
            </Title>
            <SignInForm />
          </Stack>
        </Paper>
      </Center>
    </Box>
  );
}
