import fs from 'node:fs';
import zlib from 'node:zlib';
import test from 'ava';
import {written} from '../../support/archives.js';
import {editedTar, engineFileDamages} from '../../support/edited-checkpoint.js';
import {fixture, plainTar} from '../../support/fixtures.js';
import {printed, program} from '../../support/program.js';

/** The rows of the table, behind its heading and its rule. */
function rowsOf(output: string): string[] {
	const lines = output.split('\n');
	return lines.slice(lines.findIndex(line => line.startsWith('---')) + 1).filter(line => line !== '');
}

test('a path that is not there', t => {
	t.deepEqual(program(['show', '/does-not-exist']), {code: 1, output: '', errors: 'cryoscope: /does-not-exist: no such file or directory\n'});
});

test('an empty file', t => {
	const file = written(new Uint8Array(0), 'empty.tar');
	t.deepEqual(program(['show', file]), {code: 1, output: '', errors: `cryoscope: ${file}: the file is empty\n`});
});

for (const [file, content, complaint] of engineFileDamages) {
	test(`${file} ${content === undefined ? 'missing' : 'empty'}: exit code 1, and the rest is shown all the same`, t => {
		const {code, output, errors} = program(['show', editedTar('podman-small', {[file]: content})]);
		t.is(code, 1);
		t.regex(errors, new RegExp(`^cryoscope: (?:\\./)?${complaint}\\n$`));
		t.regex(output, /Podman +566\.\d KiB +8\.5 KiB/);
	});
}

for (const [name, engine] of [['podman-small', 'Podman'], ['checkpoint-ledger', 'CRI-O']] as const) {
	test(`${engine}: an archive without the images`, t => {
		const {code, output, errors} = program(['show', editedTar(name, {checkpoint: undefined})]);
		t.deepEqual([code, output], [1, '']);
		t.regex(errors, /^cryoscope: [^\n]*no CRIU images[^\n]*\n$/);
	});
}

test('a checkpoint of Podman', t => {
	t.regex(rowsOf(printed('show', fixture('podman-small')))[0]!, /^pv-small +localhost\/lab:latest +b525e9e31797 +crun +2026-11-21T01:46:36Z +Podman /);
});

test('a checkpoint of containerd, whose specification says nothing', t => {
	t.regex(rowsOf(printed('show', editedTar('checkpoint-shop', {'spec.dump': '{}'})))[0]!, /^web .* containerd /);
});

test('a checkpoint of CRI-O', t => {
	t.regex(rowsOf(printed('show', fixture('checkpoint-ledger')))[0]!, /^small .* CRI-O /);
});

test('an archive that is compressed with gzip', t => {
	t.regex(rowsOf(printed('show', fixture('podman-small.tar.gz')))[0]!, / Podman /);
});

test('a damaged tar', t => {
	const bytes = fs.readFileSync(plainTar('podman-small'));
	bytes.fill(0xaa, 2, 12);
	const file = written(bytes);
	t.deepEqual(program(['show', file]), {code: 1, output: '', errors: `cryoscope: ${file}: damaged tar header: its checksum is wrong (at byte 0)\n`});
});

test('a tar that is damaged in its compressed form', t => {
	const bytes = zlib.gzipSync(fs.readFileSync(plainTar('podman-small')));
	bytes.fill(0xaa, 200, 300);
	const {code, output, errors} = program(['show', written(bytes, 'damaged.tar.gz')]);
	t.deepEqual([code, output], [1, '']);
	t.regex(errors, /^cryoscope: [^\n]*damaged data[^\n]*\n$/);
});

test('changes of the root file system have a column, where there are some', t => {
	t.regex(printed('show', fixture('podman-small')), /CHKPT SIZE {3}ROOT FS DIFF SIZE\n/);
	t.regex(printed('show', editedTar('podman-small', {'rootfs-diff.tar': undefined})), /CHKPT SIZE\n/);
});

test('two archives in one table, with every size and without a heading', t => {
	const output = printed('show', editedTar('podman-small', {'rootfs-diff.tar': undefined}), fixture('checkpoint-shop'));
	t.regex(output, /^\n?CONTAINER +IMAGE +ID +RUNTIME +CREATED +ENGINE +CHKPT SIZE +ROOT FS DIFF SIZE\n-{9} +-{5} +-{2} +-{7} +-{7} +-{6} +-{10} +-{17}\n/);
	const [small, shop] = rowsOf(output);
	t.regex(small!, /Podman .* 0 B$/);
	t.regex(shop!, /containerd .* 524 B$/);
});
