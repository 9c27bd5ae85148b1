import { userProfile } from '../user-profile.ts';
import { signatureOf, type FunctionDefinition } from './function-definition.ts';
import { oktaFunctions } from './functions/function-table.ts';
import { expressionLimits } from './limits.ts';

const sections: readonly (readonly [title: string, belongs: (name: string) => boolean])[] = [
  ['Strings', (name) => name.startsWith('String.')],
  ['Arrays', (name) => name.startsWith('Arrays.')],
  ['Conversion', (name) => name.startsWith('Convert.') || name.startsWith('Iso3166Convert.')],
  ['Time', (name) => name.startsWith('Time.')],
  ['Groups and the user', (name) => !name.includes('.') || name.startsWith('user.')],
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
- **Attributes**: \`user.firstName\`; in mappings also \`appuser.userName\`, the login name of the account, and
  \`org.name\` and \`org.subDomain\`, the name of the organization and its part of the addresses.
  \`source\` is another name of \`user\`. Attributes of users that the organization has defined in
  [schemas of its own](custom-types.md) have their types here, too: \`user.badgeNumber\`, unless another attribute
  has the name already.
- **Operators**, from the weakest: \`condition ? yes : no\` and \`value ?: otherwise\`; \`OR\`; \`AND\`; \`==\` \`!=\` \`<\` \`>\` \`<=\` \`>=\`
  \`matches\`; \`+\`; \`!\` or \`NOT\`. Words are read in any case; \`&&\` and \`||\` work, too.
- **Joining**: \`+\` adds two numbers and joins everything else as text.
- **Comparing**: strings with strings, numbers with numbers, case counts. \`matches\` asks for a regular expression (RE2) that
  matches the whole string.
- **Null and empty**: an attribute that was never set is null; one that was set and cleared is the empty string. Joined to
  a string, null is nothing; added to a number, it makes null. As a condition, null is false. Nothing is less or greater
  than null. \`?:\` replaces null and the empty string. A function with null as an argument gives null, unless it says otherwise.
- **Result**: null or an empty string leaves the attribute without a value. An attribute of strings takes numbers, true and
  false as they are written; every other attribute takes its own type only.

Before anything is saved, every name is looked up and every type is worked out, so that only what values say can still
fail: \`Convert.toInt("x")\`. A person for whom an expression fails is reported with the place and the reason, and nothing is sent.
`;

const notHere = `## What does not exist here

Lockstep's directory is the source, so what asks another directory is refused, with the reason, when it is saved:
\`getManagerUser\`, \`getManagerAppUser\`, \`getAssistantUser\` and \`getAssistantAppUser\` (Active Directory; of the manager there
are \`user.manager\` and \`user.managerId\`), \`hasDirectoryUser\`, \`findDirectoryUser\`, \`hasWorkdayUser\`, \`findWorkdayUser\` and
\`user.getLinkedObject\`. So are \`Groups.contains\`, \`Groups.startsWith\` and \`Groups.endsWith\`, which filter the groups of a
sign-in token.
`;

/** \`docs/expressions.md\`, in Markdown. */
export function printExpressionReference(): string {
  const all = [...oktaFunctions.values()];
  const today = all.filter(({ replacedBy }) => replacedBy === undefined);
  const { length, depth, steps, text, elements, pattern, subject } = expressionLimits;
  return [
    introduction,
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
