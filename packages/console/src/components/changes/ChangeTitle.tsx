import { Text } from '@mantine/core';
import { changedKinds, type AuditEntry } from '@lockstep/admin-api';
import { useTranslation } from 'react-i18next';

/** The word for a kind of resource; the kinds of an organization's own schemas have the name it gave them. */
function useResourceWord(): (resourceType: string) => string {
  const { t } = useTranslation();
  return (resourceType) => {
    const word = changedKinds.find((one) => one === resourceType);
    return word === undefined ? resourceType.replace(/^custom:/u, '') : t(`changes.resources.${word}`);
  };
}

/** "User created: ada@example.com". */
export function ChangeTitle({ entry }: { readonly entry: AuditEntry }) {
  const { t } = useTranslation();
  const resource = useResourceWord()(entry.resourceType);
  return (
    <Text size="sm" fw={500} style={{ overflowWrap: 'anywhere' }}>
      {t(`changes.titles.${entry.operation}`, { resource })}{' '}
      <Text span inherit fw={400}>
        {entry.resourceName ?? entry.resourceId}
      </Text>
    </Text>
  );
}
