import {execFileSync, spawnSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {bytesOfText} from '../../../source/writing/byte-text.js';
import {widthOf} from '../../../source/text/fit.js';
import {gnuTar} from '../../support/archives.js';
import {run} from '../../support/command.js';
import {editedTar} from '../../support/edited-checkpoint.js';
import {fixture, plainTar, temporaryFolder, unpack} from '../../support/fixtures.js';
import {foundIn, scanMemory, type FoundRecord} from '../../support/found.js';
import {completeCheckpoint} from '../../support/open-fixture.js';
import {programFile} from '../../support/pty.js';

const zoo = fixture('podman-zoo');

function inMemory(found: readonly FoundRecord[]) {
	return found.map(({pid, address, also}) => ({pid, address, also}));
}

function escaped(text: string): string {
	return RegExp.escape(Buffer.from(text).toString('latin1'));
}

for (const name of ['podman-zoo', 'raw-criu41', 'raw-chain-mixed', 'raw-chain', 'px-i386', 'px-vmas', 'px-threads', 'px-tree', 'checkpoint-shop', 'fx-memfd']) {
	test(`${name}: what is found is what a look at every byte finds, shared memory once`, async t => {
		const checkpoint = await completeCheckpoint(unpack(name));
		for (const text of ['PLANT-', '/usr/lib', 'marker', 'žluťoučký']) {
			t.deepEqual(inMemory(await foundIn(unpack(name), text)), scanMemory(checkpoint, new RegExp(escaped(text), 'g')), text);
		}

		t.deepEqual(inMemory(await foundIn('-i', unpack(name), 'plant-')), scanMemory(checkpoint, /plant-/gi));
		t.deepEqual(inMemory(await foundIn('--regex', unpack(name), String.raw`\b[a-z]+_[A-Z]{3,}`)), scanMemory(checkpoint, /\b[a-z]+_[A-Z]{3,}/g));
		t.deepEqual(inMemory(await foundIn('--bytes', unpack(name), '7f 45 ?? 46')), scanMemory(checkpoint, /\u007FE.F/gs));
		checkpoint.close();
	});
}

test('what a match in shared memory is found for: the first process, and all others', async t => {
	const found = await foundIn(fixture('raw-criu41'), 'PLANT-CRIU41-SHMEM');
	t.deepEqual(found.filter(({protection}) => protection === 'rw-s').map(({pid, address, region, also}) => ({pid, address, region, also})), [
		{pid: 14_149, address: '0x7fa5249a4000', region: '/dev/zero (deleted)', also: [{pid: 14_151, address: '0x7fa5249a4000'}]},
	]);
	const ofChild = (await foundIn('-p', '14151', fixture('raw-criu41'), 'PLANT-CRIU41-SHMEM')).find(({protection}) => protection === 'rw-s');
	t.deepEqual([ofChild!.pid, ofChild!.also], [14_151, []]);
});

test('a record: every byte of the match and of what stands around it', async t => {
	const [found] = await foundIn('-p', '7', '-C', '8', zoo, 'SECRET_KEY=');
	t.deepEqual(found, {
		source: 'memory', pid: 7, process: 'python3', fd: null, address: '0x7ffd71af9fc7', offset: null, protection: 'rw-p', region: '[stack]',
		length: 11, before: '1\nline2\0', match: 'SECRET_KEY=', after: 'AKIAIOSF', also: [], strings: 'environment',
	});
	const [bytes] = await foundIn('-p', '1', '-C', '3', '--bytes', zoo, '48 83 ec 08 48 8b 05 cd ef');
	t.is(bytes!.before, '', 'in front of it is a file that is not in the dump');
	t.is(Buffer.from(bytesOfText(bytes!.match)!).toString('hex'), '4883ec08488b05cdef');
	t.is(bytes!.after, 'r\0H');
});

test('text as UTF-16, which a table shows as text', async t => {
	const found = await foundIn('--utf16', zoo, 'Utf16Secret');
	t.deepEqual([...new Set(found.map(({match}) => match))], [[...'Utf16Secret'].map(letter => `${letter}\0`).join('')]);
	t.deepEqual(inMemory(await foundIn('--utf16', '-i', zoo, 'uTF16sECRET')), inMemory(found));
	t.regex((await run(['search', '--utf16', '-C', '18', zoo, 'Secret-'])).output, /rw-p anonymous +␀*Utf16Secret-Passw0rd␀*$/m);
});

test('an expression in any case keeps its own flags, and a complaint about it says where', async t => {
	t.true((await foundIn('--regex', '-i', zoo, '(?s)SHARED.ANONYMOUS')).length > 0);
	t.regex((await run(['search', '--regex', '-i', zoo, 'ab(c'])).errors, /at character 3/);
});

test('exit codes are those of grep', async t => {
	t.is((await run(['search', zoo, 'marker'])).code, 0);
	t.deepEqual([(await run(['search', zoo, 'no-such-text-anywhere'])).code, (await run(['search', zoo, 'no-such-text-anywhere'])).output], [1, '']);
	for (const argv of [[zoo], [zoo, 'x', 'y'], [zoo, ''], ['--bytes', '--regex', zoo, 'x'], ['--bytes', '-i', zoo, '00'], ['--regex', '--utf16', zoo, 'x'], ['--bytes', zoo, 'xyz'], ['--regex', zoo, '('], ['--max=0', zoo, 'x'], ['--max=-1', zoo, 'x'], ['--context=99999999', zoo, 'x'], ['--scope=all', zoo, 'x'], ['--format=tree', zoo, 'x']]) {
		const {code, output, errors} = await run(['search', ...argv]);
		t.deepEqual([code, output], [2, ''], argv.join(' '));
		t.regex(errors, /^cryoscope: .*; see cryoscope search --help\n$/, argv.join(' '));
	}

	t.deepEqual(await run(['search', '/no/such.tar', 'x']), {code: 2, output: '', errors: 'cryoscope: /no/such.tar: no such file or directory\n'});
	t.deepEqual(await run(['search', '-p', '99', zoo, 'x']), {code: 2, output: '', errors: 'cryoscope: pid 99: no such process in this checkpoint; cryoscope ps lists them\n'});
	t.deepEqual(await run(['search', '-p', '5', zoo, 'x']), {code: 2, output: '', errors: 'cryoscope: pid 5: it is dead, and has no memory in the checkpoint\n'});
});

test('memory that should be there and is not is told, and makes nothing found uncertain', async t => {
	const lazy = await run(['search', fixture('raw-lazy'), 'no-such-text-anywhere']);
	t.is(lazy.code, 2);
	t.regex(lazy.errors, /^cryoscope: pid 7938: not all of its memory is here: .* MiB lazy: left on the source host$/m);
	t.is((await run(['search', fixture('raw-lazy'), 'ELF'])).code, 0);
	const withoutPages = await run(['search', editedTar('podman-small', {'checkpoint/pages-1.img': undefined}), 'no-such-text-anywhere']);
	t.is(withoutPages.code, 2);
	t.regex(withoutPages.errors, /^cryoscope: pid 1: not all of its memory is here: .* lost: cut off or missing$/m);
});

test('of an archive that is cut off, what is there is searched', async t => {
	const whole = fs.readFileSync(plainTar('podman-zoo'));
	const file = path.join(temporaryFolder(), 'cut.tar');
	fs.writeFileSync(file, whole.subarray(0, whole.length * 0.6));
	const {code, output, errors} = await run(['search', '--scope', 'everything', '--format', 'ndjson', file, 'marker']);
	t.is(code, 0);
	t.true(output.length > 0);
	t.regex(errors, /ends in the middle of/);
	const nothing = await run(['search', '--scope', 'everything', file, 'no-such-text-anywhere']);
	t.is(nothing.code, 2);
	t.is(nothing.errors.split('\n').filter(line => line.includes('ends in the middle of')).length, new Set(nothing.errors.split('\n').filter(line => line.includes('ends in the middle of'))).size);
});

test('memory that is left to the files that were mapped is told, and no failure', async t => {
	const {code, errors} = await run(['search', zoo, 'no-such-text-anywhere']);
	t.is(code, 1);
	t.regex(errors, /^cryoscope: not in the dump, and so not searched: [\d.]+ MiB not dumped, as in its file; [\d,]+ bytes of a kind never dumped\n$/);
});

test('--max ends the search, and says so', async t => {
	const {code, output, errors} = await run(['search', '-m', '3', '--format', 'ndjson', zoo, 'marker']);
	t.is(code, 0);
	t.deepEqual(output.trimEnd().split('\n').map(line => JSON.parse(line) as unknown), (await foundIn(zoo, 'marker')).slice(0, 3));
	t.is(errors, 'cryoscope: ended after 3 matches, as --max says\n');
});

test('each format says the same', async t => {
	const found = await foundIn('-C', '4', zoo, 'marker');
	const lines = (await run(['search', '-C', '4', '--format', 'ndjson', zoo, 'marker'])).output.trimEnd().split('\n');
	t.deepEqual(lines.map(line => JSON.parse(line) as unknown), found);
	const [heading, ...rows] = (await run(['search', '--format', 'csv', zoo, 'marker'])).output.trimEnd().split('\n');
	t.is(heading, Object.keys(found[0]!).join(','));
	t.deepEqual(rows.map(row => row.split(',', 5)[4]), found.map(({address}) => address));
	const table = (await run(['search', '-C', '4', zoo, 'marker'])).output.trimEnd().split('\n');
	t.regex(table[0]!, /^PID +Process +Address +Region +Match +Also$/);
	t.deepEqual(table.slice(1).map(row => BigInt(`0x${row.trim().split(/ +/, 3)[2]!}`)), found.map(({address}) => BigInt(address!)));
	for (const line of (await run(['search', '-C', '200', zoo, 'marker'], {columns: 60})).output.trimEnd().split('\n')) {
		t.true(widthOf(line) <= 60, line);
	}

	t.is((await run(['search', '--format', 'json', zoo, 'no-such-text-anywhere'])).output, '[]\n');
});

test('what stands in memory does nothing to a terminal', async t => {
	for (const format of ['table', 'json', 'ndjson', 'csv']) {
		const {output} = await run(['search', '--scope', 'everything', '-C', '64', '--format', format, '--bytes', zoo, '1b ??']);
		t.true(output.length > 1000);
		t.notRegex(output, /[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/);
	}
});

test('a great many matches are all printed', async t => {
	const name = 'px-threads';
	const checkpoint = await completeCheckpoint(unpack(name));
	const zeros = scanMemory(checkpoint, /\0{4}/g).length;
	checkpoint.close();
	t.true(zeros > 100_000);
	const output = execFileSync(process.execPath, [programFile, 'search', '--format', 'csv', '--bytes', '-p', '1', unpack(name), '00000000'], {maxBuffer: 1 << 30, stdio: 'pipe'});
	t.is(output.toString('latin1').split('\n').length - 2, zeros);
});

test('a reader that has seen enough ends it quietly', t => {
	const {status, stdout, stderr} = spawnSync('/bin/bash', ['-c', 'set -o pipefail; "$0" "$1" search --format ndjson "$2" / | head -1', process.execPath, programFile, zoo], {encoding: 'utf8'});
	t.is(status, 0);
	t.is(stderr, '');
	t.is(stdout.trimEnd().split('\n').length, 1);
	t.is((JSON.parse(stdout) as FoundRecord).match, '/');
});

test('several patterns at once: what each finds by itself, and which it is', async t => {
	for (const [options, ...patterns] of [[[], 'PATH=', 'ANSI', 'marker'], [['-i'], 'path=', 'ansi'], [['--utf16'], 'Secret', 'Passw0rd'], [['--bytes'], '7f 45 ?? 46', '50 41 54 48 3d'], [['--regex'], 'HO[A-Z]E=', '(?i)path=', String.raw`\bANSI\b`], [['--regex', '-i'], 'ho[a-z]e=', '(?s)path=.']] as const) {
		const all = await foundIn(...options, ...patterns.flatMap(pattern => ['-e', pattern]), zoo);
		t.deepEqual(new Set(all.map(({pattern}) => pattern)).symmetricDifference(new Set<unknown>(patterns)), new Set());
		for (const pattern of patterns) {
			t.deepEqual(inMemory(all.filter(found => found.pattern === pattern)), inMemory(await foundIn(...options, zoo, pattern)), pattern);
		}
	}
});

test('patterns are in a file, one a line, and beside it', async t => {
	const file = path.join(temporaryFolder(), 'words');
	fs.writeFileSync(file, 'PATH=\r\n\nANSI\n');
	const expected = await foundIn('-e', 'marker', '-e', 'PATH=', '-e', 'ANSI', zoo);
	t.deepEqual(await foundIn('-f', file, '-e', 'marker', zoo), expected);
	fs.writeFileSync(file, 'PATH=\n');
	t.deepEqual(await foundIn('--patterns', file, zoo), await foundIn(zoo, 'PATH='));
	t.deepEqual(await foundIn('-e', 'PATH=', '-e', 'PATH=', zoo), await foundIn(zoo, 'PATH='));
});

test('which pattern it is, is told of files in a compressed tar too', async t => {
	const {code, output} = await run(['search', '--scope', 'everything', '-e', 'PLANT-', '-e', 'no such', fixture('checkpoint-shop')]);
	t.is(code, 0);
	t.regex(output, /^file .* PLANT- +PLANT-/mv);
});

test('patterns that are none, or too many, are told by what they are', async t => {
	const file = path.join(temporaryFolder(), 'words');
	const complaint = async (...argv: string[]) => {
		const {code, errors} = await run(['search', ...argv]);
		t.is(code, 2);
		return errors.replace(file, 'FILE').replace('; see cryoscope search --help', '').trim();
	};

	t.is(await complaint(zoo), 'cryoscope: search takes FILE PATTERN, but no pattern was given');
	t.is(await complaint('-e', 'a', zoo, 'b'), 'cryoscope: search takes FILE, and PATTERN only where --pattern and --patterns give none');
	t.is(await complaint('--bytes', '-e', '41', '-e', '4', zoo), 'cryoscope: pattern 2: ' + (await complaint('--bytes', zoo, '4')).slice('cryoscope: '.length));
	fs.writeFileSync(file, 'fine\n\n(\n');
	t.regex(await complaint('--regex', '-f', file, zoo), /^cryoscope: FILE, line 3: /v);
	fs.writeFileSync(file, Buffer.of(0x41, 0xff));
	t.is(await complaint('-f', file, zoo), 'cryoscope: FILE: is not UTF-8; --bytes takes patterns in hexadecimal');
	fs.writeFileSync(file, '\n\n');
	t.is(await complaint('-f', file, zoo), 'cryoscope: there is no pattern in what --patterns names');
	fs.writeFileSync(file, Array.from({length: 300}, (_, index) => `word ${index}\n`).join(''));
	t.is(await complaint('-f', file, zoo), 'cryoscope: 300 patterns are too many to search for at once; 256 are the most');
	t.is(await complaint('-f', `${file}.missing`, zoo), 'cryoscope: FILE.missing: no such file or directory');
});

test('of several checkpoints in a file it is said which is searched, which are not, and how they are', async t => {
	const folder = temporaryFolder();
	for (const [name, from] of [['web', 'raw-plain/raw-plain'], ['db', 'raw-lazy/raw-lazy']] as const) {
		fs.cpSync(path.join(unpack(from.split('/', 1)[0]!), ...from.split('/').slice(1)), path.join(folder, name), {recursive: true, verbatimSymlinks: true});
	}

	const others = 'cryoscope: only db was searched; the other checkpoints here were not: web; ';
	for (const [file, how] of [[folder, 'each is searched by its own folder'], [gnuTar(folder, 'db', 'web'), 'unpack the file and search each by its own folder']] as const) {
		const missed = await run(['search', file, 'PLANT-TCP-QUEUED']);
		t.is(missed.code, 2, 'it may be in the other');
		t.true(missed.errors.includes(`${others}${how}\n`));
		const found = await run(['search', file, 'ELF']);
		t.is(found.code, 0);
		t.true(found.errors.includes(others));
	}

	const inOther = await run(['search', path.join(folder, 'web'), 'PLANT-TCP-QUEUED']);
	t.is(inOther.code, 0);
	t.false(inOther.errors.includes('other checkpoints'));
	t.false((await run(['search', unpack('raw-chain'), 'PLANT-'])).errors.includes('other checkpoints'), 'what it builds on is no other checkpoint');
});
