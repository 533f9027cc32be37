import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {editedTar} from '../../support/edited-checkpoint.js';
import {plainTar, temporaryFolder} from '../../support/fixtures.js';
import {printed, program} from '../../support/program.js';

/** A folder with copies of these files. */
function folderOf(files: Readonly<Record<string, string>>): string {
	const folder = temporaryFolder();
	for (const [name, file] of Object.entries(files)) {
		fs.copyFileSync(file, path.join(folder, name));
	}

	return folder;
}

test('an empty folder', t => {
	const folder = temporaryFolder();
	t.deepEqual(program(['list', folder]), {code: 0, output: `No checkpoints found in ${folder}\n`, errors: ''});
});

test('a folder that is not there is an error', t => {
	t.deepEqual(program(['list', '/does-not-exist']), {code: 1, output: '', errors: 'cryoscope: /does-not-exist: no such file or directory\n'});
});

test('an empty file that is called like a checkpoint costs a line, and the others are listed', t => {
	const folder = folderOf({'checkpoint-nginx-empty.tar': '/dev/null', 'checkpoint-small.tar': plainTar('podman-small')});
	const {code, output, errors} = program(['list', folder]);
	t.deepEqual([code, errors], [0, `cryoscope: ${folder}/checkpoint-nginx-empty.tar: the file is empty\n`]);
	t.regex(output, /^checkpoint-small\.tar +pv-small /m);
});

for (const [file, name, row] of [
	['config.dump', 'podman-small', /^checkpoint-1\.tar .* Podman/m],
	['spec.dump', 'checkpoint-ledger', /^checkpoint-1\.tar +k8s_small_ledger-0_finance_.* CRI-O/m],
] as const) {
	test(`a checkpoint with an empty ${file} costs a line, and is listed all the same`, t => {
		const {code, output, errors} = program(['list', folderOf({'checkpoint-1.tar': editedTar(name, {[file]: ''})})]);
		t.is(code, 0);
		t.regex(errors, new RegExp(`^cryoscope: [^\\n]*checkpoint-1\\.tar: (?:\\./)?${file}: not valid JSON\\n$`));
		t.regex(output, row);
	});
}

const [ledger, shop] = ['checkpoint-ledger-0_finance-small-2026-11-21T02:08:35Z.tar', 'checkpoint-shop-7d9c5b6f4-x2x9k_production-web-2026-11-21T01:34:20Z.tar'] as const;

test('two checkpoints, by the time when they were made instead of by name', t => {
	const folder = folderOf({[shop]: plainTar('checkpoint-shop'), [ledger]: plainTar('checkpoint-ledger')});
	const output = printed('list', folder);
	for (const name of ['Namespace', 'Pod', 'Container', 'Engine', 'Time checkpointed', 'Checkpoint name']) {
		t.true(output.split('\n', 1)[0]!.includes(name), name);
	}

	const rows = JSON.parse(printed('list', '--format', 'json', folder)) as Array<Record<string, string>>;
	t.deepEqual(rows.map(row => [row.checkpoint_name, row.namespace, row.pod, row.container, row.engine, row.time_checkpointed]), [
		[ledger, 'finance', 'ledger-0', 'small', 'CRI-O', '2026-11-21T02:08:35.973Z'],
		[shop, 'production', 'shop-7d9c5b6f4-x2x9k', 'web', 'containerd', '2026-11-21T01:34:20.540Z'],
	]);
});
