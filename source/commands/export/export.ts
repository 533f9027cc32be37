import fs from 'node:fs';
import {setImmediate} from 'node:timers/promises';
import {InputError} from '../../archive/byte-source.js';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import type {Process} from '../../checkpoint/process.js';
import {hasContent, isLost, type Presence} from '../../memory/presence.js';
import {Untrusted} from '../../text/untrusted.js';
import {chosenProcesses} from '../../views/chosen-processes.js';
import {lostMemoryText} from '../../views/lost-memory.js';
import {UsageError, type Run} from '../command.js';
import {withCheckpoints} from '../open.js';
import {writeWhole} from '../output/whole-file.js';
import {percentText, progressLine} from '../progress-line.js';
import {print, type Terminal} from '../terminal.js';
import {areaOf, type Area} from './area.js';
import type {exportOptions} from './command.js';
import {copyMemory, sizesOf} from './copy-memory.js';
import {headOf, MapFile} from './map-file.js';

// After so many bytes signals are looked for, and progress is shown.
const pauseSize = 1 << 24;

/** Writes the memory of a process to a file, and a map of it to another. */
export const run: Run<typeof exportOptions> = async ({operands, options: {pid, output, force, ...options}, terminal}) => {
	if (pid === undefined || output === undefined) {
		throw new UsageError('export takes --pid and --output');
	}

	const areaIn = areaOf(options);
	return withCheckpoints(operands, terminal, async (checkpoint, path) => {
		const process = processOf(checkpoint, pid);
		const area = areaIn(process.memory);
		const known = new Set(checkpoint.images.problems);
		const map = `${output}.map.json`;
		const target = {evidence: path, replaces: force};
		const lost = await writeWhole({...target, output: map}, async mapFile => writeWhole({...target, output}, async file => exportTo(file, mapFile, {process, area, path, terminal})));
		await print(terminal.output, [`Wrote ${shown(output)}, and what lies where in it to ${shown(map)}\n`]);
		return [...(lost.size === 0 ? [] : [lostMemoryText(`pid ${pid}`, lost)]), ...checkpoint.images.problems.filter(problem => !known.has(problem)).map(({message}) => message)];
	});
};

/**
The process whose memory is wanted.
@throws {InputError} when it is not there, or has no memory
*/
function processOf(checkpoint: Checkpoint, pid: number): Process {
	const [process] = chosenProcesses(checkpoint, [pid]);
	if (!process!.hasMemory) {
		throw new InputError(`pid ${pid}`, `it is ${process!.state}, and has no memory in the checkpoint`);
	}

	return process!;
}

type Job = {
	readonly process: Process;
	readonly area: Area;
	/** Of the checkpoint. */
	readonly path: string;
	readonly terminal: Terminal;
};

type Lost = ReadonlyMap<Presence, bigint>;

/** Returns how many bytes should be there and are not, by why. */
async function exportTo(file: string, mapFile: string, {process, area, path, terminal}: Job): Promise<Lost> {
	const {memory} = process;
	const lost = new Map<Presence, bigint>();
	const size = sizesOf(memory, area);
	const [fd, mapFd] = [openPrivate(file), openPrivate(mapFile)];
	const line = progressLine(terminal);
	try {
		const map = new MapFile(mapFd, process, headOf(process, Untrusted.from(path).toString(), area, size.file));
		let done = 0;
		let next = pauseSize;
		for (const part of copyMemory(memory, area, fd)) {
			map.add(part);
			if (isLost(part.presence)) {
				lost.set(part.presence, (lost.get(part.presence) ?? 0n) + BigInt(part.length));
			}

			done += hasContent(part.presence) ? part.length : 0;
			if (done >= next) {
				next = done + pauseSize;
				line.show(`exporting ${percentText(done, size.content)}`);
				await setImmediate();
			}
		}

		map.end();
		return lost;
	} finally {
		line.clear();
		fs.closeSync(fd);
		fs.closeSync(mapFd);
	}
}

function openPrivate(file: string): number {
	return fs.openSync(file, 'wx', 0o600);
}

function shown(text: string): string {
	return Untrusted.from(text).toString();
}
