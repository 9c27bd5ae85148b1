import { Alert, Code, Stack, Text } from '@mantine/core';
import type { CredentialTest } from '@lockstep/admin-api';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { DetailsFold } from '../../ui/DetailsFold.tsx';

function exchange({ request, answer }: CredentialTest): string {
  const asked = `${request.method} ${request.url}`;
  return answer === undefined ? asked : `${asked}\n\n${answer.status} ${answer.contentType}\n\n${answer.beginning}`;
}

/** What the test found in plain words, and what was really exchanged. */
export function CredentialTestResult({ test }: { readonly test: CredentialTest }) {
  const { t } = useTranslation();
  return (
    <Alert
      color={test.ok ? 'teal' : 'red'}
      icon={test.ok ? <IconCheck /> : <IconAlertTriangle />}
      title={t(`integration.results.${test.finding}.what`)}
    >
      <Text size="sm">{t(`integration.results.${test.finding}.todo`)}</Text>
      <DetailsFold label={t('integration.exchange')}>
        <Stack gap="xs">
          {[test.title, test.hint]
            .filter((text) => text !== undefined)
            .map((text) => (
              <Text key={text} size="sm" lang="en">
                {text}
              </Text>
            ))}
          <Code block style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
            {exchange(test)}
          </Code>
        </Stack>
      </DetailsFold>
    </Alert>
  );
}
