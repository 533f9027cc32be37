import test from 'ava';
import {run} from '../support/command.js';
import {editedCheckpoint} from '../support/edited-checkpoint.js';

const commands: ReadonlyArray<readonly [file: string, needing: ReadonlyArray<readonly string[]>, others: ReadonlyArray<readonly string[]>]> = [
	['checkpoint/memfd.img', [['files'], ['maps'], ['memparse', '-p', '1'], ['search', '--scope', 'everything']], [['mounts'], ['env']]],
	['checkpoint/pagemap-shmem-1041.img', [['maps'], ['memparse'], ['memparse', '-p', '1'], ['memparse', '-s', 'PLANT-NOWHERE'], ['search']], [['mounts'], ['env']]],
	['checkpoint/pagemap-shmem-0.img', [['maps'], ['memparse'], ['memparse', '-p', '1'], ['search']], [['mounts'], ['env']]],
	// Nobody maps this one.
	['checkpoint/pagemap-shmem-1040.img', [['search', '--scope', 'everything']], [['maps'], ['mounts']]],
	['checkpoint/tcp-stream-12301.img', [['files'], ['sockets'], ['inspect', '--all'], ['search', '--scope', 'everything']], [['maps'], ['env']]],
	['spec.dump', [['metadata'], ['metadata', '--format', 'json'], ['mounts'], ['show'], ['inspect']], [['ps'], ['files']]],
];

for (const [file, needing, others] of commands) {
	test(`without ${file}, who needs it tells so by the exit code, and who does not is done`, async t => {
		const folder = editedCheckpoint('podman-zoo', {[file]: undefined});
		for (const [name, ...options] of needing) {
			const {code, errors} = await run([name!, ...options, folder, ...name === 'search' ? ['PLANT-NOWHERE'] : []]);
			t.is(code, name === 'search' ? 2 : 1, name);
			t.true(errors.split('\n').includes(`cryoscope: ${file}: missing`), `${name}: ${errors}`);
		}

		for (const argv of others) {
			const {code, errors} = await run([...argv, folder]);
			t.deepEqual([code, errors], [0, ''], argv.join(' '));
		}
	});
}
