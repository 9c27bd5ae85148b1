import type { Kysely } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';
import { builtInTypes, compileTypes, type OrganizationTypes } from './compile-types.ts';
import { readDefinitions } from './read-definitions.ts';

/** How long another process's change may go unnoticed where no request says the version, in milliseconds. */
const lifetime = 1000;
const most = 1000;

/**
 * The resource types of organizations, compiled once per version. A request knows the version of its organization,
 * which it reads anyhow; an organization that never defined anything costs neither a look nor a query.
 */
export class TypeRegistry {
  readonly #db: Kysely<Tables>;
  readonly #known = new Map<string, { readonly types: OrganizationTypes; readonly until: number }>();

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  /** The types of an organization as its row was just read. */
  of(organization: {
    readonly id: string;
    readonly schemaVersion: number;
  }): OrganizationTypes | Promise<OrganizationTypes> {
    if (organization.schemaVersion === 0) return builtInTypes;
    const known = this.#known.get(organization.id)?.types;
    return known !== undefined && known.version >= organization.schemaVersion ? known : this.#load(organization.id);
  }

  /** The types of an organization of which only the id is known, at most a second old. */
  current(organizationId: string): OrganizationTypes | Promise<OrganizationTypes> {
    const known = this.#known.get(organizationId);
    return known !== undefined && known.until > Date.now() ? known.types : this.#load(organizationId);
  }

  /** After a change in this process. */
  forget(organizationId: string): void {
    this.#known.delete(organizationId);
  }

  async #load(organizationId: string): Promise<OrganizationTypes> {
    const { version, definitions } = await readDefinitions(this.#db, organizationId);
    const known = this.#known.get(organizationId)?.types;
    const types =
      version === 0 ? builtInTypes : known?.version === version ? known : compileTypes(version, definitions);
    if (this.#known.size >= most) this.#known.clear();
    this.#known.set(organizationId, { types, until: Date.now() + lifetime });
    return types;
  }
}
