import type { AppAttribute, Preview, ProfileSettings } from '@lockstep/admin-api';
import { useTranslation } from 'react-i18next';
import { DataTable } from '../../../ui/DataTable.tsx';
import type { MappedAttribute } from './AttributeDialog.tsx';
import { AttributeRow } from './AttributeRow.tsx';
import { ElementRow } from './ElementRow.tsx';
import { withElement } from './edit-settings.ts';
import { UserNameRow } from './UserNameRow.tsx';

interface AttributesTableProps {
  readonly settings: ProfileSettings;
  /** Undefined: nobody is chosen. */
  readonly preview: Preview | undefined;
  readonly onEdit: (edited: MappedAttribute) => void;
  readonly onDelete: (attribute: AppAttribute) => void;
  readonly onChange: (settings: ProfileSettings) => void;
}

/** Every attribute with its mapping; below a list its elements, which can be deleted alone, such as services. */
export function AttributesTable({ settings, preview, onEdit, onDelete, onChange }: AttributesTableProps) {
  const { t } = useTranslation();
  const mappings = new Map(settings.mappings.map((one) => [one.target, one]));
  const values = new Map(preview?.values.map((one) => [one.target, one]));
  return (
    <DataTable
      label={t('application.sections.mappings')}
      columns={[
        { key: 'attribute', label: t('mappings.attribute') },
        { key: 'mapping', label: t('mappings.mapping') },
        { key: 'applyOn', label: t('mappings.applyOn'), from: 'md' },
        { key: 'type', label: t('mappings.type'), from: 'lg' },
        ...(preview === undefined ? [] : [{ key: 'value', label: t('mappings.value') }]),
        { key: 'actions', label: t('list.actions'), hidden: true, width: 48 },
      ]}
    >
      <UserNameRow settings={settings} preview={preview} />
      {settings.attributes.flatMap((attribute) => [
        <AttributeRow
          key={attribute.target}
          attribute={attribute}
          mapping={mappings.get(attribute.target)}
          value={values.get(attribute.target)}
          previewing={preview !== undefined}
          onEdit={onEdit}
          onDelete={onDelete}
        />,
        ...(attribute.values ?? []).map((element) => (
          <ElementRow
            key={`${attribute.target} ${element}`}
            attribute={attribute}
            element={element}
            previewing={preview !== undefined}
            onChange={(sent) => onChange(withElement(settings, attribute.target, element, sent))}
          />
        )),
      ])}
    </DataTable>
  );
}
