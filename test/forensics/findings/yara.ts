import {once} from 'node:events';
import type {Worker} from 'node:worker_threads';
import test from 'ava';
import {InputError} from '../../../source/archive/byte-source.js';
import {memorySource} from '../../../source/archive/memory-source.js';
import type {Checkpoint} from '../../../source/checkpoint/checkpoint.js';
import type {Finding} from '../../../source/forensics/findings/finding.js';
import {mostAtOnce, overlap, type YaraMatch, type YaraString} from '../../../source/forensics/findings/yara/model.js';
import {scanSegments} from '../../../source/forensics/findings/yara/scan-segments.js';
import {memoryUnits, SourceIds} from '../../../source/forensics/findings/yara/units.js';
import {YaraRules, type ScanNews} from '../../../source/forensics/findings/yara/yara-rules.js';
import {hasContent, type Presence, type Run, type Segment} from '../../../source/memory/presence.js';
import {createPlan} from '../../../source/search/plan.js';
import {line} from '../../support/findings.js';
import {fixture} from '../../support/fixtures.js';
import {completeCheckpoint} from '../../support/open-fixture.js';
import {fileOf, fileSource, holeSource, segment} from '../../support/segments.js';
import {rulesFile, withFindings, withRules, yaraFindings} from '../../support/yara.js';

function bytesAt(checkpoint: Checkpoint, {process, address}: Pick<Finding, 'process' | 'address'>, length: number): string {
	const bytes = new Uint8Array(length);
	checkpoint.process(process!.pid)!.memory.read(address!, bytes);
	return Buffer.from(bytes).toString('latin1');
}

test('texts, bytes with wildcards and expressions are found where they are in memory', async t => {
	const rules = `
		rule Text { strings: $a = "PLANT-INJECTED-CODE" condition: $a }
		rule Bytes { strings: $b = { 50 4C 41 4E 54 2D 49 4E ?? 45 [1-4] 45 44 } condition: $b }
		rule Expression { strings: $c = /PLANT-[A-Z]{8}-CODE/ condition: $c }`;
	await withFindings(rules, 'fx-rwx', ({findings, problems}, checkpoint) => {
		t.deepEqual(problems, []);
		t.deepEqual(findings.map(finding => `${finding.rule}: ${line(finding)}`), [
			'Text: danger 1 $a "PLANT-INJECTED-CODE" in rwxp anonymous',
			'Bytes: danger 1 $b "PLANT-INJECTED" in rwxp anonymous',
			'Expression: danger 1 $c "PLANT-INJECTED-CODE" in rwxp anonymous',
		]);
		for (const finding of findings) {
			t.is(bytesAt(checkpoint, finding, 19), 'PLANT-INJECTED-CODE');
			t.is((finding.address! - 0x7f_e9_12_44_60_00n) / 4096n, 13n);
		}
	});
});

test('what is nowhere is not found', async t => {
	await withFindings('rule A { strings: $a = "PLANT-INJECTED-CODF" $b = { 50 4C 41 4E 54 2D 49 4E 4B } condition: any of them }', 'fx-rwx', ({findings}) => {
		t.deepEqual(findings, []);
	});
});

test('a rule about the start of the whole asks the start of every mapping, and of every file', async t => {
	const rules = `
		import "elf"
		rule Header { condition: uint32(0) == 0x464c457f }
		rule Module { condition: elf.machine == elf.EM_X86_64 }`;
	await withFindings(rules, 'fx-rwx', ({findings}, checkpoint) => {
		t.deepEqual(findings.map(finding => `${finding.rule}: ${line(finding)}`), [
			'Header: danger 1 its condition holds in rwxp anonymous',
			'Module: danger 1 its condition holds in rwxp anonymous',
			'Header: danger 1 its condition holds in r-xp [vdso]',
			'Module: danger 1 its condition holds in r-xp [vdso]',
		]);
		t.is(findings[0]!.address, 0x7f_e9_12_44_60_00n);
		for (const finding of findings) {
			t.is(bytesAt(checkpoint, finding, 4), '\u007FELF');
		}
	});
});

