import test from 'ava';
import {run} from '../support/command.js';
import {fixture, unpack} from '../support/fixtures.js';
import {bytesOf} from '../support/memory.js';
import {completeCheckpoint} from '../support/open-fixture.js';

type Row = {
	readonly source: string;
	readonly pid: number | null;
	readonly kind: string;
	readonly name: string | null;
	readonly value: string;
	readonly length: number;
	readonly count: number;
	readonly address: string | null;
	readonly region: string;
};

async function secretsIn(...argv: readonly string[]): Promise<Row[]> {
	const {code, output, errors} = await run(['secrets', '--format', 'json', ...argv]);
	if (code !== 0) {
		throw new Error(`exit code ${code}: ${errors}`);
	}

	return JSON.parse(output) as Row[];
}

const brief = (rows: readonly Row[]) => rows.map(({pid, kind, name, value, count}) => [pid, kind, name, value, count]);

test('the environment of podman-loop: a secret is one row for each process, with how often it is there', async t => {
	const rows = await secretsIn('--show', fixture('podman-loop'));
	t.deepEqual(brief(rows), [
		[1, 'variable', 'API_TOKEN', 'tok_12345', 3],
		[1, 'variable', 'POSTGRES_PASSWORD', 'mysecret', 3],
		[2, 'variable', 'POSTGRES_PASSWORD', 'mysecret', 1],
		[2, 'variable', 'API_TOKEN', 'tok_12345', 1],
		[16, 'variable', 'POSTGRES_PASSWORD', 'mysecret', 1],
		[16, 'variable', 'API_TOKEN', 'tok_12345', 1],
	]);
	const checkpoint = await completeCheckpoint(unpack('podman-loop'));
	for (const {pid, address, value, length} of rows) {
		const start = BigInt(address!);
		t.is(bytesOf(checkpoint.process(pid!)!.memory, start, start + BigInt(length)).toString(), value);
	}

	checkpoint.close();
});

test('what was typed in a shell and inherited from it, and what is in arguments', async t => {
	const bash = await secretsIn('--show', '-p', '10', fixture('podman-bash'));
	t.deepEqual(brief(bash), [
		[10, 'variable', 'AWS_SECRET_ACCESS_KEY', 'wJalrXUtnFEMI/K7MDENG', 3],
		[10, 'database URL', 'postgres://app@db', 'hunter2', 4],
	]);
	const shop = (await secretsIn('--show', '-p', '1', fixture('checkpoint-shop'))).map(({kind, name, value}) => [kind, name, value]);
	t.deepEqual(shop, [
		['database URL', 'postgres://shop@db.internal', 'PLANT-ENV-s3cr3t'],
		['argument', '--db-password', 'PLANT-ARGV-hunter2'],
		['variable', 'AWS_SECRET_ACCESS_KEY', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'],
	]);
	t.true((await secretsIn('--show', fixture('raw-plain'))).every(({name, value}) => name === 'RAWSECRET' && value === 'PLANT-RAW-ENV'));
	t.deepEqual((await secretsIn('--show', '-p', '7', fixture('podman-zoo'))).map(({kind, value}) => [kind, value]), [['AWS key', 'AKIAIOSFODNN7EXAMPLE'], ['variable', 'AKIAIOSFODNN7EXAMPLE']]);
});

test('nothing is shown in full unless it is asked for', async t => {
	const name = 'podman-bash';
	for (const format of ['table', 'json', 'csv']) {
		const {output} = await run(['secrets', '--format', format, fixture(name)]);
		t.true(output.includes('AWS_SECRET_ACCESS_KEY'));
		t.notRegex(output, /hunter|unter2|wJalr|ENG/);
		t.regex(output, /wJal(?:…|\\u2026)NG/);
	}

	t.deepEqual((await secretsIn('-p', '1', fixture(name))).map(({value, length}) => [value, length]), [['h…', 7], ['wJal…NG', 21]]);
});

test('everything: what the engine wrote down too', async t => {
	const rows = await secretsIn('--scope', 'everything', '--show', fixture('podman-small.tar.zst'));
	t.deepEqual(rows.filter(({source}) => source !== 'memory').map(({source, region, pid, name, value, count}) => [source, region, pid, name, value, count]), [
		['engine-file', 'config.dump', null, 'SECRET', 'PLANT-ENV-small', 2],
		['engine-file', 'spec.dump', null, 'SECRET', 'PLANT-ENV-small', 1],
	]);
	t.is(rows.filter(({source}) => source === 'memory').length, 3);
});

for (const name of ['fx-rwx', 'fx-memfd', 'fx-deleted', 'px-tree', 'px-threads', 'px-vmas', 'px-hugeenv', 'px-fds', 'podman-volume']) {
	test(`${name}: where nothing is, nothing is found`, async t => {
		t.deepEqual(await secretsIn('--scope', 'everything', fixture(name)), []);
	});
}

test('memory that is not in the dump is told, and costs the exit code', async t => {
	const {code, errors} = await run(['secrets', fixture('raw-lazy')]);
	t.is(code, 1);
	t.regex(errors, /^cryoscope: pid 7938: not all of its memory is here: /m);
});
