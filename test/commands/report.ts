import {createHash} from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {scratchFolder} from '../support/archives.js';
import {run} from '../support/command.js';
import {editedCheckpoint, editedTar} from '../support/edited-checkpoint.js';
import {fixture} from '../support/fixtures.js';
import {rulesFile} from '../support/yara.js';

async function html(checkpoint: string, ...options: string[]): Promise<string> {
	const output = path.join(scratchFolder(), 'report.html');
	const {code, errors} = await run(['report', '-o', output, ...options, checkpoint]);
	if (code !== 0) {
		throw new Error(errors);
	}

	return fs.readFileSync(output, 'utf8');
}

const markdown = async (checkpoint: string, ...options: string[]) => (await run(['report', ...options, checkpoint])).output;

/** The lines of a section of Markdown. */
function section(report: string, title: string): string[] {
	const lines = report.split('\n');
	const start = lines.indexOf(`## ${title}`) + 1;
	const next = lines.findIndex((line, index) => index >= start && line.startsWith('## '));
	return lines.slice(start, next === -1 ? undefined : next);
}

test('podman-bash: what it is, with its hash, and what was typed', async t => {
	const report = await markdown(fixture('podman-bash'));
	const hash = createHash('sha256').update(fs.readFileSync(fixture('podman-bash'))).digest('hex');
	t.true(section(report, 'Evidence').includes(`| SHA-256 | ${hash} |`));
	t.true(section(report, 'Metadata').includes('| Container | Name | bashy |'));
	t.deepEqual(section(report, 'History').filter(line => line.startsWith('| 10 |')).map(line => line.split(' | ', 5)[4]), [
		'PS1=\'inner\\# \'', String.raw`echo nested shell \> /root/notes.txt`, String.raw`base64 -d \<\<\< aGVsbG8K`, 'loop.sh',
	]);
	t.deepEqual(section(report, 'Damaged or missing').filter(line => line.startsWith('- ')), ['- Nothing.']);
});

test('where nothing was found it says so, also beside what could not be looked at', async t => {
	const report = await markdown(fixture('podman-loop'), '--secrets');
	const notes = (title: string) => section(report, title).filter(line => line.startsWith('- '));
	t.deepEqual(notes('Findings'), ['- Nothing.', '- Nobody wrote down what the container had changed in its root file system: the rules for files had little to look at.']);
	t.deepEqual(notes('Tmpfs'), []);
	t.is(notes('Secrets').length, 1);
	t.regex(notes('Secrets')[0]!, /^- Not in the dump, and so not looked at: /v);
});

test('podman-zoo: processes, sockets, network and files', async t => {
	const report = await markdown(fixture('podman-zoo'));
	t.true(section(report, 'Netstat').some(line => line.includes('0.0.0.0:8080') && line.includes('LISTEN')), section(report, 'Netstat').join('\n'));
	t.true(section(report, 'Changes').some(line => line.startsWith('| /usr/local/bin/backdoor |')));
	t.true(section(report, 'Contents').some(line => line.includes('/tmp/zoo/deleted-secret.txt')));
	t.true(section(report, 'Network').some(line => line.includes('127.0.0.1/8')));
});

test('fx-rootkit: what looks wrong stands at the top', async t => {
	const report = await markdown(fixture('fx-rootkit'));
	t.true(report.indexOf('## Findings') < report.indexOf('## Metadata'));
	t.true(section(report, 'Findings').some(line => line.startsWith('| danger | authorized-keys |')));
});

test('the same checkpoint makes the same report, wherever it lies', async t => {
	const copy = path.join(scratchFolder(), 'podman-zoo.tar.zst');
	fs.copyFileSync(fixture('podman-zoo'), copy);
	t.is(await markdown(copy), await markdown(fixture('podman-zoo')));
	t.is(await html(copy), await html(fixture('podman-zoo')));
});

