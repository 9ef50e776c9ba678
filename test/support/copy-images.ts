import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { clientOptions } from '../../libs/range/engine-address.js';

/**
 * Copies images from one engine to another, as `docker save | docker load` does, with what they share once.
 * @param from DOCKER_HOST of the engine that has them
 * @throws Error naming the images when either engine refuses
 */
export async function copyImages(from: string, to: string, images: readonly string[]): Promise<void> {
  const what = `copying ${images.join(', ')} from ${from} to ${to}`;
  const names = images.map((image) => `names=${encodeURIComponent(image)}`).join('&');
  const saving = ask(from, 'GET', `/images/get?${names}`);
  saving.end();
  const [saved] = (await once(saving, 'response')) as [IncomingMessage];
  if (saved.statusCode !== 200) throw new Error(`${what}: ${await textOf(saved)}`);
  const loading = ask(to, 'POST', '/images/load?quiet=1');
  saved.pipe(loading);
  const [loaded] = (await once(loading, 'response')) as [IncomingMessage];
  const answer = await textOf(loaded);
  if (loaded.statusCode !== 200 || answer.includes('"error"')) throw new Error(`${what}: ${answer}`);
}

function ask(host: string, method: string, path: string) {
  const { socketPath, host: hostname, port } = clientOptions(host);
  const headers = method === 'POST' ? { 'content-type': 'application/x-tar' } : {};
  return request({ ...(socketPath ? { socketPath } : { host: hostname, port }), method, path, headers });
}

async function textOf(message: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of message.setEncoding('utf8')) text += String(chunk);
  return text;
}
