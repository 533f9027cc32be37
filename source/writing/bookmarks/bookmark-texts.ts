import {attempt} from '../../archive/attempt.js';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import {compose} from '../../checkpoint/compose.js';
import type {Process} from '../../checkpoint/process.js';
import {hasContent} from '../../memory/presence.js';
import {Untrusted} from '../../text/untrusted.js';
import {presenceText} from '../../views/absence.js';
import {findProcess} from '../../views/chosen-processes.js';
import {cell} from '../../views/rows.js';
import type {Bookmark} from './bookmark.js';
import {readBytes, spaceOf} from './space.js';

const shownBytes = 16;

/** Where a bookmark leads: `pid 7 sh, [heap]`, `pid 7 sh, maps`, `container, /root/notes.txt`. */
export function whereText(checkpoint: Checkpoint, {subject, pid, tab, content, address}: Bookmark): Untrusted {
	const process = subject === 'process' ? findProcess(checkpoint, pid) : undefined;
	const whose = subject === 'container' ? Untrusted.from('container') : nameOf(process, pid);
	if (content !== undefined) {
		return compose(whose, ', ', content.name);
	}

	const mapping = address === undefined ? undefined : mappingAt(process, address);
	return compose(whose, ', ', mapping ?? tab);
}

/** What stands there: its first bytes, or why there are none; where it is in no bytes, what the row said. */
export function hereText(checkpoint: Checkpoint, bookmark: Bookmark): Untrusted | undefined {
	const {address, row} = bookmark;
	const read = attempt(() => {
		const space = spaceOf(checkpoint, bookmark);
		return space && readBytes(space, address!, shownBytes);
	});
	if (read.state !== 'ready') {
		return Untrusted.from(read.error.message);
	}

	if (read.value === undefined) {
		return row?.text;
	}

	const {start, bytes, runs} = read.value;
	const missing = runs.find(({presence}) => !hasContent(presence));
	return missing?.start === start ? Untrusted.from(presenceText(missing.presence)) : new Untrusted(bytes.subarray(0, missing === undefined ? undefined : Number(missing.start - start)));
}

function nameOf(process: Process | undefined, pid: number | undefined): Untrusted {
	if (process === undefined) {
		return Untrusted.from(pid === undefined ? 'no process' : `pid ${pid}, no such process`);
	}

	const name = cell(() => process.comm) as Untrusted | undefined;
	return compose(`pid ${process.pid}`, ...name === undefined ? [] : [' ', name]);
}

// What has no name is known by what it allows.
function mappingAt(process: Process | undefined, address: bigint): Untrusted | string | undefined {
	const found = attempt(() => {
		const vmas = process?.hasMemory === true ? process.memory.vmas : undefined;
		const index = vmas?.find(address) ?? -1;
		return index === -1 ? undefined : vmas!.at(index);
	});
	if (found.state !== 'ready' || found.value === undefined) {
		return undefined;
	}

	const vma = found.value;
	const name = attempt(() => process!.mappingName(vma));
	return (name.state === 'ready' ? name.value : undefined) ?? vma.protection;
}
