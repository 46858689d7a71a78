import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { EngineFault } from '../../engine-fault';
import { run } from '../../processes/run';

/** What is in an image, and what runs in it. */
export interface ImageContents {
  /** Repository with its registry, without tag and digest: `registry.example.com/alpha/trainer`. */
  readonly repository: string;
  /** Folder that becomes the root of the image's file system. */
  readonly root: string;
  /** @default "- none: the pod names the command" */
  readonly entrypoint?: readonly string[];
  readonly env?: readonly string[];
}

/** An image as a file, and the one name by which a manifest may use it. */
export interface Image {
  /** OCI archive that `ctr images import` takes. */
  readonly archive: string;
  /** `registry.example.com/alpha/trainer@sha256:...`. */
  readonly reference: string;
}

/**
 * Packs a folder as an image of one layer. The same folder gives the same digest: times and owners are left out.
 * @see https://github.com/opencontainers/image-spec/blob/main/image-layout.md
 */
export async function packImage(folder: string, contents: ImageContents): Promise<Image> {
  const { repository, root, entrypoint, env = [] } = contents;
  const layout = join(folder, 'layout');
  const blobs = join(layout, 'blobs', 'sha256');
  await mkdir(blobs, { recursive: true });
  const add = async (value: object): Promise<Blob> => addBlob(blobs, Buffer.from(JSON.stringify(value)));
  const layer = await addLayer(blobs, root);
  const config = await add({
    architecture: { x64: 'amd64', arm64: 'arm64' }[process.arch as string],
    os: 'linux',
    config: { Env: ['PATH=/usr/bin:/bin', ...env], ...(entrypoint && { Entrypoint: entrypoint }) },
    rootfs: { type: 'layers', diff_ids: [layer.digest] },
  });
  const manifest = await add({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...config },
    layers: [{ mediaType: 'application/vnd.oci.image.layer.v1.tar', ...layer }],
  });
  const reference = `${repository}@${manifest.digest}`;
  const annotations = { 'io.containerd.image.name': reference };
  await writeFile(
    join(layout, 'index.json'),
    JSON.stringify({
      schemaVersion: 2,
      manifests: [{ mediaType: 'application/vnd.oci.image.manifest.v1+json', ...manifest, annotations }],
    }),
  );
  await writeFile(join(layout, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  const archive = join(folder, 'image.tar');
  await tar('--create', `--file=${archive}`, `--directory=${layout}`, '.');
  await rm(layout, { recursive: true });
  return { archive, reference };
}

interface Blob {
  readonly digest: string;
  readonly size: number;
}

async function addBlob(blobs: string, content: Buffer): Promise<Blob> {
  const hex = createHash('sha256').update(content).digest('hex');
  await writeFile(join(blobs, hex), content);
  return { digest: `sha256:${hex}`, size: content.length };
}

async function addLayer(blobs: string, root: string): Promise<Blob> {
  const file = join(blobs, 'layer');
  const sameEveryTime = ['--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner', '--format=posix'];
  const withoutTimes = '--pax-option=delete=atime,delete=ctime';
  await tar('--create', `--file=${file}`, `--directory=${root}`, ...sameEveryTime, withoutTimes, '.');
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  const hex = hash.digest('hex');
  const { size } = await stat(file);
  await rename(file, join(blobs, hex));
  return { digest: `sha256:${hex}`, size };
}

async function tar(...args: string[]): Promise<void> {
  const { code, stderr } = await run('tar', args);
  if (code !== 0) throw new EngineFault(`tar: ${stderr.trim()}`);
}
