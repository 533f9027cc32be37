import {compose} from '../../../checkpoint/compose.js';
import type {FileReference} from '../../../checkpoint/model.js';
import type {Process} from '../../../checkpoint/process.js';
import type {Untrusted} from '../../../text/untrusted.js';
import type {Clue, Severity} from '../finding.js';
import {isPackaged, isTemporary} from '../places.js';
import type {ProcessRule} from '../rule.js';

// Memory that libffi, .NET, and JavaScriptCore map twice, once to write and once to run.
const doubled = /^\/memfd:(?:libffi|doublemapper|JITCode:.*)$/v;

// criu/include/memfd.h: CRIU_MEMFD_NAME
const parasite = '/memfd:CRIUMFD';

/** Code that runs from a file that is gone, from memory, or from where everybody may write. */
export const oddProgram: ProcessRule = {
	name: 'odd-program',
	looksFor: 'programs and libraries that were deleted, are in a memfd, or lie in /tmp, /var/tmp or /dev/shm',
	* inProcess(process) {
		const {exe} = process;
		const why = exe && oddityOf(exe);
		if (exe !== undefined && why !== undefined) {
			yield {severity: severityOf(exe), evidence: compose('program ', shown(exe)), why, address: codeFiles(process).find(({file}) => file.path.equals(exe.path))?.address};
		}

		yield * libraries(process, exe);
	},
};

function * libraries(process: Process, exe: FileReference | undefined): Generator<Clue> {
	const seen = new Set(exe === undefined ? [] : [exe.path.toKey()]);
	for (const {file, address} of codeFiles(process)) {
		const why = oddityOf(file);
		if (why === undefined || seen.has(file.path.toKey())) {
			continue;
		}

		seen.add(file.path.toKey());
		yield {severity: severityOf(file), evidence: compose('mapped to run: ', shown(file)), why, address};
	}
}

// The files that are mapped to be run.
function * codeFiles(process: Process): Generator<{readonly file: FileReference; readonly address: bigint}> {
	const {memory: {vmas}} = process;
	for (let index = 0; index < vmas.length; index++) {
		const vma = vmas.at(index);
		const file = vma.protection[2] === 'x' ? process.mappedFile(vma) : undefined;
		if (file !== undefined) {
			yield {file, address: vma.start};
		}
	}
}

function oddityOf({path, isMemfd, deleted}: FileReference): string | undefined {
	if (isMemfd && path.equals(parasite)) {
		return 'CRIU runs code of its own by this name in what it dumps, and a lazy dump has it.';
	}

	if (isMemfd) {
		return 'Code that never was in a file system leaves nothing on disk to find.';
	}

	if (isTemporary(path)) {
		return 'Everybody may write there, and whoever breaks in puts programs there.';
	}

	return deleted === true ? 'Who does not want a program to be found deletes it as it runs; an update of the package does the same.' : undefined;
}

function severityOf({path, isMemfd}: FileReference): Severity {
	const isOrdinary = isMemfd ? path.equals(parasite) || doubled.test(path.toKey()) : isPackaged(path);
	return isOrdinary ? 'notice' : 'danger';
}

function shown({path, deleted, isMemfd}: FileReference): Untrusted {
	return compose(path, deleted === true && !isMemfd ? ' (deleted)' : '');
}
