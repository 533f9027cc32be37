import fs from 'node:fs';

type Change = {
	pid: number; address: string; length: number; before: string; after: string;
	file: string; offset: number; tar_offset: number | null; also_at: Array<{pid: number; address: string}>;
};

type Original = {name: string; format: string; compression: string; size: number | null; sha256: string | null; plain_size: number | null; plain_sha256: string | null};

export type EditRecord = {made_by: string; original: Original; edits: Change[]; files: Array<{file: string; size: number; sha256_before: string; sha256_after: string}>};

/** The record of an edited tar, and the tar without it and with the bytes that it says were there. */
export function undone(tar: string, name = 'cryoscope-edit-1.json'): {readonly record: EditRecord; readonly original: Buffer} {
	const bytes = fs.readFileSync(tar);
	const header = bytes.indexOf(`${name}\0`, 0, 'latin1');
	const size = Number.parseInt(bytes.toString('latin1', header + 124, header + 135), 8);
	const record = JSON.parse(bytes.toString('utf8', header + 512, header + 512 + size)) as EditRecord;
	const original = Buffer.concat([bytes.subarray(0, header), bytes.subarray(header + 512 + Math.ceil(size / 512) * 512)]);
	for (const {tar_offset: offset, before} of record.edits) {
		original.write(before, offset!, 'hex');
	}

	return {record, original};
}
