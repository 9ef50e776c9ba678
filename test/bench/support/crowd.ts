import { Agent, request } from 'node:http';

/** Clients that each keep a connection open, as consoles do. */
export class Crowd {
  private readonly agent: Agent;

  constructor(
    private readonly url: string,
    size: number,
  ) {
    this.agent = new Agent({ keepAlive: true, maxSockets: size });
  }

  /**
   * Sends a body and waits for the answer.
   * @throws Error for any status but 200
   */
  post(path: string, token: string, body: unknown): Promise<void> {
    const text = JSON.stringify(body);
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
    };
    return new Promise((resolve, reject) => {
      const sent = request(
        `${this.url}${path}`,
        { method: 'POST', agent: this.agent, headers },
        (response) => {
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.once('error', reject);
          response.once('end', () => {
            if (response.statusCode === 200) return resolve();
            reject(new Error(`POST ${path}: ${response.statusCode} ${Buffer.concat(parts).toString()}`));
          });
        },
      );
      sent.once('error', reject);
      sent.end(text);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
