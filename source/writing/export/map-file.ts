import fs from 'node:fs';
import {attempt} from '../../archive/attempt.js';
import type {Process} from '../../checkpoint/process.js';
import type {Exported} from '../../forensics/export/exported.js';
import type {Vma, VmaKind} from '../../memory/memory.js';
import {hasContent} from '../../memory/presence.js';
import {presenceText} from '../../views/absence.js';
import {textOf} from '../byte-text.js';
import type {Json, JsonObject} from '../json.js';
import {jsonText} from '../json-text.js';

const blockSize = 64 * 1024;

// Of the list of stretches, and of the whole.
const closing = ']\n}';

// Of others an offset into what they map says nothing.
const withObject: ReadonlySet<VmaKind> = new Set(['file', 'memfd', 'shared-anonymous', 'sysv']);

/** Writes what lies where in an exported file, as JSON: each stretch in a line, as soon as it is known how far it goes. */
export class MapFile {
	readonly #fd: number;
	readonly #process: Process;
	#text: string;
	#held: Exported | undefined;
	#isFirst = true;

	constructor(fd: number, process: Process, head: MapHead) {
		this.#fd = fd;
		this.#process = process;
		this.#text = [...jsonText({...headOf(process, head), stretches: []}, 2)].join('').slice(0, -closing.length);
	}

	/** Adds what comes next in the file. */
	add(next: Exported): void {
		if (this.#held !== undefined && goesOn(this.#held, next)) {
			this.#held = {...this.#held, length: this.#held.length + next.length};
		} else {
			this.#writeHeld();
			this.#held = next;
		}
	}

	end(): void {
		this.#writeHeld();
		this.#text += `${this.#isFirst ? '' : '\n  '}${closing}\n`;
		this.#flush();
	}

	#writeHeld(): void {
		if (this.#held === undefined) {
			return;
		}

		this.#text += `${this.#isFirst ? '' : ','}\n    ${[...jsonText(stretchOf(this.#held, this.#process))].join('')}`;
		this.#isFirst = false;
		if (this.#text.length > blockSize) {
			this.#flush();
		}
	}

	#flush(): void {
		fs.writeFileSync(this.#fd, this.#text);
		this.#text = '';
	}
}

function goesOn(one: Exported, next: Exported): boolean {
	return one.content === next.content && one.presence === next.presence && one.vma === next.vma && one.address + BigInt(one.length) === next.address
		&& (one.offset === undefined ? undefined : one.offset + one.length) === next.offset;
}

/** What a map begins with: what was exported, and of memory as it is the size of the file in bytes. That of a core shows when it is written. */
export type MapHead = {
	/** Printable. */
	readonly checkpoint: string;
	readonly format: 'raw' | 'elf core';
	readonly range?: {readonly start: bigint; readonly end: bigint};
	readonly size?: number;
};

function headOf(process: Process, {checkpoint, format, range, size}: MapHead): JsonObject {
	const {pid, memory: {pageSize}} = process;
	return {
		checkpoint, pid, name: orNull(() => textOf(process.comm.bytes)), format, page_size: pageSize,
		byte_order: orNull(() => `${process.byteOrder}-endian`), start: range === undefined ? null : hex(range.start), end: range === undefined ? null : hex(range.end), size: size ?? null,
	};
}

function stretchOf({address, length, offset, content, presence, vma}: Exported, process: Process): JsonObject {
	const mapping = vma === undefined ? undefined : process.memory.vmas.at(vma);
	return {
		address: hex(address), length, offset: offset ?? null, content, presence,
		reason: hasContent(presence) ? null : presenceText(presence),
		protection: mapping?.protection ?? null,
		kind: mapping?.kind ?? null,
		backing: mapping === undefined ? null : orNull(() => backingOf(process, mapping)),
		backing_offset: mapping === undefined || !withObject.has(mapping.kind) ? null : hex(mapping.offset + address - mapping.start),
	};
}

function backingOf(process: Process, mapping: Vma): Json {
	const name = process.mappingName(mapping);
	return name === undefined ? null : textOf(name.bytes);
}

/** Null where the image that would tell is damaged. */
function orNull(question: () => Json): Json {
	const result = attempt(question);
	return result.state === 'ready' ? result.value : null;
}

function hex(value: bigint): string {
	return `0x${value.toString(16)}`;
}
