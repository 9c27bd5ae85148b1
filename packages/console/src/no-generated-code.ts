import { config } from 'zod';

// The page's policy forbids code made from text, which the schemas would otherwise use to parse faster. They decide
// when they are made, so main.tsx imports this file before everything else.
config({ jitless: true });