test('removed files, memfds and files of the container are scanned, each by itself', async t => {
	await withFindings('rule Header { condition: uint32(0) == 0x464c457f }', 'fx-deleted', ({findings}) => {
		const {kept, process, fd} = findings.at(-1)!;
		t.deepEqual([kept!.content.kind, String(kept!.content.name), kept!.offset, process?.pid, fd], ['removed-file', '/tmp/.systemd-private', 0n, 2, undefined]);
	});
	await withFindings('rule Note { strings: $a = "evidence" condition: $a } rule Memfd { strings: $a = { 7f 45 4c 46 } condition: $a at 0 }', 'podman-zoo', ({findings}) => {
		const kept = findings.filter(finding => finding.kept !== undefined);
		t.deepEqual(kept.map(({rule, kept: place, process, fd, file}) => [rule, String(place!.content.name), place!.offset, process?.pid, fd, file && String(file.path)]), [
			['Memfd', '/memfd:payload', 0n, 1, 24, undefined],
			['Note', '/tmpfs/note.txt', 6n, undefined, undefined, '/tmpfs/note.txt'],
		]);
	});
});

test('memory that processes share is found in each of them', async t => {
	await withFindings('rule Shared { strings: $a = "PLANT-CRIU41-SHMEM" condition: $a }', 'raw-criu41', ({findings}) => {
		const shared = findings.filter(({evidence}) => String(evidence).includes('rw-s'));
		t.deepEqual(shared.map(({process, address}) => [process!.pid, address]), [[14_149, 0x7f_a5_24_9a_40_00n], [14_151, 0x7f_a5_24_9a_40_00n]]);
	});
});

test('what a rule says of itself: why, how bad, its tags; and what is private is not told', async t => {
	const rules = `
		rule Told : first second { meta: description = "it was planted\\x1b[31m" severity = "Low" strings: $a = "PLANT-INJECTED" $p = "PLANT-INJ" private condition: all of them }
		private rule Helper { strings: $a = "PLANT-INJECTED" condition: $a }
		rule Built { condition: Helper }`;
	await withFindings(rules, 'fx-rwx', ({findings}) => {
		t.deepEqual(findings.map(({rule, severity, why, evidence, yara}) => [rule, severity, String(why), String(evidence), yara!.tags.join(' ')]), [
			['Told', 'notice', 'it was planted\u241B[31m', '$a "PLANT-INJECTED" in rwxp anonymous', 'first second'],
			['Built', 'danger', 'A YARA rule that was given matches it.', 'its condition holds in rwxp anonymous', ''],
		]);
	});
});

test('hostile bytes are evidence that does nothing', async t => {
	await withFindings('rule Clear { strings: $a = { 1B 5B 32 4A } condition: $a }', 'px-hugeenv', ({findings}, checkpoint) => {
		t.is(bytesAt(checkpoint, findings[0]!, 4), '\u001B[2J');
		t.regex(String(findings[0]!.evidence), /^\$a "\u241B\[2J" \d+ times in /v);
	});
});

test('of one process a rule is told for some mappings only, and this is said', async t => {
	await withFindings('rule Any { condition: filesize > 0 }', 'podman-bash', ({findings, omitted}) => {
		const counts = Map.groupBy(findings.filter(({address}) => address !== undefined), ({process}) => process!.pid);
		t.is(Math.max(...[...counts.values()].map(({length}) => length)), 16);
		t.regex(omitted.join('\n'), /^The YARA rule Any matches in \d+ more mappings: /v);
	});
});

/** What is to be scanned of these bytes, one behind the other; a number stands for so many zeros. */
function segmentOf(...parts: ReadonlyArray<Uint8Array | number>): Segment {
	const sources = parts.map(part => typeof part === 'number' ? holeSource(part) : memorySource(part));
	return segment(0n, sources.map(source => ({source, position: 0, length: source.size})));
}

async function matchedStrings(news: AsyncIterable<ScanNews>): Promise<YaraString[]> {
	const strings: YaraString[] = [];
	for await (const one of news) {
		strings.push(...one.type === 'matched' ? one.matches.flatMap(match => match.strings) : []);
	}

	return strings;
}

