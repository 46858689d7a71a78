/**
 * Writes the tables of docs/policies.md again, from the rules: `npx jiti scripts/policies-document.ts`. A test holds the
 * committed file against them.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withTables } from './policies-tables';

const FILE = join(__dirname, '../docs/policies.md');
writeFileSync(FILE, withTables(readFileSync(FILE, 'utf8')));
