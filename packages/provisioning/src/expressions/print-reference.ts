import { userProfile } from '../user-profile.ts';
import { signatureOf, type FunctionDefinition } from './function-definition.ts';
import { oktaFunctions } from './functions/function-table.ts';
import { relatedFunctions } from './functions/related-functions.ts';
import { expressionLimits } from './limits.ts';

const related = new Set(relatedFunctions.map(({ name }) => name));

const sections: readonly (readonly [title: string, belongs: (name: string) => boolean])[] = [
  ['Strings', (name) => name.startsWith('String.')],
  ['Arrays', (name) => name.startsWith('Arrays.')],
  ['Conversion', (name) => name.startsWith('Convert.') || name.startsWith('Iso3166Convert.')],
  ['Time', (name) => name.startsWith('Time.')],
  ['Groups and the user', (name) => (!name.includes('.') || name.startsWith('user.')) && !related.has(name)],
  ['The manager and other users', (name) => related.has(name)],
];

const introduction = `# Expressions

<!-- Made by \`npm run generate\` from packages/provisioning/src/expressions. -->

An expression computes the value of an application's attribute, or a login name, from the profile of a user. The
language is the Okta Expression Language, as far as mappings use it.

\`\`\`
String.toLowerCase(String.substring(user.firstName, 0, 1) + user.lastName) + "@example.com"
user.department == "Sales" AND user.countryCode == "JP" ? "S-JP" : "O"
user.nickName ?: user.firstName
\`\`\`

## Language

- **Values**: strings in \`"…"\` or \`'…'\` (a quote inside is written twice), numbers, \`true\`, \`false\`, \`null\`, and arrays
  \`{1, 2}\` with \`[i]\` counted from 0. Beyond the end of an array is null.
- **Attributes**: \`user.firstName\`. \`source\` is another name of \`user\`. Attributes of users that the organization has defined in
  [schemas of its own](custom-types.md) have their types here, too: \`user.badgeNumber\`, unless another attribute
  has the name already. What else may be named stands under _Profiles_.
- **Operators**, from the weakest: \`condition ? yes : no\` and \`value ?: otherwise\`; \`OR\`; \`AND\`; \`==\` \`!=\` \`<\` \`>\` \`<=\` \`>=\`
  \`matches\`; \`+\`; \`!\` or \`NOT\`. Words are read in any case; \`&&\` and \`||\` work, too.
- **Joining**: \`+\` adds two numbers and joins everything else as text.
- **Comparing**: strings with strings, numbers with numbers, case counts. \`matches\` asks for a regular expression (RE2) that
  matches the whole string.
- **Null and empty**: an attribute that was never set is null; one that was set and cleared is the empty string. Joined to
  a string, null is nothing; added to a number, it makes null. As a condition, null is false. Nothing is less or greater
  than null. \`?:\` replaces null and the empty string. A function with null as an argument gives null, unless it says otherwise.
- **Login names** may be written as templates, too: \`\${fn:substringBefore(source.login, "@")}@example.com\`.
- **Result**: null or an empty string leaves the attribute without a value. An attribute of strings takes numbers, true and
  false as they are written; every other attribute takes its own type only.

Before anything is saved, every name is looked up and every type is worked out, so that only what values say can still
fail: \`Convert.toInt("x")\`. A person for whom an expression fails is reported with the place and the reason, and nothing is sent.
`;

