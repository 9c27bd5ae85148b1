import { Modal } from '@mantine/core';
import type { AppAttribute, AttributeMapping, ProfileSettings } from '@lockstep/admin-api';
import { useTranslation } from 'react-i18next';
import { useAttributeName } from './use-attribute-name.ts';
import { AttributeForm } from './AttributeForm.tsx';

/** An attribute with its mapping; without a mapping it is not sent. */
export interface MappedAttribute {
  readonly attribute: AppAttribute;
  readonly mapping?: AttributeMapping;
}

interface AttributeDialogProps {
  /** What is edited; `new` for one that is added; undefined while nothing is. */
  readonly edited: MappedAttribute | 'new' | undefined;
  /** As they are being edited. */
  readonly settings: ProfileSettings;
  readonly user: string | null;
  readonly onDone: (result: MappedAttribute) => void;
  readonly onClose: () => void;
}

/** An attribute of the application and how it gets its value. */
export function AttributeDialog({ edited, settings, user, onDone, onClose }: AttributeDialogProps) {
  const { t } = useTranslation();
  const nameOf = useAttributeName();
  const title =
    edited === 'new' || edited === undefined
      ? t('mappings.addTitle')
      : t('mappings.editTitle', { name: nameOf(edited.attribute) });
  return (
    <Modal opened={edited !== undefined} onClose={onClose} title={title} size="xl">
      {edited !== undefined && (
        <AttributeForm
          initial={edited === 'new' ? undefined : edited}
          settings={settings}
          user={user}
          onDone={onDone}
          onClose={onClose}
        />
      )}
    </Modal>
  );
}
