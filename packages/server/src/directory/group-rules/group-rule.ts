/** A rule: whom the expression gives true for is a member of the groups. */
export interface GroupRule {
  readonly id: string;
  readonly name: string;
  readonly expression: string;
  /** Inactive: nothing is looked at, and memberships stay as they are. */
  readonly active: boolean;
  readonly groups: readonly { readonly id: string; readonly displayName: string }[];
  /** People whom the rule leaves alone. */
  readonly except: readonly { readonly id: string; readonly displayName: string; readonly loginName: string }[];
  /** People who are members of one of the groups because of the rule. */
  readonly members: number;
}

/** What a rule is made of; ids of groups and users. */
export interface GroupRuleFields {
  readonly name: string;
  readonly expression: string;
  readonly groups: readonly string[];
  readonly except: readonly string[];
}
