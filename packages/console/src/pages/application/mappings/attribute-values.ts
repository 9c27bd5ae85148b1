import type { AppAttribute, ApplyOn, AttributeType, MappingSource } from '@lockstep/admin-api';
import type { MappedAttribute } from './AttributeDialog.tsx';

/** The fields of the dialog. */
export interface AttributeValues {
  readonly target: string;
  readonly label: string;
  readonly type: AttributeType;
  readonly required: boolean;
  readonly scope: AppAttribute['scope'];
  readonly kind: 'none' | MappingSource['kind'];
  readonly attribute: string;
  readonly constant: string;
  readonly expression: string;
  readonly applyOn: ApplyOn;
}

const blank: AttributeValues = {
  target: '',
  label: '',
  type: 'string',
  required: false,
  scope: 'personal',
  kind: 'none',
  attribute: '',
  constant: '',
  expression: '',
  applyOn: 'create-and-update',
};

export function toValues(edited: MappedAttribute | undefined): AttributeValues {
  if (edited === undefined) return blank;
  const { target, label = '', type, required, scope } = edited.attribute;
  const values = { ...blank, target, label, type, required, scope };
  const { mapping } = edited;
  if (mapping === undefined) return values;
  const { source, applyOn } = mapping;
  return {
    ...values,
    applyOn,
    ...(source.kind === 'constant' ? { kind: source.kind, constant: writeConstant(source.value) } : source),
  };
}

/** What the fields say. Undefined where the constant is none of the attribute's type. */
export function fromValues(values: AttributeValues, before: AppAttribute | undefined): MappedAttribute | undefined {
  const target = values.target.trim();
  const label = values.label.trim();
  const { label: _old, ...kept } = before ?? { label: undefined };
  const { type, required, scope, applyOn } = values;
  const attribute: AppAttribute = { ...kept, target, type, required, scope, ...(label === '' ? {} : { label }) };
  if (values.kind === 'none') return { attribute };
  const source = sourceOf(values);
  return source === undefined ? undefined : { attribute, mapping: { target, source, applyOn } };
}

function sourceOf(values: AttributeValues): MappingSource | undefined {
  if (values.kind === 'attribute') return { kind: 'attribute', attribute: values.attribute };
  if (values.kind === 'expression') return { kind: 'expression', expression: values.expression };
  const value = readConstant(values.constant, values.type);
  return value === undefined ? undefined : { kind: 'constant', value };
}

type Constant = Extract<MappingSource, { kind: 'constant' }>['value'];

/** Elements of a list stand on lines of their own. */
export function writeConstant(value: Constant): string {
  return typeof value === 'object' ? value.join('\n') : String(value);
}

export function readConstant(text: string, type: AttributeType): Constant | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  if (type === 'string') return text;
  if (type === 'boolean') return trimmed === 'true' || trimmed === 'false' ? trimmed === 'true' : undefined;
  if (type === 'string-array')
    return [
      ...new Set(
        trimmed
          .split('\n')
          .map((line) => line.trim())
          .filter((line) => line !== ''),
      ),
    ];
  const number = Number(trimmed);
  return Number.isFinite(number) && (type === 'number' || Number.isSafeInteger(number)) ? number : undefined;
}