const profiles = `## Profiles

| Written | What it is | Where |
| --- | --- | --- |
| \`user.firstName\` | An attribute of the user: the table below | everywhere |
| \`org.name\`, \`org.subDomain\` | The name of the organization, and its part of the addresses | mappings, login names |
| \`app.name\`, \`app.domain\`, \`app.baseUrl\` | The name of the application itself, the host of its base URL, and the whole of it | mappings, login names |
| \`appuser.title\`, \`appuser.userName\` | What the account is to hold: what its assignment says or its mapping gives | mappings |
| \`zendesk.title\`, \`zendesk.userName\` | What was last sent to the account that the user has at the application \`zendesk\` | mappings, login names |
| \`zendesk_app.domain\` | As \`app\`, of the application \`zendesk\` | mappings, login names |

An application is called as in its address in the console, with \`_\` for \`-\`: \`cybozu-com\` is \`cybozu_com\`. Its
attributes are called by their paths without brackets and schemas: \`emails[type eq "work"].value\` is \`appuser.emails.work.value\`,
and \`urn:…:enterprise:2.0:User:department\` is \`appuser.department\`. A mapping that would need its own value by way
of \`appuser\` is refused.

People are looked at again when the user changes, a group of an expression that reads groups, the name of the organization,
the name or base URL of an application that is named, what was sent to an **account at another application**, or the
**manager**: in Okta a change of the manager reaches nobody, here it reaches whom the manager leads. So that this comes to
an end, applications cannot read each other's accounts in a circle, nor their own by name; of the manager's account
at the same application mappings may read the login name.

Functions that find a user stand for that user's id when nothing follows them, so \`getManagerUser("active_directory") == null\`
asks whether there is a manager. Whom the directory names as the manager (\`manager.value\` of the Enterprise User) is a
user of the same organization, or nobody.
`;

const notHere = `## What is different

- **Active Directory and Workday** are not connected: by Okta's rule, that there must be exactly one account, \`hasDirectoryUser\`
  and \`hasWorkdayUser\` are false, \`findDirectoryUser\` and \`findWorkdayUser\` null. The source \`"active_directory"\` of the
  functions about managers is the directory of Lockstep, which keeps no assistants. The editor says so below the result.
- **Groups of a sign-in token**: \`Groups.contains\`, \`Groups.startsWith\` and \`Groups.endsWith\` are refused, as in Okta.
- **Conditions** may call every function; Okta refuses conversion, arrays and time there.
- **Conditions of group rules** are about the user alone: they name neither groups, which rules change, nor other users.
- **Groups** are all of the type \`OKTA_GROUP\`; none has a source.
`;

/** \`docs/expressions.md\`, in Markdown. */
export function printExpressionReference(): string {
  const all = [...oktaFunctions.values()];
  const today = all.filter(({ replacedBy }) => replacedBy === undefined);
  const { length, depth, steps, text, elements, pattern, subject } = expressionLimits;
  return [
    introduction,
    profiles,
    '## Attributes of a user',
    '',
    '| Name | Type | In the directory |',
    '| --- | --- | --- |',
    ...userProfile.map(({ name, type, source }) => `| \`user.${name}\` | ${type} | \`${source}\` |`),
    '',
    '## Functions',
    '',
    ...sections.flatMap(([title, belongs]) =>
      printSection(
        title,
        today.filter(({ name }) => belongs(name)),
      ),
    ),
    '### Old spellings',
    '',
    ...all
      .filter(({ replacedBy }) => replacedBy !== undefined)
      .map(({ name, replacedBy }) => `- \`${name}\` is \`${replacedBy}\``),
    '',
    notHere,
    '## Limits',
    '',
    `An expression has at most ${length} characters and ${depth} parts inside each other, and takes at most ${steps} steps.`,
    `A string has at most ${text} characters, an array ${elements} elements. A regular expression has at most ${pattern}`,
    `characters and is matched with at most ${subject}; lookaround and back-references do not exist in RE2.`,
    '',
  ].join('\n');
}

function printSection(title: string, definitions: readonly FunctionDefinition[]): readonly string[] {
  return [`### ${title}`, '', ...definitions.flatMap(printFunction)];
}

function printFunction(definition: FunctionDefinition): readonly string[] {
  const { summary, example } = definition;
  return [`#### \`${signatureOf(definition)}\``, '', summary, '', `\`${example.call}\` gives \`${example.gives}\``, ''];
}
