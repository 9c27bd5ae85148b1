import { Stack, Text, Textarea } from '@mantine/core';
import type { Application } from '@lockstep/admin-api';
import type { UseFormReturnType } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { DetailsFold } from '../../ui/DetailsFold.tsx';
import type { IntegrationValues } from './integration-form.ts';

const fields = ['caCertificate', 'clientCertificate', 'clientKey'] as const;

/** Certificates of this application alone; most need none. */
export function CertificateFields({
  form,
  saved,
}: {
  readonly form: UseFormReturnType<IntegrationValues>;
  readonly saved: Application['tls'];
}) {
  const { t } = useTranslation();
  const isSaved = { ...saved, clientKey: saved.clientCertificate };
  return (
    <DetailsFold label={t('integration.certificates.label')}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t('integration.certificates.hint')}
        </Text>
        {fields.map((name) => (
          <Textarea
            key={name}
            label={t(`integration.certificates.${name}`)}
            description={isSaved[name] ? t('integration.certificates.saved') : undefined}
            placeholder="-----BEGIN …"
            autosize
            minRows={2}
            maxRows={6}
            spellCheck={false}
            {...form.getInputProps(name)}
          />
        ))}
      </Stack>
    </DetailsFold>
  );
}
