/**
 * How forgiving a reader is. Every leniency has a name, so that it can be switched alone and shown when it was used.
 * `true` accepts what is described, `false` refuses it.
 */
export interface Tolerances {
  /** `"op": "Replace"`: operation names with capitals (Microsoft Entra ID). */
  readonly capitalizedOperation: boolean;
  /** `"False"` where a boolean belongs, in bodies and in filters (Microsoft Entra ID). */
  readonly textBoolean: boolean;
  /** A JSON number where text belongs, e.g. `"employeeNumber": 12`. */
  readonly numberForText: boolean;
  /** Path-less PATCH operations (RFC 7644 §3.5.2 allows them; the interoperability profile does not). */
  readonly pathlessOperation: boolean;
  /** `"name.givenName"` as a member name. */
  readonly dottedKey: boolean;
  /** `"urn:…:User:department"` as a member name next to core attributes. */
  readonly urnKey: boolean;
  /** `remove` with a path without filter and the values to remove in `value`. */
  readonly removalByValue: boolean;
  /** `replace` whose value path matches nothing makes the value (RFC 7644 §3.5.2.3 asks for `noTarget`). */
  readonly createOnNoMatch: boolean;
  /** A bare value for a complex attribute with a `value` sub-attribute, e.g. `"manager": "26118915"`. */
  readonly bareValue: boolean;
  /** A list of one where a single value belongs, or a single value where a list belongs. */
  readonly listMismatch: boolean;
  /** `[{"value": "x"}]` or `{"value": "x"}` where a simple value belongs. */
  readonly wrappedValue: boolean;
  /** `""` clears a complex attribute, e.g. the manager. */
  readonly emptyTextClears: boolean;
  /** `null` or `{}` as an element of a list is skipped. */
  readonly emptyElement: boolean;
  /** A complex value as JSON text, e.g. a role (Microsoft Entra ID). */
  readonly jsonText: boolean;
  /** The group schema marker of Microsoft's older directory products in `schemas`. */
  readonly legacyGroupSchema: boolean;
  /** Other URNs in `schemas` than those of the resource type. */
  readonly unknownSchema: boolean;
  /** `schemas` absent, or without the URN of a schema whose attributes are there. */
  readonly missingSchema: boolean;
  /** Attributes that no schema of the resource type defines are skipped. */
  readonly unknownAttribute: boolean;
  /** Read-only attributes in a path-less PATCH value are skipped (Okta sends `id`). */
  readonly readOnlyAttribute: boolean;
  /** Write-only attributes, that is the password, are read and dropped. */
  readonly password: boolean;
  /** An extension's attribute without its URN, e.g. `manager`, when no core attribute has the name. */
  readonly unqualifiedAttribute: boolean;
  /** An unquoted literal in a filter, e.g. `externalId eq jyoung`. */
  readonly unquotedLiteral: boolean;
  /** A `+` of an e-mail address sent as it is in a URL's filter, where it would be a space. */
  readonly plusInAddress: boolean;
  /** `emails[type eq "work"].value eq "x"` in a filter, for `emails[type eq "work" and value eq "x"]`. */
  readonly valuePathComparison: boolean;
}

/** The name of a leniency. */
export type ToleranceName = keyof Tolerances;

/** A leniency that was used, and where: an attribute path, or "" for the message as a whole. */
export interface AppliedTolerance {
  readonly name: ToleranceName;
  readonly path: string;
}

/** Accepts what identity providers really send. */
export const lenientDialect: Tolerances = Object.freeze({
  capitalizedOperation: true,
  textBoolean: true,
  numberForText: true,
  pathlessOperation: true,
  dottedKey: true,
  urnKey: true,
  removalByValue: true,
  createOnNoMatch: true,
  bareValue: true,
  listMismatch: true,
  wrappedValue: true,
  emptyTextClears: true,
  emptyElement: true,
  jsonText: true,
  legacyGroupSchema: true,
  unknownSchema: true,
  missingSchema: true,
  unknownAttribute: true,
  readOnlyAttribute: true,
  password: true,
  unqualifiedAttribute: true,
  unquotedLiteral: true,
  plusInAddress: true,
  valuePathComparison: true,
});

/** Accepts what RFC 7643/7644 and the interoperability profile allow, and nothing else. */
export const strictDialect: Tolerances = Object.freeze({
  capitalizedOperation: false,
  textBoolean: false,
  numberForText: false,
  pathlessOperation: false,
  dottedKey: false,
  urnKey: false,
  removalByValue: false,
  createOnNoMatch: false,
  bareValue: false,
  listMismatch: false,
  wrappedValue: false,
  emptyTextClears: false,
  emptyElement: false,
  jsonText: false,
  legacyGroupSchema: false,
  unknownSchema: false,
  missingSchema: false,
  unknownAttribute: false,
  readOnlyAttribute: false,
  password: false,
  unqualifiedAttribute: false,
  unquotedLiteral: false,
  plusInAddress: false,
  valuePathComparison: false,
});

const listener = Symbol('listener');

interface NotedTolerances extends Tolerances {
  readonly [listener]: (used: AppliedTolerance) => void;
}

/**
 * The same dialect for one request: whatever is read by it tells `note` of each leniency that is used. What is read
 * several times, such as a write that is tried again, tells it several times.
 */
export function noteTolerances(dialect: Tolerances, note: (used: AppliedTolerance) => void): Tolerances {
  // the switches themselves are found through the prototype, which copies nothing per request
  return Object.assign(Object.create(dialect) as Tolerances, { [listener]: note });
}

/** A message with more uses than this is not worth listing further; it also keeps the search for repeats short. */
const maxRecorded = 100;

const nothingApplied: readonly AppliedTolerance[] = Object.freeze([]);

/** Answers "is this allowed here?" for one message and keeps what was used. */
export class ToleranceRecorder {
  readonly dialect: Tolerances;
  #applied: AppliedTolerance[] | undefined;

  constructor(dialect: Tolerances) {
    this.dialect = dialect;
  }

  /** Whether the dialect allows it; when it does, its use is recorded once for each path. */
  permits(name: ToleranceName, path: string): boolean {
    if (!this.dialect[name]) return false;
    this.#record(name, path);
    return true;
  }

  #record(name: ToleranceName, path: string): void {
    this.#applied ??= [];
    if (this.#applied.length >= maxRecorded) return;
    if (this.#applied.some((used) => used.name === name && used.path === path)) return;
    const used = { name, path };
    this.#applied.push(used);
    (this.dialect as Partial<NotedTolerances>)[listener]?.(used);
  }

  get applied(): readonly AppliedTolerance[] {
    return this.#applied ?? nothingApplied;
  }
}
