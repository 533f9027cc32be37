import test from 'ava';
import type {Process} from '../../../source/checkpoint/process.js';
import type {Vma, VmaKind} from '../../../source/memory/memory.js';
import {compareMaps, type MappingDifference} from '../../../source/views/diff/maps.js';

type Made = readonly [start: number, end: number, protection?: string, kind?: VmaKind];

// A process of whom only the mappings matter.
function processWith(made: readonly Made[]): Process {
	const vmas = made.map(([start, end, protection = 'rw-p', kind = 'anonymous'], index): Vma => ({index, start: BigInt(start), end: BigInt(end), protection, shared: false, kind, offset: 0n, shmid: 0n, status: 0, flags: 0}));
	return {pid: 1, hasMemory: true, memory: {vmas: {length: vmas.length, at: (index: number) => vmas[index]!}}, mappingName: () => undefined, images: {directory: {archive: {problems: []}}}} as unknown as Process;
}

const compared = (a: readonly Made[], b: readonly Made[]) => compareMaps({a: [processWith(a)], b: [processWith(b)]});
const range = ({vma: {start, end}}: MappingDifference['added'][number]) => `${start}-${end}`;

function summary({added, removed, changed, unchanged}: MappingDifference): string[] {
	return [
		...added.map(mapping => `+${range(mapping)}`),
		...removed.map(mapping => `-${range(mapping)}`),
		...changed.map(({after, from, changes}) => `~${range(after)} of ${from.map(mapping => range(mapping)).join(' ')}: ${changes.map(({field}) => field.name).join(' ')}`),
		...unchanged.map(({after}) => `=${range(after)}`),
	];
}

test('mappings are known by the addresses that they cover', t => {
	const cases: ReadonlyArray<readonly [a: readonly Made[], b: readonly Made[], found: readonly string[]]> = [
		[[], [], []],
		[[], [[1, 2]], ['+1-2']],
		[[[1, 2], [3, 4]], [], ['-1-2', '-3-4']],
		[[[1, 2], [2, 3]], [[1, 2], [2, 3]], ['=1-2', '=2-3']],
		[[[1, 2]], [[2, 3]], ['+2-3', '-1-2']],
		[[[5, 6]], [[1, 2], [5, 6], [9, 10]], ['+1-2', '+9-10', '=5-6']],
		[[[1, 2], [5, 6], [9, 10]], [[5, 6]], ['-1-2', '-9-10', '=5-6']],
		[[[1, 4]], [[1, 6]], ['~1-6 of 1-4: end size']],
		[[[3, 6]], [[1, 6]], ['~1-6 of 3-6: start size']],
		[[[1, 9]], [[1, 3], [3, 9, 'r--p']], ['~1-3 of 1-9: end size', '~3-9 of 1-9: start size protection']],
		[[[1, 9]], [[1, 3], [6, 9]], ['~1-3 of 1-9: end size', '~6-9 of 1-9: start size']],
		[[[1, 3, 'r--p'], [3, 9]], [[1, 9]], ['~1-9 of 1-3 3-9: start size']],
		[[[1, 3], [4, 5], [8, 9], [12, 13]], [[2, 10], [12, 13]], ['~2-10 of 1-3 4-5 8-9: start end size', '=12-13']],
		[[[1, 3]], [[1, 3, 'rw-p', 'heap']], ['~1-3 of 1-3: kind']],
	];
	for (const [a, b, found] of cases) {
		t.deepEqual(summary(compared(a, b)), found, JSON.stringify([a, b]));
	}
});

test('every mapping of both sides is told of, wherever they lie', t => {
	let seed = 1;
	const random = (limit: number) => {
		seed = seed * 48_271 % 2_147_483_647;
		return seed % limit;
	};

	const made = () => {
		const mappings: Made[] = [];
		for (let position = random(5); position < 60; position += 1 + random(6)) {
			const end = position + 1 + random(6);
			mappings.push([position, end, random(2) === 0 ? 'r--p' : 'rw-p']);
			position = end;
		}

		return mappings;
	};

	for (let round = 0; round < 500; round++) {
		const [a, b] = [made(), made()];
		const {added, removed, changed, unchanged} = compared(a, b);
		const pairs = [...changed, ...unchanged];
		const overlaps = ([start, end]: Made, others: readonly Made[]) => others.some(([from, to]) => from < end && start < to);
		t.deepEqual(added.map(mapping => range(mapping)), b.filter(mapping => !overlaps(mapping, a)).map(([start, end]) => `${start}-${end}`));
		t.deepEqual(removed.map(mapping => range(mapping)), a.filter(mapping => !overlaps(mapping, b)).map(([start, end]) => `${start}-${end}`));
		t.deepEqual(pairs.map(({after}) => after.vma.index).sort((one, other) => one - other), [...b.entries()].filter(([, mapping]) => overlaps(mapping, a)).map(([index]) => index));
		t.deepEqual([...new Set(pairs.flatMap(({from}) => from.map(({vma}) => vma.index)))].sort((one, other) => one - other), [...a.entries()].filter(([, mapping]) => overlaps(mapping, b)).map(([index]) => index));
	}
});
