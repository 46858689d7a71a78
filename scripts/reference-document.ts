/** Writes docs/reference.md again, from the docstrings of the built package: `npm run build && npx jiti scripts/reference-document.ts`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { referenceDocument } from './reference-tables';

writeFileSync(join(__dirname, '../docs/reference.md'), referenceDocument());