test('what crosses from one piece of something large into the next is found once, where it is', async t => {
	const text = Buffer.from('PLANT-BORDER');
	await withRules('rule Border { strings: $a = "PLANT-BORDER" condition: $a }', async rules => {
		for (const start of [mostAtOnce - 6, mostAtOnce - overlap - 6, mostAtOnce - overlap + 6, mostAtOnce + 6]) {
			const strings = await matchedStrings(rules.scan([segmentOf(start, text, mostAtOnce)]));
			t.deepEqual(strings.map(({offset, length, count}) => ({offset, length, count})), [{offset: start, length: text.length, count: 1}]);
		}
	});
});

test('a condition that holds of a later piece of something large is found at its start', async t => {
	await withRules('rule Late { condition: uint32be(0) == 0x504c414e }', async rules => {
		const start = mostAtOnce - overlap;
		const found: YaraMatch[] = [];
		for await (const news of rules.scan([segmentOf(start, Buffer.from('PLANT'), mostAtOnce)])) {
			found.push(...news.type === 'matched' ? news.matches : []);
		}

		t.deepEqual(found.map(({start: at, strings}) => [at, strings]), [[start, []]]);
	});
});

test('of a hole of a sparse file no more is scanned than what is near its edges', async t => {
	await withRules('rule Edge { strings: $a = "PLANT-EDGE" condition: $a } rule Start { condition: uint16(0) == 0 and filesize > 0 }', async rules => {
		const text = Buffer.from('PLANT-EDGE');
		const size = 2 ** 50;
		let passed = 0;
		const found: YaraMatch[] = [];
		for await (const news of rules.scan([segmentOf(size, text, size, text, size)])) {
			passed += news.type === 'passed' ? news.bytes : 0;
			found.push(...news.type === 'matched' ? news.matches : []);
		}

		t.deepEqual(found.flatMap(({strings}) => strings.map(({offset}) => offset)), [size, 2 * size + text.length]);
		t.is(passed, 3 * size + 2 * text.length);
	});
});

test('a scan that is cancelled ends, and the rules can be used again', async t => {
	await withRules('rule A { strings: $a = "PLANT" condition: $a }', async rules => {
		const stop = new AbortController();
		const part = fileSource(fileOf(Buffer.alloc(mostAtOnce)));
		const segments = Array.from({length: 1024}, (_, index) => segment(BigInt(index * mostAtOnce), [{source: part, position: 0, length: mostAtOnce}]));
		let passed = 0;
		for await (const news of rules.scan(segments, stop.signal)) {
			passed += news.type === 'passed' ? news.bytes : 0;
			stop.abort();
		}

		t.true(passed < segments.length * mostAtOnce);
		t.is((await matchedStrings(rules.scan([segmentOf(Buffer.from('PLANT'))]))).length, 1);
	});
});

test('where the engine breaks, this is said of what it broke on', async t => {
	const source = memorySource(Buffer.from('first second '));
	const plan = await createPlan([0, 6].map(position => ({start: BigInt(position), length: 6, pieces: [{source, position, length: 6}]})));
	const told: unknown[] = [];
	const scan = (bytes: Uint8Array) => {
		if (Buffer.from(bytes).toString() === 'second') {
			throw new Error('unreachable');
		}

		return [];
	};

	await scanSegments({plan: plan!, from: 0}, {scan, isSpent: () => false}, news => {
		if (news.type !== 'passed') {
			told.push(news);
		}
	});
	t.deepEqual(told, [{type: 'broken', segment: 1, reason: 'YARA\'s engine broke: unreachable'}]);
});

const scanned: ReadonlySet<Presence> = new Set(['dumped', 'parent', 'shared', 'zero', 'hole']);

