import {
  accountReader,
  desiredUserName,
  evaluationFor,
  explainExpression,
  expressionsOf,
  findFaults,
  findNotes,
  inputsOf,
  isWellFormed,
  mappingSchemas,
  parseOktaExpression,
  readsOf,
  userNameSchemas,
  withSettings,
  type AccountReader,
  type ApplicationTemplate,
  type AttributeType,
  type ExpressionError,
  type ExpressionFault,
  type ExpressionNote,
  type FaultNames,
  type ProfileSettings,
  type Step,
  type Value,
} from '@lockstep/provisioning';
import { findApplicationRow } from '../applications/application-rows.ts';
import type { ApplicationPlace } from '../applications/application-view.ts';
import type { OutboundContext } from '../options.ts';
import { profileSettingsOf, templateOf } from './application-template.ts';
import { expressionScope } from './expression-scope.ts';
import type { RelatedReads } from './related-profiles.ts';
import { findSourceUser } from './source-users.ts';

/** What is to be tried: for an attribute of a type or for a login name, and for whom; for nobody, it is only checked. */
export interface ExpressionTrial {
  readonly expression: string;
  readonly use: 'attribute' | 'userName';
  readonly type?: AttributeType | undefined;
  /** Instead of those in force: what `appuser` is to hold. */
  readonly settings?: ProfileSettings | undefined;
  readonly user?: string | undefined;
}

interface FoundFault {
  readonly fault: ExpressionFault;
  readonly message: string;
  readonly start: number;
  readonly end: number;
  readonly names: FaultNames;
}

/** `value` is absent where there are faults, and where nobody was named. */
export interface TriedExpression {
  readonly faults: readonly FoundFault[];
  readonly value?: Value;
  readonly steps: readonly Step[];
  readonly reads: readonly string[];
  /** Functions that have nothing to find here; they always give the same. */
  readonly notes: readonly ExpressionNote[];
}

/** Checks an expression and evaluates it with every step. Undefined: no such application, or no such user. */
export async function tryExpression(
  context: OutboundContext,
  place: ApplicationPlace,
  trial: ExpressionTrial,
): Promise<TriedExpression | undefined> {
  const { db } = context.database;
  const { expression, use, user: userId } = trial;
  const row = await findApplicationRow(db, place);
  if (row === undefined) return undefined;
  const settings = trial.settings ?? profileSettingsOf(context, row);
  const pair = { organizationId: place.organizationId, applicationId: row.id, reads: readsOfTrial(trial, settings) };
  const found = userId === undefined ? undefined : await findSourceUser(db, pair, userId, context.now());
  if (userId !== undefined && found === undefined) return undefined;
  const faults = await faultsOf(context, place.organizationId, trial, settings);
  if (faults.length > 0) return { faults: faults.map(toFault), steps: [], reads: [], notes: [] };
  const tree = parseOktaExpression(expression);
  const known = { reads: inputsOf(tree).attributes, notes: findNotes(tree) };
  if (found === undefined) return { faults: [], steps: [], ...known };
  const template = withSettings(templateOf(context, row), settings);
  const account = use === 'userName' ? undefined : accountOf(template, found);
  const { steps, outcome } = explainExpression(tree, evaluationFor(found.user, account));
  if ('value' in outcome) return { faults: [], value: outcome.value, steps, ...known };
  return { faults: [toFault(outcome.error)], steps, ...known };
}

async function faultsOf(
  context: OutboundContext,
  organizationId: string,
  { expression, use, type = 'string' }: ExpressionTrial,
  { attributes }: ProfileSettings,
): Promise<readonly ExpressionError[]> {
  const { custom, applications } = await expressionScope(context, organizationId, [expression]);
  return use === 'userName'
    ? findFaults(expression, userNameSchemas(custom, applications), type, 'login-name')
    : findFaults(expression, mappingSchemas(custom, attributes, applications), type);
}

/** What `appuser` holds may need what the expressions of other mappings read. */
function readsOfTrial({ expression }: ExpressionTrial, settings: ProfileSettings): RelatedReads {
  return readsOf([expression, ...expressionsOf(settings)].filter(isWellFormed));
}

function accountOf(
  template: ApplicationTemplate,
  { user, values, accountName }: NonNullable<Awaited<ReturnType<typeof findSourceUser>>>,
): AccountReader {
  const named = desiredUserName(template, user, values, accountName);
  return accountReader(template, user, 'userName' in named ? named.userName : undefined, values);
}

function toFault({ fault, message, start, end, names }: ExpressionError): FoundFault {
  return { fault, message, start, end, names };
}
