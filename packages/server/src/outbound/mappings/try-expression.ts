import {
  evaluationFor,
  desiredUserName,
  explainExpression,
  type ExpressionError,
  findFaults,
  inputsOf,
  mappingSchemas,
  oktaFunctions,
  parseOktaExpression,
  signatureOf,
  userNameSchemas,
  userProfile,
  type ApplicationTemplate,
  type AssignedValues,
  type AttributeType,
  type ExpressionFault,
  type FaultNames,
  type SourceUser,
  type Step,
  type UserAttribute,
  type Value,
} from '@lockstep/provisioning';
import { customUserAttributes } from '../../directory/custom-types/custom-user-attributes.ts';
import { findApplicationRow } from '../applications/application-rows.ts';
import type { ApplicationPlace } from '../applications/application-view.ts';
import type { OutboundContext } from '../options.ts';
import { applicationTemplate } from './application-template.ts';
import { findSourceUser } from './source-users.ts';

/** What is to be tried: for an attribute of a type or for a login name, and for whom; for nobody, it is only checked. */
export interface ExpressionTrial {
  readonly expression: string;
  readonly use: 'attribute' | 'userName';
  readonly type?: AttributeType | undefined;
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
}

/** Checks an expression and evaluates it with every step. Undefined: no such application, or no such user. */
export async function tryExpression(
  context: OutboundContext,
  place: ApplicationPlace,
  { expression, use, type = 'string', user: userId }: ExpressionTrial,
): Promise<TriedExpression | undefined> {
  const { db } = context.database;
  const row = await findApplicationRow(db, place);
  if (row === undefined) return undefined;
  const pair = { organizationId: place.organizationId, applicationId: row.id };
  const found = userId === undefined ? undefined : await findSourceUser(db, pair, userId, context.now());
  if (userId !== undefined && found === undefined) return undefined;
  const custom = await customUserAttributes(db, place.organizationId);
  const faults = findFaults(expression, (use === 'userName' ? userNameSchemas : mappingSchemas)(custom), type);
  if (faults.length > 0) return { faults: faults.map(toFault), steps: [], reads: [] };
  const tree = parseOktaExpression(expression);
  const reads = inputsOf(tree).attributes;
  if (found === undefined) return { faults: [], steps: [], reads };
  const userName = use === 'userName' ? undefined : userNameOf(applicationTemplate(context, row), found);
  const { steps, outcome } = explainExpression(tree, evaluationFor(found.user, userName));
  if ('value' in outcome) return { faults: [], value: outcome.value, steps, reads };
  return { faults: [toFault(outcome.error)], steps, reads };
}

function userNameOf(
  template: ApplicationTemplate,
  { user, values }: { readonly user: SourceUser; readonly values: AssignedValues },
): string | undefined {
  const named = desiredUserName(template, user, values);
  return 'userName' in named ? named.userName : undefined;
}

function toFault({ fault, message, start, end, names }: ExpressionError): FoundFault {
  return { fault, message, start, end, names };
}

/** What expressions may name. */
export interface ExpressionReference {
  readonly attributes: readonly UserAttribute[];
  readonly functions: readonly {
    readonly name: string;
    readonly signature: string;
    readonly summary: string;
    readonly call: string;
    readonly gives: string;
  }[];
}

export async function expressionReference(
  { database }: Pick<OutboundContext, 'database'>,
  organizationId: string,
): Promise<ExpressionReference> {
  const functions = [...oktaFunctions.values()].filter(({ replacedBy }) => replacedBy === undefined);
  return {
    attributes: [...userProfile, ...(await customUserAttributes(database.db, organizationId))],
    functions: functions.map((one) => ({
      name: one.name,
      signature: signatureOf(one),
      summary: one.summary,
      call: one.example.call,
      gives: one.example.gives,
    })),
  };
}
