import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import type { KeyPair } from './certificates';

/** Whom to trust, and who to be. */
export interface Credentials {
  readonly ca: string;
  readonly client?: KeyPair;
}

/** GET as a probe: the body of a 200, else what was found instead. */
export type Probed = { readonly body: string } | { readonly found: string };

export async function probe(url: string, credentials: Credentials): Promise<Probed> {
  try {
    const { status, body } = await get(url, credentials);
    return status === 200 ? { body } : { found: `GET ${url}: ${status} ${body.slice(0, 500)}` };
  } catch (error) {
    return { found: `GET ${url}: ${error instanceof Error ? error.message : String(error)}` };
  }
}

async function get(
  url: string,
  { ca, client }: Credentials,
): Promise<{ readonly status?: number; readonly body: string }> {
  const identity = client && { cert: readFileSync(client.cert), key: readFileSync(client.key) };
  const signal = AbortSignal.timeout(5000);
  const asked = request(url, { ca: readFileSync(ca), ...identity, agent: false, signal }).end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  return { body: await text(response), ...(response.statusCode && { status: response.statusCode }) };
}

/** What is still missing until the URL answers 200. */
export async function missingAnswer(url: string, credentials: Credentials): Promise<string | undefined> {
  const answer = await probe(url, credentials);
  return 'found' in answer ? answer.found : undefined;
}
