import test from 'ava';
import type {ByteSource} from '../../../source/archive/byte-source.js';
import {CommonPieces} from '../../../source/memory/common-pieces.js';
import type {Piece, Segment} from '../../../source/memory/presence.js';
import {compilePattern, type PatternMode} from '../../../source/search/pattern.js';
import {PlaceSearch} from '../../../source/views/search/place-search.js';
import {aroundInSegments} from '../../../source/views/search/surroundings.js';
import {fileOf, fileSource, randomNumbers, segment} from '../../support/segments.js';

type Space = readonly Segment[];
type Where = {readonly space: number; readonly address: bigint};
type Hit = Where & {readonly length: number; readonly elsewhere: readonly Where[]};

const page = 4096;

function textOf(random: (below: number) => number, length: number, letters: string): Buffer {
	return Buffer.from(Array.from({length}, () => letters.charCodeAt(random(letters.length))));
}

function bytesOf({pieces}: Segment): string {
	return pieces.map(({source, position, length}) => {
		const bytes = Buffer.alloc(length);
		source.read(bytes, position);
		return bytes.toString('latin1');
	}).join('');
}

async function searched(spaces: readonly Space[], shared: ReadonlySet<ByteSource>, typed: string, mode: PatternMode): Promise<Hit[]> {
	const common = new CommonPieces();
	for (const [space, segments] of spaces.entries()) {
		for (const {start, pieces} of segments) {
			let address = start;
			for (const piece of pieces) {
				if (shared.has(piece.source)) {
					common.add(space, address, piece);
				}

				address += BigInt(piece.length);
			}
		}
	}

	const search = new PlaceSearch(compilePattern(typed, mode).pattern!, common);
	const hits: Hit[] = [];
	for (const [space, segments] of spaces.entries()) {
		const place = {kind: 'memory', isMemory: true, holders: [], size: 0, segments: () => segments, surroundings: aroundInSegments(segments)} as const;
		for await (const {found} of search.run(space, place)) {
			hits.push(...found.map(({match, elsewhere}) => ({space, ...match, elsewhere: sorted(elsewhere)})));
		}
	}

	return hits;
}

function sorted(places: readonly Where[]): Where[] {
	return places.toSorted((a, b) => a.space === b.space ? Number(a.address - b.address) : a.space - b.space);
}

/** Each space is looked through in full; matches of the same shared bytes are one. */
function scanned(spaces: readonly Space[], shared: ReadonlySet<ByteSource>, expression: RegExp): Array<Omit<Hit, 'elsewhere'>> {
	const known = new Set<string>();
	const ids = [...shared];
	return spaces.flatMap((segments, space) => segments.flatMap(whole => [...bytesOf(whole).matchAll(expression)].flatMap(({index, 0: {length}}) => {
		const pieces = piecesWithin(whole, index, index + length);
		const place = pieces.map(({source, position, length: size}) => `${ids.indexOf(source)}:${position}+${size}`).join(' ');
		const isKnown = pieces.every(({source}) => shared.has(source)) && known.has(place);
		known.add(place);
		return isKnown ? [] : [{space, address: whole.start + BigInt(index), length}];
	})));
}

function piecesWithin({pieces}: Segment, from: number, to: number): Piece[] {
	let offset = 0;
	return pieces.flatMap(({source, position, length}) => {
		const low = Math.max(from, offset);
		const high = Math.min(to, offset + length);
		const within = low < high ? [{source, position: position + low - offset, length: high - low}] : [];
		offset += length;
		return within;
	});
}

// Spaces of private bytes and of stretches, short and long, of objects that several of them map.
function madeSpaces(random: (below: number) => number, letters: string): {spaces: Space[]; shared: ReadonlySet<ByteSource>} {
	const objects = [12, 40].map(pages => fileSource(fileOf(textOf(random, pages * page, letters))));
	const spaces = Array.from({length: 4}, () => {
		let address = 0x10_0000n;
		return Array.from({length: 1 + random(3)}, () => {
			const pieces = Array.from({length: 1 + random(4)}, (): Piece => {
				const object = objects[random(3)];
				if (object === undefined) {
					const own = fileSource(fileOf(textOf(random, 1 + random(page), letters)));
					return {source: own, position: 0, length: own.size};
				}

				const position = random(Math.floor(object.size / page)) * page;
				return {source: object, position, length: random(2) === 0 ? Math.min(page, object.size - position) : object.size - position};
			});
			const made = segment(address, pieces);
			address += BigInt(made.length) + 0x1000n;
			return made;
		});
	});
	return {spaces, shared: new Set(objects)};
}

