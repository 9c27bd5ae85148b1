import { ValueError, type FunctionDefinition, type FunctionNote } from '../function-definition.ts';
import type { ExpressionNode } from '../tree.ts';
import { bits, booleanType, stringType, type, withNull } from '../type.ts';

const source = { name: 'source', kinds: bits.string };
const application = { name: 'application', kinds: bits.string };

function textAt(items: readonly ExpressionNode[], index: number): string | undefined {
  const item = items[index];
  return item?.kind === 'literal' && typeof item.value === 'string' ? item.value : undefined;
}

/** Okta knows one source; it is written so that its expressions work as they are. */
const sourceFault = (items: readonly ExpressionNode[]): string | undefined =>
  textAt(items, 0) === 'active_directory' ? undefined : 'The source is "active_directory".';

const applicationFault = (items: readonly ExpressionNode[]): string | undefined =>
  sourceFault(items) ??
  (textAt(items, 1) === undefined ? 'Write the application in quotes, as expressions name it.' : undefined);

interface NothingToFind {
  readonly name: string;
  readonly note: FunctionNote;
  readonly summary: string;
}

function has({ name, note, summary }: NothingToFind): FunctionDefinition {
  return {
    name,
    parameters: [],
    returns: booleanType,
    summary,
    example: { call: `${name}()`, gives: 'false' },
    note,
    run: () => false,
  };
}

function find({ name, note, summary }: NothingToFind, more: Partial<FunctionDefinition> = {}): FunctionDefinition {
  return {
    name,
    parameters: [],
    returns: type(bits.null),
    summary,
    example: { call: `${name}().email`, gives: 'null' },
    finds: { who: 'nobody' },
    note,
    run: () => null,
    ...more,
  };
}

/** Users whom the user leads to: the manager is in the directory, everybody else is in systems that are not connected. */
export const relatedFunctions: readonly FunctionDefinition[] = [
  {
    name: 'user.getLinkedObject',
    parameters: [{ name: 'name', kinds: bits.string }],
    returns: withNull(stringType),
    summary: 'The user to whom the user is linked by this name: there is "manager". Null where there is none.',
    example: { call: 'user.getLinkedObject("manager").lastName', gives: '"Sato"' },
    reads: 'manager',
    finds: { who: 'manager', profile: () => 'user' },
    check: (items) =>
      items[0]?.kind !== 'literal' || items[0].value === 'manager' ? undefined : 'The one linked object is "manager".',
    run: ([name], { managerId }) => {
      if (name === 'manager') return managerId;
      throw new ValueError('The one linked object is "manager".');
    },
  },
  {
    name: 'getManagerUser',
    parameters: [source],
    returns: withNull(stringType),
    summary: 'The manager of the user. Null where the directory has none.',
    example: { call: 'getManagerUser("active_directory").firstName', gives: '"Ken"' },
    reads: 'manager',
    finds: { who: 'manager', profile: () => 'user' },
    check: sourceFault,
    run: (_items, { managerId }) => managerId,
  },
  {
    name: 'getManagerAppUser',
    parameters: [source, application],
    returns: withNull(stringType),
    summary: 'The account that the manager of the user has at an application. Null where there is none.',
    example: { call: 'getManagerAppUser("active_directory", "zendesk").userName', gives: '"ken"' },
    reads: 'manager',
    finds: { who: 'manager', profile: (items) => textAt(items, 1) },
    check: applicationFault,
    run: ([, given], { managerId, managerHasAccount }) =>
      typeof given === 'string' && managerHasAccount(given) ? managerId : null,
  },
  find(
    {
      name: 'getAssistantUser',
      note: 'no-assistants',
      summary: 'The assistant of the user. Always null: the directory does not keep assistants.',
    },
    {
      parameters: [source],
      check: sourceFault,
      example: { call: 'getAssistantUser("active_directory").firstName', gives: 'null' },
    },
  ),
  find(
    {
      name: 'getAssistantAppUser',
      note: 'no-assistants',
      summary:
        'The account that the assistant of the user has at an application. Always null: the directory does not keep assistants.',
    },
    {
      parameters: [source, application],
      check: applicationFault,
      example: { call: 'getAssistantAppUser("active_directory", "zendesk").userName', gives: 'null' },
    },
  ),
  has({
    name: 'hasDirectoryUser',
    note: 'no-directory',
    summary: 'Whether the user has exactly one account in Active Directory. Always false: none is connected.',
  }),
  find({
    name: 'findDirectoryUser',
    note: 'no-directory',
    summary: 'The user’s account in Active Directory. Always null: none is connected.',
  }),
  has({
    name: 'hasWorkdayUser',
    note: 'no-workday',
    summary: 'Whether the user has exactly one account in Workday. Always false: none is connected.',
  }),
  find({
    name: 'findWorkdayUser',
    note: 'no-workday',
    summary: 'The user’s account in Workday. Always null: none is connected.',
  }),
];
