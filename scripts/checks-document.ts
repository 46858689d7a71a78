/**
 * Writes docs/checks.md and docs/threats.md again, from the checks: `npx jiti scripts/checks-document.ts`. A test holds the
 * committed files against them.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checksDocument, threatsDocument } from './checks-tables';

const DOCS = join(__dirname, '../docs');
writeFileSync(join(DOCS, 'checks.md'), checksDocument());
writeFileSync(join(DOCS, 'threats.md'), threatsDocument());
