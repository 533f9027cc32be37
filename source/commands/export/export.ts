import {InputError} from '../../archive/byte-source.js';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import type {Process} from '../../checkpoint/process.js';
import {RootFolder} from '../../forensics/root-folder.js';
import {isLost} from '../../memory/presence.js';
import {Untrusted} from '../../text/untrusted.js';
import {chosenProcesses} from '../../views/chosen-processes.js';
import {amountsText, lostMemoryText} from '../../views/lost-memory.js';
import {exportMemory} from '../../writing/export/export-memory.js';
import {UsageError, type Run} from '../command.js';
import {withCheckpoints} from '../open.js';
import {withProgress} from '../progress-line.js';
import {complain, print} from '../terminal.js';
import {areaOf} from '../area.js';
import type {exportOptions} from './command.js';

/** Writes the memory of a process to a file, and a map of it to another. */
export const run: Run<typeof exportOptions> = async ({operands, options: {pid, output, force, core, rootfs, ...options}, terminal}) => {
	if (pid === undefined || output === undefined) {
		throw new UsageError('export takes --pid and --output');
	}

	if (core && (options.range ?? options.vma) !== undefined) {
		throw new UsageError('--core is of a whole process: neither --range nor --vma goes with it');
	}

	if (!core && rootfs !== undefined) {
		throw new UsageError('--rootfs goes with --core');
	}

	const areaIn = areaOf(options);
	return withCheckpoints(operands, terminal, async (checkpoint, path) => {
		const process = processOf(checkpoint, pid);
		const area = areaIn(process.memory);
		const {map, absent, problems} = await withProgress(terminal, async ({showStep}) => exportMemory(checkpoint, {
			process,
			form: core ? {kind: 'core', root: RootFolder.typed(rootfs)} : {kind: 'raw', area},
			target: {output, evidence: path, replaces: force},
		}, showStep));
		await print(terminal.output, [`Wrote ${shown(output)}, and what lies where in it to ${shown(map)}\n`]);
		const lost = new Map([...absent].filter(([presence]) => isLost(presence)));
		const left = new Map([...absent].filter(([presence]) => !isLost(presence)));
		if (left.size > 0) {
			complain(terminal, `${core ? 'not in the core' : 'holes, of which the dump has nothing'}: ${amountsText(left)}`);
		}

		return [...(lost.size === 0 ? [] : [lostMemoryText(`pid ${pid}`, lost)]), ...problems];
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

function shown(text: string): string {
	return Untrusted.from(text).toString();
}
