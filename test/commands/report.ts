import {createHash} from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {scratchFolder} from '../support/archives.js';
import {run} from '../support/command.js';
import {editedCheckpoint, editedTar} from '../support/edited-checkpoint.js';
import {fixture} from '../support/fixtures.js';

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
