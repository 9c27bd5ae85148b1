type Values = Readonly<Record<string, string | number>>;

const sentences = {
  login_name_missing: () => 'The login name is missing.',
  too_long: ({ column, most }) => `${column} has more than ${most} characters.`,
  nul_character: ({ column }) => `${column} has a NUL character.`,
  not_an_email: ({ value }) => `${JSON.stringify(value)} is not an e-mail address.`,
  invalid_cell: ({ column, value }) => `${column} cannot be ${JSON.stringify(value)}.`,
  required_cell: ({ column }) => `${column} is required.`,
  fixed_cell: ({ column }) => `${column} cannot be changed any more.`,
  not_a_choice: ({ column, value, known }) => `${column} cannot be ${JSON.stringify(value)}. Known: ${known}.`,
  taken_value: ({ column, value }) => `Another user has the ${column} ${JSON.stringify(value)}.`,
  unknown_status: ({ value }) => `The status is active or inactive, not ${JSON.stringify(value)}.`,
  unknown_service: ({ unknown, known }) => `There is no service ${unknown}. Known: ${known}.`,
  too_many_departments: ({ most }) => `A user has ${most} departments at most.`,
  more_job_titles: () => 'There are more job titles than departments.',
  login_name_twice: ({ line }) => `The login name stands in line ${line} already.`,
  match_missing: ({ column }) => `${column} is empty, by which rows are matched.`,
  match_twice: ({ column, value, line }) => `${column} ${JSON.stringify(value)} stands in line ${line} already.`,
  match_ambiguous: ({ column, value, count }) => `${count} users have the ${column} ${JSON.stringify(value)}.`,
  cell_count: ({ found, expected }) => `The row has ${found} cells, the header has ${expected}.`,
  login_name_taken: () => 'Another user has this login name.',
  deleted_meanwhile: () => 'The user was deleted during the import.',
  managed_elsewhere: ({ name }) => `"${name}" manages this user. Change the user there.`,
  login_name_kept: ({ name }) =>
    `"${name}" manages this user, and login names stay as they are while "Propagate provisioning" is on.`,
  last_administrator: () => 'This user is the last administrator of the organization.',
  no_seat: ({ service, seats }) => `No seat of the service "${service}" is free: all ${seats} are taken.`,
  group_deleted: () => 'The group was deleted.',
  group_refused: () => 'The group could not be changed.',
  refused: ({ detail }) => String(detail),
} satisfies Readonly<Record<string, (values: Values) => string>>;

/** Why a row is not imported. */
export type RowFaultCode = keyof typeof sentences;

/**
 * A row that was not imported: `line` counts from 1 with the header as line 1. What the reason is about stands in
 * `values`: the console says it in its language, `reason` in English.
 */
export interface RowFault {
  readonly line: number;
  readonly loginName?: string;
  readonly code: RowFaultCode;
  readonly values: Values;
  readonly reason: string;
}

/** A reason without the row that it is about. */
export interface Reason {
  readonly code: RowFaultCode;
  readonly values: Values;
}

export function because(code: RowFaultCode, values: Values = {}): Reason {
  return { code, values };
}

/** The reason in English. */
export function reasonIn({ code, values }: Reason): string {
  return sentences[code](values);
}

export function faultAt(line: number, loginName: string, { code, values }: Reason): RowFault {
  const reason = reasonIn({ code, values });
  return { line, ...(loginName === '' ? {} : { loginName }), code, values, reason };
}
