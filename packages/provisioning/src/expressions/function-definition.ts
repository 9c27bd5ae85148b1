import type { FaultNames } from './expression-error.ts';
import type { ExpressionNode } from './tree.ts';
import type { Type } from './type.ts';
import type { Value } from './value.ts';

export interface Parameter {
  readonly name: string;
  /** A sum of `bits`. */
  readonly kinds: number;
  /** The function knows what to do with null; else null makes the whole result null. */
  readonly nullable?: true;
  readonly optional?: true;
  /** Any number of them; the last of a function's parameters only. */
  readonly rest?: true;
  /** Takes criteria, `{'group.id': "x"}`, which come as an array of pairs; where there are `kinds`, those as well. */
  readonly criteria?: true;
}

/** What is wrong with a value that only turns up when it is computed. `message` is a sentence. */
export class ValueError extends Error {
  readonly names: FaultNames;
  constructor(message: string, names: FaultNames = {}) {
    super(message);
    this.name = 'ValueError';
    this.names = names;
  }
}

/** What a function may read beside its arguments, and what holds it within bounds. */
export interface CallContext {
  readonly now: number;
  readonly userId: string;
  readonly userStatus: 'ACTIVE' | 'DEPROVISIONED';
  /** The user's manager, where there is one in the directory. */
  readonly managerId: string | null;
  /** Whether the manager has an account at an application, which is named as expressions name it. */
  readonly managerHasAccount: (application: string) => boolean;
  /** The groups that the user is in. */
  readonly groups: readonly { readonly id: string; readonly name: string }[];
  /** Says how long a text or an array is about to be; throws where it would be too long or too much work. */
  readonly size: (kind: 'text' | 'elements', length: number) => void;
  /** Says how often something is about to be compared; throws where it would be too much work. */
  readonly work: (comparisons: number) => void;
}

/** A function that expressions may call: what it does, what the checker knows of it, and what the manual says. */
export interface FunctionDefinition {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  /** Without null, but where the function itself gives null. `items` are the types of the arguments. */
  readonly returns: Type | ((items: readonly Type[]) => Type);
  readonly summary: string;
  readonly example: { readonly call: string; readonly gives: string };
  /** The spelling of today, where this one is an old one. */
  readonly replacedBy?: string;
  /** What it reads beside its arguments. */
  readonly reads?: 'groups' | 'time' | 'user' | 'manager';
  /** It finds a user: alone that is the id, and `.attribute` reads the profile. */
  readonly finds?: FoundUser;
  /** What `.![attribute]` may ask for of each thing that it finds, as texts. */
  readonly projects?: readonly string[];
  /** Why it always gives the same here. */
  readonly note?: FunctionNote;
  /** A fault that shows in the arguments as written. */
  readonly check?: (items: readonly ExpressionNode[]) => string | undefined;
  /** Gets as many values as there are arguments, each of a kind that its parameter takes. May throw {@link ValueError}. */
  readonly run: (items: readonly Value[], context: CallContext) => Value;
  /** As `run`, for one of `projects`. */
  readonly project?: (items: readonly Value[], context: CallContext, attribute: string) => Value;
}

/** Whom a function finds. Of `nobody` every attribute is null, whatever it is called. */
type FoundUser =
  | { readonly who: 'nobody' }
  /** `profile`: which profile of the manager, as expressions name it; undefined where the arguments do not say. */
  | { readonly who: 'manager'; readonly profile: (items: readonly ExpressionNode[]) => string | undefined };

/** What is not connected here, so that a function has nothing to find. */
export type FunctionNote = 'no-directory' | 'no-workday' | 'no-assistants';

/** `String.substring(string, start, end)`; optional ones in brackets, dots after what may be repeated. */
export function signatureOf({ name, parameters }: FunctionDefinition): string {
  const words = parameters.map((one) => {
    const written = one.rest ? `${one.name}…` : one.name;
    return one.optional ? `[${written}]` : written;
  });
  return `${name}(${words.join(', ')})`;
}
