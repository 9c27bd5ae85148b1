import type { FieldIssue, FieldIssueCode } from '@lockstep/admin-api';
import type { AttributeType } from '@lockstep/scim';
import type {
  ExtensionError,
  ExtensionFault,
  ExtensionFaultKind,
} from '../../directory/custom-types/extension-fault.ts';
import { ProblemError } from './problem-error.ts';

const codes: { readonly [K in Exclude<ExtensionFaultKind, 'wrong_type' | 'unknown'>]: FieldIssueCode } = {
  not_a_choice: 'not_a_choice',
  required: 'required',
  taken: 'taken',
  kept: 'not_changeable',
};

const codesOfTypes: { readonly [K in AttributeType]?: FieldIssueCode } = {
  integer: 'not_an_integer',
  decimal: 'not_a_number',
  dateTime: 'not_a_date_time',
  reference: 'not_a_reference',
};

function codeOf({ kind, attribute }: ExtensionFault): FieldIssueCode | undefined {
  if (kind === 'unknown') return undefined;
  if (kind !== 'wrong_type') return codes[kind];
  return (attribute === undefined ? undefined : codesOfTypes[attribute.definition.type]) ?? 'wrong_type';
}

function issueOf(fault: ExtensionFault): FieldIssue {
  const { kind, extension, name, attribute, message } = fault;
  const code = codeOf(fault);
  return {
    path: ['extensions', extension, ...(name === undefined ? [] : [name])].join('.'),
    message,
    ...(code === undefined ? {} : { code }),
    ...(kind === 'not_a_choice' ? { values: { known: attribute?.definition.canonicalValues.join(', ') ?? '' } } : {}),
  };
}

/** Faults that one answer names at most. */
const most = 100;

/** Refused values of an organization's own attributes, each with the place that it has in the request. */
export function extensionProblem({ faults, message }: ExtensionError): ProblemError {
  const code = faults.every(({ kind }) => kind === 'taken') ? 'value_taken' : 'invalid_request';
  return new ProblemError(code, message, { issues: faults.slice(0, most).map(issueOf) });
}
