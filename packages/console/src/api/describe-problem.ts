import { AdminApiError, type FieldIssue, type Problem, type ProblemCode } from '@lockstep/admin-api';
import type { TFunction } from 'i18next';

/** What a page needs to tell about a failure: a code to translate, and what the server said where it answered. */
export interface Failure {
  readonly code: ProblemCode | 'unreachable' | 'unexpected_answer';
  readonly problem?: Problem;
  readonly technical: string;
}

/** `fetch` rejects with a TypeError when no answer came; whatever else is not a problem is an answer we do not understand. */
export function describeFailure(error: unknown): Failure {
  if (error instanceof AdminApiError) {
    return { code: error.problem.code, problem: error.problem, technical: error.problem.detail };
  }
  const technical = error instanceof Error ? error.message : String(error);
  return {
    code: error instanceof TypeError ? 'unreachable' : 'unexpected_answer',
    technical: technical.slice(0, 2000),
  };
}

/** What is wrong with a field, in the language of the page where its code is a known one. */
export function issueText({ code, values, message }: FieldIssue, t: TFunction): string {
  return code === undefined
    ? message
    : t(`fieldIssues.${code}`, { ...values, count: Number(values?.['most'] ?? values?.['least'] ?? 0) });
}

/** The field errors of a refusal, by the name of the form's field; `{}` where the failure names no field. */
export function fieldErrors(error: unknown, t: TFunction): Record<string, string> {
  if (!(error instanceof AdminApiError)) return {};
  return Object.fromEntries((error.problem.issues ?? []).map((issue) => [issue.path, issueText(issue, t)]));
}
