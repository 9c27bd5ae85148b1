import { Anchor, Table, Text } from '@mantine/core';
import type { Preview, ProfileSettings } from '@lockstep/admin-api';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useOrg } from '../../../hooks/use-org.ts';
import { useApplication } from '../use-application.ts';

/** The login name stands in the list, too, though its rule is on another tab. */
export function UserNameRow({
  settings,
  preview,
}: {
  readonly settings: ProfileSettings;
  readonly preview: Preview | undefined;
}) {
  const { t } = useTranslation();
  const org = useOrg();
  const { slug } = useApplication();
  const { format, applyOn } = settings.userName;
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" fw={500}>
          {t('user.loginName')}
        </Text>
        <Text size="xs" ff="monospace">
          userName
        </Text>
      </Table.Td>
      <Table.Td>
        <Anchor component={Link} to={`/o/${org}/applications/${slug}/sign-on`} size="sm">
          {t(`signOn.formats.${format}`)}
        </Anchor>
      </Table.Td>
      <Table.Td visibleFrom="md">{t(`mappings.applyOns.${applyOn}`)}</Table.Td>
      <Table.Td visibleFrom="lg">{t('mappings.types.string')}</Table.Td>
      {preview !== undefined && (
        <Table.Td style={{ overflowWrap: 'anywhere' }}>
          {preview.userName.value ?? (
            <Text size="xs" c="var(--mantine-color-error)" maw="36ch">
              {preview.userName.reason}
            </Text>
          )}
          {preview.userName.fromAssignment && <Text size="xs">{t('signOn.fromAssignment')}</Text>}
        </Table.Td>
      )}
      <Table.Td />
    </Table.Tr>
  );
}
