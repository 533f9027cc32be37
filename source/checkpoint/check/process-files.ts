import {attempt} from '../../archive/attempt.js';
import {fileOf, type Dump} from './dump.js';
import {broken, type Observation} from './finding.js';

/**
Programs, working and root directories of processes that no image describes.

@yields what it finds
*/
export function * processFiles(dump: Dump): Generator<Observation> {
	for (const process of dump.processes) {
		const {pid} = process;
		const asked = [
			['program', `mm-${pid}.img`, () => process.mm.exe_file_id],
			['working directory', `fs-${pid}.img`, () => process.fs.cwd_id],
			['root directory', `fs-${pid}.img`, () => process.fs.root_id],
		] as const;
		for (const [what, image, question] of asked) {
			const id = attempt(question);
			if (id.state === 'ready' && dump.files.reference(id.value) === undefined) {
				yield broken(fileOf(dump, image), `the ${what} of process ${pid} is file ${id.value}, which no image describes`, {pid});
			}
		}
	}
}