for (const name of ['podman-zoo', 'px-vmas', 'raw-chain-mixed', 'raw-lazy', 'raw-criu41']) {
	test(`${name}: all memory that is there is scanned, mapping by mapping, and nothing that is not known`, async t => {
		const checkpoint = await completeCheckpoint(fixture(name));
		try {
			for (const process of checkpoint.processes.filter(({hasMemory}) => hasMemory)) {
				const unknown: Run[] = [];
				let content = 0;
				for (const {vma, segment: {start, length, pieces}} of memoryUnits({process}, new SourceIds(), () => undefined)) {
					t.is(pieces.reduce((sum, piece) => sum + piece.length, 0), length);
					const runs = [...process.memory.runs(start, start + BigInt(length))];
					unknown.push(...runs.filter(({presence, vma: index}) => index !== vma?.index || !scanned.has(presence)));
					content += runs.reduce((sum, run) => sum + (hasContent(run.presence) ? Number(run.end - run.start) : 0), 0);
				}

				t.deepEqual(unknown, []);
				t.is(content, process.memory.contentSize);
			}
		} finally {
			checkpoint.close();
		}
	});
}

test('what the engine refuses is told in a line, with the file and the place', async t => {
	const refused = async (text: string) => {
		const error = await t.throwsAsync(YaraRules.compile([rulesFile(text, 'bad\u001B.yar')]), {instanceOf: InputError});
		t.regex(error.file, /\/bad\u241B\.yar$/v);
		return error.reason;
	};

	t.is(await refused('rule bad {\n\tcondition: $b\n}'), 'line 2, column 13: unknown pattern `$b`: this pattern is not declared in the `strings` section (E025)');
	t.regex(await refused('rule bad {'), /^line 1, column \d+: syntax error: /v);
	t.is(await refused('include "other.yar"'), 'line 1, column 1: error including file: that is not done here, so name each file with --yara (E042)');
	t.regex(await refused('import "magic" rule a { condition: true }'), /^line 1, column 1: unknown module `magic`/v);
	t.regex(await refused('rule a { condition: true } rule a { condition: true }'), /duplicate rule `a`/v);
	t.notRegex(await refused('rule \u001B[31m'), /\u001B/v);
	t.regex(await refused(`rule a { condition: ${'('.repeat(200_000)}true${')'.repeat(200_000)} }`), /^YARA's engine broke: /v);
	await t.throwsAsync(YaraRules.compile(['/nowhere/rules.yar']), {instanceOf: InputError, message: '/nowhere/rules.yar: no such file or directory'});
});

test('files may have namespaces, and what the engine finds odd is told', async t => {
	const file = rulesFile('rule A { strings: $a = /a/ condition: $a and filesize > 1000MB }');
	await t.throwsAsync(YaraRules.compile([file, file]), {instanceOf: InputError, message: /duplicate rule/v});
	const rules = await YaraRules.compile([`one:${file}`, `two:${file}`]);
	t.deepEqual(rules.warnings, Array.from({length: 2}, () => `${file}: line 1, column 19: slow pattern: this pattern may slow down the scan (slow_pattern)`));
	rules.end();
});

test('rules are compiled once, and scan one checkpoint after the other', async t => {
	await withRules('rule Plant { strings: $a = "PLANT-" condition: $a }', async rules => {
		for (const name of ['fx-rwx', 'podman-small']) {
			const checkpoint = await completeCheckpoint(fixture(name));
			const {findings} = await yaraFindings(rules, checkpoint);
			checkpoint.close();
			t.true(findings.length > 0);
		}
	});
});

test.serial('of two scans at once no thread is left', async t => {
	const threads: Worker[] = [];
	const note = (thread: Worker) => {
		threads.push(thread);
	};

	process.on('worker', note);
	await withRules('rule A { strings: $a = "PLANT" condition: $a }', async rules => {
		const scans = [1, 2].map(async () => matchedStrings(rules.scan([segmentOf(Buffer.from('PLANT'))])));
		t.deepEqual((await Promise.all(scans)).map(({length}) => length), [1, 1]);
	});
	process.off('worker', note);
	t.is(threads.length, 2);
	await Promise.all(threads.filter(({threadId}) => threadId !== -1).map(async thread => {
		thread.ref();
		await once(thread, 'exit');
	}));
});
