import { proves } from './rule-tester.js';
import rule from './states-who-may-call.mjs';

const filename = 'libs/agreements/src/server/graphql/participation.resolver.ts';
const method = (decorators: string) => `class R { ${decorators} verify() {} }`;

proves('states-who-may-call', rule, {
  passes: [
    { name: 'a mutation that names an ability', filename, code: method("@Mutation(() => T) @Requires('participation:verify')") },
    { name: 'a query that is open', filename, code: method('@Open() @Query(() => T)') },
    { name: 'a method that is no field', filename, code: method('@Inject()') },
  ],
  refuses: [
    ...['Mutation', 'Query', 'ResolveField', 'Subscription'].map((field) => (
      { name: `a @${field} that states nobody`, filename, code: method(`@${field}(() => T)`), messageId: 'neither' })),
    { name: 'a field written without a call', filename, code: method('@ResolveField'), messageId: 'neither' },
    { name: 'a field through a namespace', filename, code: method('@graphql.Query(() => T)'), messageId: 'neither' },
    { name: 'a mutation that states both', filename, code: method("@Mutation(() => T) @Open() @Requires('participation:verify')"), messageId: 'both' },
  ],
});