test('shared pieces among others: nothing is lost and nothing found twice, across every edge', async t => {
	let hits = 0;
	for (let seed = 1; seed <= 60; seed++) {
		const {spaces, shared} = madeSpaces(randomNumbers(seed), 'abcdefgh');
		for (const [typed, mode, expression] of [['abcd', 'text', /abcd/g], ['AbC', 'text-any-case', /abc/gi], ['(?<![ab])cd(?!e)', 'regex', /(?<![ab])cd(?!e)/g], ['a[bc]{2,9}d', 'regex', /a[bc]{2,9}d/g]] as const) {
			const found = await searched(spaces, shared, typed, mode);
			const expected = scanned(spaces, shared, expression);
			t.deepEqual(found.map(({space, address, length}) => ({space, address, length})), expected, `${typed}, seed ${seed}`);
			hits += expected.length;
		}
	}

	t.true(hits > 10_000);
});

test('where else a match is: everywhere that the same bytes are mapped', async t => {
	const object = fileSource(fileOf(Buffer.from(`${'-'.repeat(page - 3)}needle${'-'.repeat(page * 11 - 3)}`)));
	const own = () => fileSource(fileOf(Buffer.from('.'.repeat(page))));
	const spaces = [
		[segment(0x1_0000n, [{source: own(), position: 0, length: page}, {source: object, position: 0, length: 12 * page}])],
		[segment(0x2_0000n, [{source: object, position: 0, length: page}])],
		[segment(0x3_0000n, [{source: object, position: 0, length: 2 * page}, {source: own(), position: 0, length: page}]), segment(0x8_0000n, [{source: object, position: 0, length: 12 * page}])],
		[segment(0x4_0000n, [{source: object, position: 0, length: page}, {source: object, position: page, length: page}])],
	];
	const address = BigInt(page - 3);
	t.deepEqual(await searched(spaces, new Set([object]), 'needle', 'text'), [
		{space: 0, address: 0x1_1000n + address, length: 6, elsewhere: [{space: 2, address: 0x3_0000n + address}, {space: 2, address: 0x8_0000n + address}, {space: 3, address: 0x4_0000n + address}]},
	]);
});

test('a match across two objects, where two spaces map them side by side, is found once', async t => {
	const first = fileSource(fileOf(Buffer.from(`${'-'.repeat(page - 3)}nee`)));
	const second = fileSource(fileOf(Buffer.from(`dle${'-'.repeat(page - 3)}`)));
	const piece = (source: ByteSource): Piece => ({source, position: 0, length: page});
	const spaces = [[segment(0x1000n, [piece(first)]), segment(0x4000n, [piece(second)])], [segment(0x1000n, [piece(first), piece(second)])], [segment(0x7000n, [piece(first), piece(second)])]];
	t.deepEqual(await searched(spaces, new Set([first, second]), 'needle', 'text'), [
		{space: 1, address: 0x1000n + BigInt(page - 3), length: 6, elsewhere: [{space: 2, address: 0x7000n + BigInt(page - 3)}]},
	]);
});

test('an expression that looks across an edge is found where that lets it match', async t => {
	const object = fileSource(fileOf(Buffer.from(`needle${'-'.repeat(page * 20)}pin`)));
	const text = (bytes: string): Piece => {
		const source = fileSource(fileOf(Buffer.from(bytes)));
		return {source, position: 0, length: source.size};
	};

	const all: Piece = {source: object, position: 0, length: object.size};
	const spaces = [[segment(0x1000n, [text('x'), all, text('x')])], [segment(0x2000n, [text('-'), all, text('-')])], [segment(0x3000n, [text('.'), all, text('.')])]];
	t.deepEqual(await searched(spaces, new Set([object]), String.raw`\bneedle|pin\b`, 'regex'), [
		{space: 1, address: 0x2001n, length: 6, elsewhere: [{space: 0, address: 0x1001n}, {space: 2, address: 0x3001n}]},
		{space: 1, address: 0x2001n + BigInt(object.size - 3), length: 3, elsewhere: [{space: 0, address: 0x1001n + BigInt(object.size - 3)}, {space: 2, address: 0x3001n + BigInt(object.size - 3)}]},
	]);
});
