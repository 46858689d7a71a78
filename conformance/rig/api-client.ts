import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { text } from 'node:stream/consumers';
import { EngineFault } from '../engine-fault';

/** The parts of the kubeconfig that the rig writes. */
interface Kubeconfig {
  readonly clusters: readonly [{ readonly cluster: { server: string; 'certificate-authority': string } }];
  readonly users: readonly [{ readonly user: { 'client-certificate': string; 'client-key': string } }];
}

/** A request of whatever kind. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: object;
  /** Whose request it is, by impersonation. @default "- the administrator's" */
  readonly as?: { readonly user: string; readonly groups: readonly string[] };
}

/** What came back, a refusal too. */
export interface ApiAnswer {
  readonly status: number;
  /** The object, or the words of the API server. */
  readonly text: string;
  /** What it said beside the answer, one behind the other; empty for nothing (RFC 7234, 5.5). */
  readonly warnings: string;
}

/** The API server over a few kept connections, for questions by the thousand: kubectl takes a process for each. */
export class ApiClient {
  private readonly server: string;
  private readonly agent: Agent;

  constructor(kubeconfig: string, connections = 8) {
    const { clusters, users } = JSON.parse(readFileSync(kubeconfig, 'utf8')) as Kubeconfig;
    const [{ cluster }] = clusters;
    const [{ user }] = users;
    this.server = cluster.server;
    this.agent = new Agent({
      keepAlive: true,
      maxSockets: connections,
      ca: readFileSync(cluster['certificate-authority']),
      cert: readFileSync(user['client-certificate']),
      key: readFileSync(user['client-key']),
    });
  }

  get<T>(path: string): Promise<T> {
    return this.ask('GET', path);
  }

  post<T>(path: string, body: object): Promise<T> {
    return this.ask('POST', path, body);
  }

  close(): void {
    this.agent.destroy();
  }

  /** Any request; never throws for what the server answers. A PATCH is a merge patch. */
  async answer({ method, path, body, as }: ApiRequest): Promise<ApiAnswer> {
    const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    const headers = {
      accept: 'application/json',
      ...(body && { 'content-type': type }),
      ...(as && { 'impersonate-user': as.user, 'impersonate-group': [...as.groups] }),
    };
    const asked = request(`${this.server}${path}`, { method, agent: this.agent, headers });
    asked.end(body && JSON.stringify(body));
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    return {
      status: response.statusCode ?? 0,
      text: await text(response),
      warnings: (response.headers['warning'] ?? '').replaceAll('\\"', '"'),
    };
  }

  private async ask<T>(method: ApiRequest['method'], path: string, body?: object): Promise<T> {
    const answer = await this.answer({ method, path, ...(body && { body }) });
    if (answer.status >= 300) throw new EngineFault(`${method} ${path}: ${answer.status} ${answer.text}`);
    return JSON.parse(answer.text) as T;
  }
}
