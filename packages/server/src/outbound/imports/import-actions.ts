import type { Actor } from '../../changes/change.ts';
import type { ApplicationPlace } from '../applications/application-view.ts';
import type { OutboundContext } from '../options.ts';
import {
  exactLinks,
  findNewPerson,
  ignoreAccounts,
  linkAccounts,
  startImport,
  type AccountLink,
  type LinkedAccounts,
  type NewPerson,
  type StartImportOutcome,
} from './import-commands.ts';
import {
  getImport,
  listImportedAccounts,
  type AccountQuery,
  type AppImport,
  type ImportedAccount,
} from './import-queries.ts';
import type { MatchRules } from './match-accounts.ts';

/** Import from an application; undefined always means that the organization has no such application. */
export interface ImportActions {
  readonly start: (place: ApplicationPlace, rules: MatchRules) => Promise<StartImportOutcome>;
  readonly get: (place: ApplicationPlace) => Promise<{ readonly import?: AppImport } | undefined>;
  readonly accounts: (
    place: ApplicationPlace,
    query: AccountQuery,
  ) => Promise<{ readonly accounts: readonly ImportedAccount[]; readonly next?: string } | undefined>;
  readonly exactLinks: (place: ApplicationPlace, most: number) => Promise<readonly AccountLink[] | undefined>;
  readonly link: (
    place: ApplicationPlace,
    links: readonly AccountLink[],
    actor: Actor,
  ) => Promise<LinkedAccounts | undefined>;
  readonly ignore: (
    place: ApplicationPlace,
    accounts: readonly string[],
    ignored: boolean,
  ) => Promise<number | undefined>;
  /** Undefined also where the last import has no such account, or it is linked already. */
  readonly newPerson: (place: ApplicationPlace, account: string) => Promise<NewPerson | undefined>;
}

export function bindImports(context: OutboundContext, wake: () => void): ImportActions {
  return {
    start: (place, rules) => startImport(context, place, rules, wake),
    get: (place) => getImport(context, place),
    accounts: (place, query) => listImportedAccounts(context, place, query),
    exactLinks: (place, most) => exactLinks(context, place, most),
    link: (place, links, actor) => linkAccounts(context, place, links, actor),
    ignore: (place, accounts, ignored) => ignoreAccounts(context, place, accounts, ignored),
    newPerson: (place, account) => findNewPerson(context, place, account),
  };
}
