import { printedSchema } from './schema.js';

process.stdout.write(await printedSchema());
