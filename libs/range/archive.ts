import { pack } from 'tar-stream';

/** A file of an archive. */
export interface ArchiveFile {
  /** Without a leading slash. */
  path: string;
  content: Buffer;
  uid: number;
  gid: number;
  /** Permission bits. */
  mode: number;
}

/** A tar archive in memory. Owners are by number only, for names would be looked up where it is unpacked. */
export async function tarOf(files: ArchiveFile[]): Promise<Buffer> {
  const archive = pack();
  for (const { path, content, uid, gid, mode } of files) {
    archive.entry({ name: path, uid, gid, mode, mtime: new Date(0) }, content);
  }
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
