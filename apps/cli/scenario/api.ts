import { Problem } from '../reporting/problem.js';

/** An RFC 9457 problem that the API answered with. */
export class ApiProblem extends Problem {
  constructor(
    readonly status: number,
    readonly type: string,
    detail: string,
  ) {
    super(detail);
  }
}

/** The API of an installation, with a token. */
export class Api {
  constructor(
    readonly url: string,
    readonly token: string,
  ) {}

  get<T>(path: string): Promise<T> {
    return this.call<T>('GET', path);
  }

  /** @param body a form goes as it is, anything else as JSON */
  post<T>(path: string, body?: unknown): Promise<T> {
    if (body instanceof FormData) return this.call<T>('POST', path, body);
    return this.call<T>('POST', path, JSON.stringify(body ?? {}), 'application/json');
  }

  remove(path: string): Promise<void> {
    return this.call<void>('DELETE', path);
  }

  send<T>(path: string, body: Buffer, type: string): Promise<T> {
    return this.call<T>('POST', path, body, type);
  }

  /** @throws ApiProblem with what the API says */
  private async call<T>(
    method: string,
    path: string,
    body?: string | Buffer | FormData,
    type?: string,
  ): Promise<T> {
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${this.token}`, ...(type ? { 'content-type': type } : {}) },
      ...(body === undefined ? {} : { body: Buffer.isBuffer(body) ? new Uint8Array(body) : body }),
    });
    const text = await response.text();
    if (!response.ok) {
      const problem = JSON.parse(text) as { type: string; detail: string };
      throw new ApiProblem(response.status, problem.type, problem.detail);
    }
    return (text ? JSON.parse(text) : undefined) as T;
  }
}
