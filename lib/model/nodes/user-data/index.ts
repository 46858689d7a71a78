import type { Pool } from '../pool';
import { al2023UserData } from './al2023';
import { bottlerocketUserData } from './bottlerocket';

/** What the nodes of a pool are told at their first start, for EC2's user data; plain text, not base64. */
export function userData(pool: Pool): string {
  return pool.image?.family === 'bottlerocket' || pool.image?.family === 'bottlerocket-fips'
    ? bottlerocketUserData(pool)
    : al2023UserData(pool);
}
