import type {Extracted} from '../../forensics/extract/extract.js';
import {exactTime} from '../../views/format.js';
import {textOf} from '../byte-text.js';
import type {JsonObject} from '../json.js';

/** The fields of an entry of the manifest. */
export const manifestFields = ['path', 'of', 'kind', 'file', 'size', 'sha256', 'missing', 'missing_why', 'left_out', 'mode', 'uid', 'gid', 'modified', 'target'] as const;

/** An entry of the manifest: what something was, and what became of it. Fields that do not hold for it are null. */
export function manifestEntry(extracted: Extracted): Readonly<Record<typeof manifestFields[number], JsonObject[string]>> {
	const {path, of, file} = extracted;
	const member = file?.member;
	const written = 'name' in extracted ? extracted : undefined;
	return {
		of,
		path: textOf(path.bytes),
		kind: file?.kind ?? null,
		file: written?.name ?? null,
		size: written?.size ?? null,
		sha256: written?.sha256 ?? null,
		missing: written === undefined ? null : written.missing.values().reduce((sum, bytes) => sum + Number(bytes), 0),
		missing_why: written === undefined ? null : [...written.missing.keys()],
		left_out: 'leftOut' in extracted ? extracted.leftOut : null,
		mode: member === undefined ? null : member.mode.toString(8).padStart(4, '0'),
		uid: member?.uid ?? null,
		gid: member?.gid ?? null,
		modified: member === undefined ? null : exactTime(Math.round(member.mtime * 1000)),
		target: member?.target === undefined ? null : textOf(member.target.bytes),
	};
}
