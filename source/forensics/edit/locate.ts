import type {Extent} from '../../archive/byte-source.js';
import {shownName} from '../../archive/member-name.js';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import type {AddressSpace} from '../../memory/memory.js';
import {PackedPages} from '../../memory/packed-pages.js';
import type {Presence, Run} from '../../memory/presence.js';
import {refusal, type Edit, type Patch, type Place} from './edit.js';
import {besideImages} from './record-name.js';

type File = Patch['file'];

/** A run whose bytes are there. */
type Stored = Run & Required<Pick<Run, 'source' | 'position'>>;

const savedTar = 'devshm-checkpoint.tar';

// Why there are no bytes that could be changed.
const without: Partial<Record<Presence, string>> = {
	zero: 'the page was never touched, and reads as zeros: the dump has no bytes of it that could be changed',
	file: 'the page is as it is in the file that is mapped there: the dump has no bytes of it that could be changed',
	'never-dumped': 'the page is of a kind that CRIU never dumps: there are no bytes of it that could be changed',
	'parent-missing': 'the page is in a dump that this one builds on, which is not here',
	lazy: 'the page was left on the source host by a lazy dump: there are no bytes of it that could be changed',
	truncated: 'the page is lost: its file is cut off or missing',
	encoded: 'the page is stored encrypted, or as only a newer CRIU does it',
	damaged: 'the page is lost: its images are damaged',
	unmapped: 'no mapping of the process has this address; cryoscope maps lists them',
};

/**
Finds where in the files of a checkpoint, all of which has arrived, the bytes are that an edit changes.

@throws {InputError} with the reason why it can't be made
*/
export function locate(checkpoint: Checkpoint, memory: AddressSpace, {pid, address, bytes}: Edit): Patch[] {
	const patches: Patch[] = [];
	for (const run of memory.runs(address, address + BigInt(bytes.length))) {
		const place = {pid, address: run.start};
		if (!isStored(run)) {
			throw refusal(place, !memory.knowsMappings && run.presence === 'unmapped' ? 'the pre-dump has no page with this address' : without[run.presence] ?? `the page is ${run.presence}`);
		}

		const from = Number(run.start - address);
		patches.push(...patchesOf(checkpoint, place, run, bytes.subarray(from, from + Number(run.end - run.start))));
	}

	return patches;
}

function isStored(run: Run): run is Stored {
	return run.source !== undefined && run.position !== undefined;
}

/**
The patches of a run, one for each piece that its bytes are stored in.
@yields them in order
*/
function * patchesOf(checkpoint: Checkpoint, place: Place, run: Stored, after: Uint8Array): Generator<Patch> {
	const {archive} = checkpoint;
	const {source} = run;
	const fileAt = fileOf(checkpoint, place, run);
	const start = archive.tar?.plain.extents(0, 1)[0]?.offset;
	for (let done = 0; done < after.length;) {
		const position = run.position + done;
		const [extent] = source.extents(position, after.length - done);
		const here = {pid: place.pid, address: place.address + BigInt(done)};
		if (extent === undefined || extent.fd === -1) {
			throw refusal(here, 'the page is a hole of a sparse file: no byte of it is stored that could be changed');
		}

		const before = new Uint8Array(extent.length);
		source.read(before, position);
		yield {
			...here, source, position, ...fileAt(position, extent),
			isShared: run.presence === 'shared',
			tarOffset: start === undefined ? undefined : extent.offset - start,
			before, after: after.subarray(done, done + extent.length),
		};
		done += extent.length;
	}
}

/**
Which file of the checkpoint has the bytes of a run.

@returns the file, and where in it a piece of the run is
@throws {InputError} when they are not to be changed there
*/
function fileOf(checkpoint: Checkpoint, place: Place, {source, presence}: Stored): (position: number, extent: Extent) => Pick<Patch, 'file' | 'offset'> {
	if (source instanceof PackedPages) {
		throw refusal(place, 'the page is in a file of compressed pages: other bytes would not take the same room there');
	}

	const {archive, images} = checkpoint;
	const file = Iterator.from(archive.members()).find((member): member is File => member.kind === 'file' && member.source === source);
	if (file !== undefined) {
		if (file.key.slice(0, file.key.lastIndexOf('/') + 1) !== images.prefix) {
			throw refusal(place, `the page is in ${shownName(file.name)}, of a dump that this one builds on: to change it there would change that dump too`);
		}

		return position => ({file, offset: position});
	}

	const saved = archive.get(besideImages(images, savedTar));
	const base = saved?.kind === 'file' ? saved.source?.extents(0, 1)[0] : undefined;
	if (base === undefined || presence !== 'shared') {
		throw refusal(place, 'the page is in a dump that this one builds on, outside of this checkpoint');
	}

	return (_, extent) => {
		const offset = extent.offset - base.offset;
		const [same] = (saved as File).source.extents(offset, extent.length);
		if (same?.fd !== extent.fd || same.offset !== extent.offset || same.length < extent.length) {
			throw refusal(place, `the page is not stored in one piece in ${savedTar}`);
		}

		return {file: saved as File, offset};
	};
}
