/** Why a row is not imported; the console translates the codes, so a code never changes its meaning. */
export const importFaultCodes = [
  'login_name_missing',
  'too_long',
  'nul_character',
  'not_an_email',
  'invalid_cell',
  'unknown_status',
  'unknown_service',
  'too_many_departments',
  'more_job_titles',
  'login_name_twice',
  'cell_count',
  'login_name_taken',
  'deleted_meanwhile',
  'refused',
] as const;
