/** One part of a message: what its headers say, and what comes after them. */
interface Part {
  readonly head: string;
  readonly type: string;
  readonly boundary: string | undefined;
  readonly encoding: string;
  readonly body: string;
}

/**
 * Everything that stands in user data which is a MIME message, as bytes, taken out of its encoding as cloud-init does
 * (https://cloudinit.readthedocs.io/en/latest/explanation/format.html#mime-multi-part-archive); undefined for all other
 * texts. Headers, and what stands before the first part and after the last, are read as well: no reader of them is known to
 * leave them out.
 */
export function mimeParts(text: string): readonly Buffer[] | undefined {
  const { type, boundary, body } = partOf(text);
  if (!type.startsWith('multipart/') || boundary === undefined) return undefined;
  const pieces = body.split(new RegExp(`^--${boundary.replace(/\W/g, '\\$&')}((?:--)?)[ \\t]*\\r?$\\n?`, 'm'));
  // Between two pieces stands whether the message ends there.
  return pieces.flatMap((piece, index): readonly Buffer[] => {
    if (index % 2 === 1) return [];
    if (index === 0 || pieces[index - 1] === '--') return [Buffer.from(piece)];
    return mimeParts(piece) ?? decoded(partOf(piece));
  });
}

function partOf(text: string): Part {
  const end = /(?:^|\r?\n)\r?\n/.exec(text);
  const head = end === null ? '' : text.slice(0, end.index);
  const unfolded = head.replace(/\r?\n[ \t]+/g, ' ');
  const header = (name: string): string =>
    new RegExp(`^${name}[ \\t]*:[ \\t]*(.*)$`, 'im').exec(unfolded)?.[1]?.trim() ?? '';
  const type = header('Content-Type');
  const [, quoted, bare] = /boundary=(?:"([^"]*)"|([^;\s]+))/i.exec(type) ?? [];
  return {
    head,
    type: type.toLowerCase(),
    boundary: quoted ?? bare,
    encoding: header('Content-Transfer-Encoding').toLowerCase(),
    body: end === null ? text : text.slice(end.index + end[0].length),
  };
}

function decoded({ head, encoding, body }: Part): readonly Buffer[] {
  if (encoding === 'base64') return [Buffer.from(head), Buffer.from(body, 'base64')];
  if (encoding !== 'quoted-printable') return [Buffer.from(head), Buffer.from(body)];
  const bytes = body
    .replace(/=[ \t]*\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  return [Buffer.from(head), Buffer.from(bytes, 'latin1')];
}
