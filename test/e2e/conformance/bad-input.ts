import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {gnuTar, scratchFolder, written} from '../../support/archives.js';
import {editedCheckpoint} from '../../support/edited-checkpoint.js';
import {fixture, plainTar, unpack} from '../../support/fixtures.js';
import {imageOf} from '../../support/image-file.js';
import {program} from '../../support/program.js';

function fifo(): string {
	const file = path.join(scratchFolder(), 'fifo');
	execFileSync('mkfifo', [file]);
	return file;
}

function folderWith(name: string): string {
	const folder = scratchFolder();
	fs.writeFileSync(path.join(folder, name), 'Dear reader\n');
	return folder;
}

// A checkpoint is not in any of these.
const noCheckpoints: Readonly<Record<string, readonly [file: () => string, reason: RegExp]>> = {
	'a path that is not there': [() => '/does-not-exist', /^\/does-not-exist: no such file or directory$/],
	'an empty file': [() => written(new Uint8Array(0)), /: the file is empty$/],
	'a pipe': [fifo, /: not a regular file or directory$/],
	'a folder of other things': [() => folderWith('letter.txt'), /: no checkpoint in it: no CRIU images .*letter\.txt$/],
	'a text': [() => path.join(folderWith('letter.txt'), 'letter.txt'), /: not a checkpoint: neither a tar, a compressed tar nor a directory of images$/],
	'a tar of other things': [() => gnuTar(folderWith('letter.txt'), '.'), /: no checkpoint in it: no CRIU images .*letter\.txt$/],
	'a tar whose header is damaged': [() => written(fs.readFileSync(plainTar('podman-small')).fill(0xaa, 2, 12)), /: damaged tar header: its checksum is wrong \(at byte 0\)$/],
	'gzip that is cut off at once': [() => written(fs.readFileSync(fixture('podman-small.tar.gz')).subarray(0, 20)), /: damaged data \(unexpected end of file\)/],
	'zstd that is damaged at once': [() => written(fs.readFileSync(fixture('podman-small')).fill(0xaa, 20, 300)), /: damaged data/],
	'xz that is damaged at once': [() => written(fs.readFileSync(fixture('podman-small.tar.xz')).fill(0xaa, 20, 300)), /: damaged/],
	'bzip2 that is damaged at once': [() => written(fs.readFileSync(fixture('podman-small.tar.bz2')).fill(0xaa, 20, 300)), /: damaged/],
	'a compression that is not known': [() => written(Buffer.from('04224d1864', 'hex')), /: not a checkpoint: neither a tar, a compressed tar nor a directory of images$/],
	'a dump that failed half way': [() => fixture('raw-failed-dump'), /: the dump failed half way: /],
};

for (const [what, [file, reason]] of Object.entries(noCheckpoints)) {
	test(`${what}: one line, and exit code 1`, t => {
		const given = file();
		for (const argv of [['show', given], ['inspect', '--all', given]]) {
			const {code, output, errors} = program(argv);
			t.deepEqual([code, output], [1, ''], argv.join(' '));
			t.regex(errors, /^cryoscope: [^\n]+\n$/);
			t.regex(errors.slice('cryoscope: '.length, -1), reason);
		}
	});
}

const letter = path.join(folderWith('letter.txt'), 'letter.txt');

for (const argv of [['ps', letter], ['memparse', letter], ['diff', letter, fixture('podman-small')], ['check', letter], ['build', '--name', 'letter', letter, 'letter.tar'], ['crit', 'x', letter, 'ps'], ['list', letter], ['crit', 'show', letter], ['crit', 'info', letter]]) {
	test(`${argv.join(' ').replaceAll(letter, 'a text').replace(fixture('podman-small'), 'a checkpoint')}: one line, and exit code 1`, t => {
		const cwd = scratchFolder();
		const {code, output, errors} = program(argv, {cwd});
		t.deepEqual([code, output, fs.readdirSync(cwd)], [1, '', []]);
		t.regex(errors, /^cryoscope: [^\n]*letter\.txt: [^\n]+\n$/);
	});
}

test('a format that there is not is told before anything is read', t => {
	for (const argv of [['inspect', '--format=invalid', '/does-not-exist'], ['memparse', '--search-regex=(', '/does-not-exist']]) {
		const {code, errors} = program(argv);
		t.is(code, 2);
		t.notRegex(errors, /does-not-exist/);
	}
});

test('every compression, whatever the file is called', t => {
	for (const file of [plainTar('podman-small'), ...['zst', 'gz', 'xz', 'bz2'].map(end => fixture(`podman-small.tar.${end}`))]) {
		const renamed = path.join(scratchFolder(), 'evidence');
		fs.copyFileSync(file, renamed);
		const {code, output} = program(['show', renamed]);
		t.is(code, 0, file);
		t.regex(output, /^pv-small .* Podman /m);
	}
});

const image = (name: string) => fs.readFileSync(path.join(unpack('podman-small'), 'checkpoint', name));

const task = (pid: number, ppid: number) => ({type: 'pstree_entry', values: {pid, ppid, pgid: 1, sid: 1, threads: [pid]}});

