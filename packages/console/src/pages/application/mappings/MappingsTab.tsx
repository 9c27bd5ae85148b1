import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import type { AppAttribute, ProfileSettings } from '@lockstep/admin-api';
import { useDebouncedValue } from '@mantine/hooks';
import { modals } from '@mantine/modals';
import { useQuery } from '@tanstack/react-query';
import { IconListSearch, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { previewQuery } from '../../../api/profile-settings.ts';
import { MayWrite } from '../../../components/MayWrite.tsx';
import { WriteFields } from '../../../components/WriteFields.tsx';
import { useOrg } from '../../../hooks/use-org.ts';
import { EmptyPanel } from '../../../ui/EmptyPanel.tsx';
import { ErrorPanel } from '../../../ui/ErrorPanel.tsx';
import { TableSkeleton } from '../../../ui/TableSkeleton.tsx';
import { ProvisioningTabs } from '../ProvisioningTabs.tsx';
import { useApplication } from '../use-application.ts';
import { AttributeDialog, type MappedAttribute } from './AttributeDialog.tsx';
import { AttributesTable } from './AttributesTable.tsx';
import { DiscoverDialog } from './DiscoverDialog.tsx';
import { SaveBar } from './SaveBar.tsx';
import { useAttributeName } from './use-attribute-name.ts';
import { useProfileDraft } from './use-profile-draft.ts';
import { UserPicker } from './UserPicker.tsx';
import { withAttribute, withNewAttributes, withoutAttribute } from './edit-settings.ts';

/** The attribute list of the application with its mappings, previewed for a person; saved all at once. */
export function MappingsTab() {
  const { t } = useTranslation();
  const draft = useProfileDraft();
  const [user, setUser] = useState<string | null>(null);
  const [edited, setEdited] = useState<MappedAttribute | 'new'>();
  const [discovering, setDiscovering] = useState(false);
  const preview = usePreview(user, draft.settings);
  const askDelete = useAskDelete();
  const { settings } = draft;
  if (draft.readError !== null) return <ErrorPanel error={draft.readError} onRetry={draft.retry} />;
  if (settings === undefined) return <TableSkeleton />;
  return (
    <ProvisioningTabs wide>
      <Stack>
        <Header user={user} onUser={setUser} onDiscover={() => setDiscovering(true)} onAdd={() => setEdited('new')} />
        {preview.error !== null && <ErrorPanel error={preview.error} />}
        {settings.attributes.length === 0 ? (
          <EmptyPanel
            icon={<IconListSearch size={40} stroke={1.4} />}
            title={t('mappings.empty')}
            description={t('mappings.emptyHint')}
          />
        ) : (
          <WriteFields scope="applications:write">
            <AttributesTable
              settings={settings}
              preview={preview.data}
              onEdit={setEdited}
              onDelete={(attribute) =>
                askDelete(attribute, () => draft.edit(withoutAttribute(settings, attribute.target)))
              }
              onChange={draft.edit}
            />
          </WriteFields>
        )}
        <SaveBar draft={draft} />
      </Stack>
      <AttributeDialog
        edited={edited}
        settings={settings}
        user={user}
        onClose={() => setEdited(undefined)}
        onDone={(result) => {
          draft.edit(withAttribute(settings, result));
          setEdited(undefined);
        }}
      />
      <DiscoverDialog
        opened={discovering}
        held={settings.attributes.map(({ target }) => target)}
        onClose={() => setDiscovering(false)}
        onAdd={(attributes) => {
          draft.edit(withNewAttributes(settings, attributes));
          setDiscovering(false);
        }}
      />
    </ProvisioningTabs>
  );
}

interface HeaderProps {
  readonly user: string | null;
  readonly onUser: (user: string | null) => void;
  readonly onDiscover: () => void;
  readonly onAdd: () => void;
}

/** What the list is, for whom it is previewed, and the ways to add to it. */
function Header({ user, onUser, onDiscover, onAdd }: HeaderProps) {
  const { t } = useTranslation();
  return (
    <Paper>
      <Stack gap="sm">
        <Title order={2}>{t('application.sections.mappings')}</Title>
        <Text size="sm" c="dimmed">
          {t('mappings.about')}
        </Text>
        <Group align="flex-end" justify="space-between" gap="sm">
          <UserPicker value={user} onChange={onUser} />
          <MayWrite scope="applications:write">
            <Group gap="xs">
              <Button variant="default" leftSection={<IconListSearch size={16} />} onClick={onDiscover}>
                {t('mappings.discover')}
              </Button>
              <Button leftSection={<IconPlus size={16} />} onClick={onAdd}>
                {t('mappings.add')}
              </Button>
            </Group>
          </MayWrite>
        </Group>
      </Stack>
    </Paper>
  );
}

/** Asks, says what stays, and names the gentler way. */
function useAskDelete(): (attribute: AppAttribute, confirmed: () => void) => void {
  const { t } = useTranslation();
  const nameOf = useAttributeName();
  return (attribute, confirmed) => {
    const name = nameOf(attribute);
    modals.openConfirmModal({
      title: t('mappings.deleteTitle', { name }),
      children: <Text size="sm">{t('mappings.deleteBody', { name })}</Text>,
      labels: { confirm: t('mappings.deleteConfirm'), cancel: t('common.cancel') },
      confirmProps: { color: 'red.8' },
      onConfirm: confirmed,
    });
  };
}

function usePreview(user: string | null, settings: ProfileSettings | undefined) {
  const org = useOrg();
  const { slug } = useApplication();
  const [shown] = useDebouncedValue(settings, 200);
  const query = useQuery({
    ...previewQuery(
      org,
      slug,
      user ?? '',
      shown ?? { attributes: [], mappings: [], userName: { format: 'none', applyOn: 'create' } },
    ),
    enabled: user !== null && shown !== undefined,
  });
  return { data: user === null ? undefined : query.data, error: query.error };
}