test('what a suspect wrote is text: no markup, no control characters', async t => {
	const checkpoint = editedTar('podman-loop', {'deleted.files': ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', '[a](https://evil.example)', '| a | b |', '_emphasis_', '\u001B[31mred', '1. list']});
	const page = await html(checkpoint);
	t.notRegex(page, /<(?:script|img|a href="(?!#s))/v);
	t.true(page.includes('&lt;script&gt;alert(1)&lt;/script&gt;'));
	const text = await markdown(checkpoint);
	t.notRegex(section(text, 'Changes').join('\n'), /[^\\](?:\]\(|<)|http:\/\//v);
	t.true(section(text, 'Changes').includes(String.raw`| /\| a \| b \| | deleted |  |  |  |  |  |  |`), section(text, 'Changes').join('\n'));
	t.true(section(text, 'Changes').some(line => line.includes(String.raw`/\_emphasis\_ |`)));
	for (const report of [page, text]) {
		t.notRegex(report, /[\u0000-\u0008\u000B-\u001F\u007F]/v);
	}
});

test('the page loads nothing and runs nothing', async t => {
	const page = await html(fixture('podman-small'));
	t.true(page.includes('content="default-src \'none\'; style-src \'unsafe-inline\'"'));
	t.notRegex(page, /<(?:script|link|img|iframe|object|form)|\b(?:src|href)="(?!#)/v);
});

test('notes stand at the top, as they were typed', async t => {
	const notes = path.join(scratchFolder(), 'notes.txt');
	fs.writeFileSync(notes, 'Seen at 03:12.\n\n* the miner <b>again</b>\n');
	t.deepEqual(section(await markdown(fixture('podman-small'), '--notes', notes), 'Notes'), ['', '    Seen at 03:12.', ' '.repeat(4), '    * the miner <b>again</b>', '']);
	t.true((await html(fixture('podman-small'), '--notes', notes)).includes('* the miner &lt;b&gt;again&lt;/b&gt;'));
});

test('damage is told in the report, costs only what depends on it, and the exit code', async t => {
	const {code, output, errors} = await run(['report', editedCheckpoint('podman-zoo', {'checkpoint/mountpoints-12.img': 'damaged'})]);
	t.is(code, 1);
	t.regex(errors, /mountpoints-12\.img/v);
	t.true(section(output, 'Damaged or missing').some(line => line.includes('mountpoints-12.img')));
	t.true(section(output, 'Netstat').some(line => line.includes('0.0.0.0:8080')));
});

test('a file that is there is replaced only by --force, and only its owner may read it', async t => {
	const output = path.join(scratchFolder(), 'report.md');
	fs.writeFileSync(output, 'kept');
	const refused = await run(['report', '-o', output, fixture('podman-small')]);
	t.deepEqual([refused.code, fs.readFileSync(output, 'utf8')], [1, 'kept']);
	t.regex(refused.errors, /exists already: --force replaces it/v);
	const {code} = await run(['report', '-f', '-o', output, fixture('podman-small')]);
	t.is(code, 0);
	t.regex(fs.readFileSync(output, 'utf8'), /^# Checkpoint podman-small/v);
	t.is(fs.statSync(output).mode & 0o777, 0o600);
});

test('podman-bash: with --secrets, what is known by its form, not in full, in the same order each time', async t => {
	const report = await markdown(fixture('podman-bash'), '--secrets');
	t.true(section(report, 'Secrets').some(line => line.startsWith(String.raw`| 10 | bash | variable | AWS\_SECRET\_ACCESS\_KEY | wJal…NG | 21 |`)), section(report, 'Secrets').join('\n'));
	t.notRegex(section(report, 'Secrets').join('\n'), /wJalrX|unter2/v);
	t.is(await markdown(fixture('podman-bash'), '--secrets'), report);
	t.false((await markdown(fixture('podman-bash'))).includes('## Secrets'));
});

/** A file of bookmarks of a fixture. */
function bookmarksOf(name: string, bookmarks: readonly unknown[], size = fs.statSync(fixture(name)).size): string {
	const file = path.join(scratchFolder(), 'case.json');
	fs.writeFileSync(file, JSON.stringify({cryoscope_bookmarks: 1, checkpoint: {name: path.basename(fixture(name)), size}, bookmarks}));
	return file;
}

const ofSecret = {mark: 'a', note: 'the key', subject: 'process', pid: 10, tab: 'hex', address: '0x55c6afe2ee26'};

test('bookmarks stand at the top: the place, the note, and the bytes around', async t => {
	const file = bookmarksOf('podman-bash', [ofSecret, {note: 'never there', subject: 'process', pid: 1, tab: 'hex', address: '0x0'}, {mark: 'b', subject: 'container', tab: 'netstat', row: {index: 0, text: 'tcp LISTEN'}}]);
	const {code, output, errors} = await run(['report', '--bookmarks', file, fixture('podman-bash')]);
	t.deepEqual([code, errors], [0, '']);
	t.true(output.indexOf('## Bookmarks') < output.indexOf('## Evidence'));
	const lines = section(output, 'Bookmarks');
	t.true(lines.some(line => line.startsWith(String.raw`| 1 | a | pid 10 bash, \[heap\] | 55c6afe2ee26 | wJalrXUtnFEMI`) && line.endsWith('| the key |')), lines.join('\n'));
	t.true(lines.includes('| 2 |  | pid 1 bash, hex | 0 | unmapped |  | never there |'));
	t.true(lines.includes('| 3 | b | container, netstat |  | tcp LISTEN | tcp LISTEN |  |'));
	const dump = lines.indexOf('    1  pid 10 bash, [heap]  55c6afe2ee26');
	t.deepEqual(lines.slice(dump + 1, dump + 5).map(line => line.slice(4, 16)), ['55c6afe2ee10', '55c6afe2ee20', '55c6afe2ee30', '55c6afe2ee40']);
	t.regex(lines.slice(dump + 1, dump + 5).map(line => line.slice(-17, -1)).join(''), /AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/v);
	t.true(lines.includes('    00000000-00000040: unmapped'));
	t.is((await run(['report', '--bookmarks', file, fixture('podman-bash')])).output, output);
});

test('podman-zoo: of contents, their name and what is in them', async t => {
	const bookmark = (content: unknown) => ({subject: 'container', tab: 'contents', address: '0x5', content});
	const file = bookmarksOf('podman-zoo', [
		bookmark({kind: 'removed-file', name: '/tmp/zoo/deleted-secret.txt', number: 0}),
		bookmark({kind: 'file', name: '/usr/local/bin/backdoor', number: 0}),
		bookmark({kind: 'file', name: '/no/such/file', number: 0}),
	]);
	const lines = section(await markdown(fixture('podman-zoo'), '--bookmarks', file), 'Bookmarks');
	t.true(lines.includes('| 1 |  | container, /tmp/zoo/deleted-secret.txt | 5 | file was unlinke |  |  |'), lines.join('\n'));
	t.true(lines.includes('    00000020  68 6f 73 74 0a  |host.|'));
	t.true(lines.some(line => line.startsWith('| 2 |  | container, /usr/local/bin/backdoor | 5 |')));
	t.true(lines.includes('    /no/such/file: there are no such contents in this checkpoint'));
	const damaged = section(await markdown(editedCheckpoint('podman-zoo', {'checkpoint/ghost-file-1.img': 'damaged'}), '--bookmarks', file), 'Bookmarks');
	t.regex(damaged.join('\n'), /^ {4}checkpoint\/ghost-file-1\.img: magic/mv);
});

test('a note of a bookmark is text', async t => {
	const file = bookmarksOf('podman-small', [{note: '<script>alert(1)</script> | _x_\n\n# big\n\u001B[31m', subject: 'container', tab: 'mounts', row: {index: 1, text: '<img src=x> [a](https://evil.example)'}}]);
	const page = await html(fixture('podman-small'), '--bookmarks', file);
	t.notRegex(page, /<(?:script|img|a href="(?!#s))/v);
	t.true(page.includes('&lt;script&gt;alert(1)&lt;/script&gt; | _x_␊␊# big␊␛[31m'));
	const text = await markdown(fixture('podman-small'), '--bookmarks', file);
	t.true(section(text, 'Bookmarks').some(line => line.endsWith(String.raw`| \<script\>alert(1)\</script\> \| \_x\_␊␊\# big␊␛\[31m |`)), section(text, 'Bookmarks').join('\n'));
	t.notRegex(section(text, 'Bookmarks').join('\n'), /[^\\](?:\]\(|<)|http:\/\//v);
	for (const report of [page, text]) {
		t.notRegex(report, /[\u0000-\u0008\u000B-\u001F\u007F]/v);
	}
});

test('bookmarks of another checkpoint are warned of, and are no failure', async t => {
	const {code, output, errors} = await run(['report', '--bookmarks', bookmarksOf('podman-bash', [ofSecret], 5), fixture('podman-bash')]);
	const size = fs.statSync(fixture('podman-bash')).size.toLocaleString('en');
	t.is(errors, `cryoscope: the bookmarks are of podman-bash.tar.zst of 5 bytes, and this is podman-bash.tar.zst of ${size} bytes\n`);
	t.is(code, 0);
	t.true(section(output, 'Bookmarks').some(line => line.startsWith('- the bookmarks are of podman-bash.tar.zst of 5 bytes')));
});

test('a file that has no bookmarks is refused before anything is written', async t => {
	const folder = scratchFolder();
	const [file, output] = [path.join(folder, 'case.json'), path.join(folder, 'report.md')];
	fs.writeFileSync(file, '{"cryoscope_bookmarks":1,"checkpoint":{"name":"x"},"bookmarks":[{"subject":"process","tab":"hex","address":5}]}');
	const {code, errors} = await run(['report', '--bookmarks', file, '-o', output, fixture('podman-small')]);
	t.deepEqual([code, errors, fs.existsSync(output)], [1, `cryoscope: ${file}: bookmarks 1 address: an address in hexadecimal expected\n`, false]);
});

test('a report has what YARA rules match, where there are some', async t => {
	const file = rulesFile('rule Injected { strings: $a = "PLANT-INJECTED-CODE" condition: $a }');
	t.regex(await markdown(fixture('fx-rwx'), '--yara', file), /\| danger \| Injected \| 1 \| implant \| .*PLANT-INJECTED-CODE.* in rwxp anonymous \|/v);
});

test('with the root file system of the image, what was added', async t => {
	const changed = async (...options: string[]) => section(await markdown(fixture('podman-small'), ...options), 'Changes').find(line => line.startsWith('| /var/log/small.log |'))?.split(' | ', 2)[1];
	t.is(await changed(), 'written');
	t.is(await changed('--rootfs', scratchFolder()), 'added');
});
