-- Rules that make people members of groups: an expression over the user, and the groups.
create table group_rules (
  organization_id uuid not null references organizations on delete cascade,
  id uuid not null,
  name text not null,
  expression text not null,
  active boolean not null default false,
  created_at timestamptz not null default now(),
  primary key (organization_id, id)
);

create table group_rule_groups (
  organization_id uuid not null,
  rule_id uuid not null,
  group_id uuid not null,
  primary key (organization_id, rule_id, group_id),
  foreign key (organization_id, rule_id) references group_rules on delete cascade,
  foreign key (organization_id, group_id) references groups on delete cascade
);
create index group_rule_groups_group on group_rule_groups (organization_id, group_id);

-- people whom a rule leaves alone
create table group_rule_exceptions (
  organization_id uuid not null,
  rule_id uuid not null,
  user_id uuid not null,
  primary key (organization_id, rule_id, user_id),
  foreign key (organization_id, rule_id) references group_rules on delete cascade,
  foreign key (organization_id, user_id) references users on delete cascade
);
create index group_rule_exceptions_user on group_rule_exceptions (organization_id, user_id);

-- memberships that a rule gave, and may take; whoever was a member by hand before has none
create table group_rule_members (
  organization_id uuid not null,
  user_id uuid not null,
  group_id uuid not null,
  rule_id uuid not null,
  primary key (organization_id, user_id, group_id, rule_id),
  foreign key (organization_id, user_id) references users on delete cascade,
  foreign key (organization_id, group_id) references groups on delete cascade,
  foreign key (organization_id, rule_id) references group_rules on delete cascade
);
create index group_rule_members_rule on group_rule_members (organization_id, rule_id);
create index group_rule_members_group on group_rule_members (organization_id, group_id);

-- people whom the rules are to look at
create table group_rule_due (
  organization_id uuid not null references organizations on delete cascade,
  user_id uuid not null,
  since timestamptz not null default now(),
  primary key (organization_id, user_id)
);

-- there are no rules yet, and a rule that is activated looks at everybody: what happened before concerns none
insert into change_followers (name, xid, seq) values ('group-rules', pg_current_xact_id(), 0);