type Damage = {readonly edits: Record<string, unknown>; readonly option: string; readonly complaint: RegExp; readonly shows: RegExp};

// Each of these ends checkpointctl, some with the trace of a panic.
const damages: Readonly<Record<string, Damage>> = {
	'a process tree without a process': {
		edits: {'checkpoint/pstree.img': imageOf('PSTREE', [])}, option: '--ps-tree', complaint: /^cryoscope: checkpoint\/pstree\.img: empty$/m, shows: /\[1\] {2}small\.sh.*\n.*\[10\] {2}sleep/,
	},
	'a process tree of no bytes': {
		edits: {'checkpoint/pstree.img': ''}, option: '--ps-tree', complaint: /^cryoscope: checkpoint\/pstree\.img: 4 bytes expected, 0 left \(at byte 0\)$/m, shows: /\[1\] {2}small\.sh.*\n.*\[10\] {2}sleep/,
	},
	'another image in the place of the process tree': {
		edits: {'checkpoint/pstree.img': image('mm-1.img')}, option: '--ps-tree', complaint: /^cryoscope: checkpoint\/pstree\.img: magic MM [^\n]*, PSTREE [^\n]*expected/m, shows: /\[1\] {2}small\.sh.*\n.*\[10\] {2}sleep/,
	},
	'a core without an entry': {
		edits: {'checkpoint/core-10.img': imageOf('CORE', [])}, option: '--ps-tree', complaint: /^cryoscope: checkpoint\/core-10\.img: empty\n$/, shows: /\[1\] {2}small\.sh\n.*\[10\] {2}name not known\n.*\[11\] {2}sleep\n/,
	},
	'a core that is missing': {
		edits: {'checkpoint/core-10.img': undefined}, option: '--ps-tree', complaint: /^cryoscope: checkpoint\/core-10\.img: missing\n$/, shows: /\[1\] {2}small\.sh\n.*\[10\] {2}name not known\n.*\[11\] {2}sleep\n/,
	},
	'statistics without an entry': {
		edits: {'stats-dump': imageOf('STATS', [])}, option: '--stats', complaint: /^cryoscope: stats-dump: empty\n$/, shows: /^pv-small$/m,
	},
	'a list of files that is missing': {
		edits: {'checkpoint/files.img': undefined}, option: '--files', complaint: /^cryoscope: checkpoint\/files\.img: missing\n$/, shows: /\[1\] {2}small\.sh\n/,
	},
};

for (const [what, {edits, option, complaint, shows}] of Object.entries(damages)) {
	test(`${what}: exit code 1, and the rest is shown`, t => {
		const {code, output, errors} = program(['inspect', option, editedCheckpoint('podman-small', edits)]);
		t.is(code, 1);
		t.regex(errors, /^(?:cryoscope: [^\n]+\n)+$/);
		t.regex(errors, complaint);
		t.regex(output, shows);
	});
}

test('a process whose parent is in no image is shown with the reason', t => {
	const folder = editedCheckpoint('podman-small', {'checkpoint/pstree.img': imageOf('PSTREE', [task(1, 0), task(10, 99), task(11, 1)])});
	const {code, output} = program(['inspect', '--ps-tree', folder]);
	t.is(code, 0);
	t.regex(output, / {4}├── \[1\] {2}small\.sh\n {4}│ {3}└── \[11\] {2}sleep\n {4}└── \[10\] {2}sleep \(its parent 99 is not in this checkpoint\)\n/);
	t.is(program(['check', folder]).code, 1);
});

test('a checkpoint of CRI-O without its metadata says what it can all the same', t => {
	const specification = JSON.parse(fs.readFileSync(path.join(unpack('checkpoint-ledger'), 'spec.dump'), 'utf8')) as {annotations: Record<string, string>};
	delete specification.annotations['io.kubernetes.cri-o.Metadata'];
	const {code, output} = program(['show', editedCheckpoint('checkpoint-ledger', {'spec.dump': specification})]);
	t.is(code, 0);
	t.regex(output, /^small .* CRI-O /m);
});

test('memory of a dead process', t => {
	for (const options of [[], ['--search=x']]) {
		t.deepEqual(program(['memparse', '--pid=5', ...options, fixture('podman-zoo')]), {code: 1, output: '', errors: 'cryoscope: pid 5: it is dead, and has no memory in the checkpoint\n'});
	}
});

test('pagemaps of CRIU 4.1 are read', t => {
	const {code, output} = program(['memparse', fixture('raw-criu41')]);
	t.is(code, 0);
	t.regex(output, /^14149 +python3 +2\.9 MiB +36\.0 KiB$/m);
});

test('a checkpoint that is cut off: exit code 1, and what was before is shown', t => {
	const {code, output, errors} = program(['inspect', '--ps-tree', written(fs.readFileSync(plainTar('podman-small')).subarray(0, 200_000))]);
	t.is(code, 1);
	t.regex(errors, /^(?:cryoscope: [^\n]+\n)+$/);
	t.regex(errors, /made\.tar: ends in the middle of checkpoint\//);
	t.regex(output, /\[1\] {2}small\.sh/);
});
