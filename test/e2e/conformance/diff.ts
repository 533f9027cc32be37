import test from 'ava';
import {ChangedCheckpoint} from '../../support/changed-checkpoint.js';
import type {DiffDocument} from '../../support/diff-changes.js';
import {editEntries} from '../../support/edit-image.js';
import {fixture} from '../../support/fixtures.js';
import {printed, program} from '../../support/program.js';

type Section = Readonly<Record<'added' | 'removed' | 'unchanged', ReadonlyArray<Readonly<Record<string, unknown>>>>>;
type Document = DiffDocument & {readonly process_changes: Section; readonly file_changes: Section; readonly socket_changes: Section};

// Two checkpoints of one container, the second a second later.
const [small, later] = [fixture('podman-small.tar.gz'), fixture('podman-small.tar.zst')];

/** The sections of the text by their headings, each with its lines. */
function sectionsOf(output: string): Map<string, string[]> {
	return new Map(output.split('\n\n').map(section => {
		const [heading, ...lines] = section.split('\n').map(line => line.trimEnd());
		return [heading!, lines];
	}));
}

let made: ChangedCheckpoint | undefined;

/** A checkpoint and a later one: process 7 has gone, and of the 13 sockets of process 1 three have moved to other numbers and three were closed. */
function changedZoo(): ChangedCheckpoint {
	if (made === undefined) {
		made = new ChangedCheckpoint('podman-zoo');
		editEntries(made.image('pstree.img'), entries => entries.filter(entry => entry.type !== 'pstree_entry' || entry.message.pid !== 7));
		editEntries(made.image('fdinfo-2.img'), entries => entries.flatMap(entry => {
			if (entry.type !== 'fdinfo_entry' || entry.message.fd < 10 || entry.message.fd > 15) {
				return [entry];
			}

			return entry.message.fd < 13 ? [{...entry, message: {...entry.message, fd: entry.message.fd + 40}}] : [];
		}));
	}

	return made;
}

function compare(...options: string[]): Document {
	const {original, folder} = changedZoo();
	return JSON.parse(printed('diff', '--format', 'json', ...options, original, folder)) as Document;
}

test('nothing to compare, with exit code 2', t => {
	t.deepEqual(program(['diff']), {code: 2, output: '', errors: 'cryoscope: diff takes A B, but nothing was given; see cryoscope diff --help\n'});
});

test('one checkpoint, with exit code 2', t => {
	t.deepEqual(program(['diff', small]), {code: 2, output: '', errors: 'cryoscope: diff takes A B, but 1 was given; see cryoscope diff --help\n'});
});

test('a file that is not there', t => {
	t.deepEqual(program(['diff', small, '/does-not-exist.tar']), {code: 1, output: '', errors: 'cryoscope: /does-not-exist.tar: no such file or directory\n'});
});

test('a format that there is not, with exit code 2', t => {
	t.deepEqual(program(['diff', '--format', 'xml', small, later]), {code: 2, output: '', errors: 'cryoscope: --format takes tree or json, not xml; see cryoscope diff --help\n'});
});

test('a checkpoint and itself', t => {
	const sections = sectionsOf(printed('diff', '--files', later, later));
	t.is(sections.get('Memory Changes')![0], '  = No change in size: 504.0 KiB (516,096 bytes) of pages');
	t.deepEqual(sections.get('Process Tree'), ['  = No change']);
});

test('a checkpoint and itself, as JSON', t => {
	const {process_changes: {added, removed, unchanged}, memory_changes: memory} = JSON.parse(printed('diff', '--format', 'json', later, later)) as Document & {memory_changes: unknown};
	t.deepEqual([added.length, removed.length, unchanged.length], [0, 0, 3]);
	t.deepEqual(memory, {size_change_bytes: 0, size_change_mb: 0});
});

test('different containers are compared all the same, and it is said', t => {
	const {code, output, errors} = program(['diff', small, fixture('podman-volume')]);
	t.is(code, 0);
	t.is(errors, 'cryoscope: these are checkpoints of different containers, pv-small (b525e9e31797) and pv-vol (f2ba7036563c): compared all the same\n');
	t.regex(output, /^ {2}\+ +12 /m);
});

test('the keys of the JSON', t => {
	const keys = Object.keys(JSON.parse(printed('diff', '--format', 'json', '--files', '--sockets', small, later)) as Document);
	for (const key of ['container_id', 'container_name', 'image', 'checkpoint_a', 'checkpoint_b', 'process_changes', 'file_changes', 'memory_changes', 'socket_changes', 'summary']) {
		t.true(keys.includes(key), key);
	}
});

test('archives that are compressed with gzip', t => {
	t.regex(printed('diff', small, small), /^Checkpoint Diff\n {2}Container: pv-small\n/);
});

test('the sections of the text', t => {
	const sections = [...sectionsOf(printed('diff', '--files', '--sockets', small, later)).keys()];
	t.deepEqual(sections, ['Checkpoint Diff', 'Memory Changes', 'Process Tree', 'File Descriptor Changes, but for sockets', 'Socket Changes', 'Summary:']);
});

test('--ps-tree-cmd', t => {
	const {original, folder} = changedZoo();
	t.regex(sectionsOf(printed('diff', '--ps-tree-cmd', original, folder)).get('Process Tree')!.join('\n'), /^ {2}- +7 ␛\[31mevil␛\[0m -c import time␊/m);
});

test('--files', t => {
	const {file_changes: {added, removed, unchanged}} = compare('--files', '-p', '7');
	t.deepEqual([added, unchanged], [[], []]);
	t.deepEqual(removed.map(({fd}) => fd), ['REG 0', 'PIPE 1', 'PIPE 2', 'SIGNALFD 26', 'INOTIFY 27']);
});

test('--show-unchanged marks what is as it was', t => {
	const {original, folder} = changedZoo();
	const tree = sectionsOf(printed('diff', '--files', '--show-unchanged', original, folder)).get('Process Tree')!;
	t.deepEqual(tree.map(line => line.trimEnd().split(/ +/).slice(1, 4)), [['PID', 'Command', 'State'], ['=', '1', 'python3'], ['=', '5', 'python3'], ['=', '6', 'python3'], ['-', '7', 'python3']]);
});

test('--sockets', t => {
	const {original, folder} = changedZoo();
	const output = printed('diff', '--sockets', '--pid', '1', original, folder);
	const rows = sectionsOf(output).get('Socket Changes')!.slice(1).map(line => line.trim().split(/ +/).slice(0, 4).join(' '));
	t.deepEqual(rows, ['- 1 10 UDP', '- 1 11 UDP6', '- 1 12 TCP', '- 1 13 TCP6', '- 1 14 TCP', '- 1 15 TCP', '+ 1 50 UDP', '+ 1 51 UDP6', '+ 1 52 TCP']);
	t.true(output.includes('\nSockets: +3 -6 ~0\n'));
});

test('--sockets as JSON, where no two sockets are taken for one', t => {
	const {socket_changes: {added, removed, unchanged}} = compare('--sockets', '--pid', '1');
	t.deepEqual([added.length, removed.length, unchanged.length], [3, 6, 7]);
});

test('--files and --sockets', t => {
	const {original, folder} = changedZoo();
	const summary = sectionsOf(printed('diff', '--files', '--sockets', original, folder)).get('Summary:')!;
	// The epoll instance watches one of those that were closed.
	t.deepEqual(summary, ['Checkpoint comparison for container zoo', 'Processes: +0 -1 ~0', 'Files: +3 -11 ~1', 'Sockets: +3 -6 ~0', '']);
});
