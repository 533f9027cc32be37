import test from 'ava';
import type {ByteSource} from '../../source/archive/byte-source.js';
import {CommonPieces, type Elsewhere} from '../../source/memory/common-pieces.js';
import type {Piece} from '../../source/memory/presence.js';
import {fileOf, fileSource, randomNumbers} from '../support/segments.js';

const page = 4096;
const objectPages = 300;
const spaces = 3;

type Mapped = Elsewhere & Piece;

/** Three processes that map stretches of one object some 20,000 times in all, and of another now and then. */
function madeMappings(object: ByteSource, other: ByteSource): Mapped[] {
	const random = randomNumbers(7);
	return Array.from({length: spaces}, (_, space) => {
		let address = 0x10_0000n;
		return Array.from({length: 7000}, (): Mapped => {
			const source = random(20) === 0 ? other : object;
			const first = random(objectPages - 1);
			const mapped = {space, address, source, position: first * page, length: page * (1 + random(random(50) === 0 ? objectPages - first : 2))};
			address += BigInt(mapped.length + page * random(2));
			return mapped;
		});
	}).flat();
}

const [object, other] = [fileSource(fileOf(new Uint8Array(page))), fileSource(fileOf(new Uint8Array(page)))];
const mappings = madeMappings(object, other);
const common = new CommonPieces();
for (const {space, address, ...piece} of mappings) {
	common.add(space, address, piece);
}

const random = randomNumbers(8);
const samples = Array.from({length: 300}, () => mappings[random(mappings.length)]!);

function holds({source, position, length}: Mapped, at: number, piece: Pick<Piece, 'source'>): boolean {
	return source === piece.source && position <= at && at < position + length;
}

test('of an object that is mapped very often, each byte counts where it is mapped first', t => {
	for (const {space, address, ...piece} of samples) {
		const parts = common.parts(space, {start: address, length: piece.length, pieces: [piece]})!;
		t.deepEqual([parts[0]!.start, parts.at(-1)!.end], [0, piece.length]);
		t.true(parts.every((part, index) => index === 0 || part.start === parts[index - 1]!.end));
		for (const part of parts) {
			for (let at = part.position; at < part.position + part.end - part.start; at += page) {
				const first = mappings.find(mapping => holds(mapping, at, piece))!;
				const isFirst = first.space === space && first.address + BigInt(at - first.position) === address + BigInt(at - piece.position);
				t.is(part.isRepeat, !isFirst);
			}
		}
	}
});

test('its bytes are elsewhere wherever else they are mapped, in the order of the processes and addresses', t => {
	for (const {space, address, source, position} of samples) {
		const piece = {source, position: position + 10, length: 20};
		const expected = mappings
			.filter(mapping => holds(mapping, piece.position, piece))
			.map(mapping => ({space: mapping.space, address: mapping.address + BigInt(piece.position - mapping.position)}))
			.filter(found => found.space !== space || found.address !== address + 10n);
		t.true(expected.length > 0);
		t.deepEqual(common.elsewhere(space, address + 10n, [piece]), expected);
	}
});

test('what crosses from one of its mappings into the next is elsewhere where both follow each other', t => {
	let found = 0;
	for (const [index, mapped] of mappings.entries()) {
		const next = mappings[index + 1];
		if (next?.space !== mapped.space || next.address !== mapped.address + BigInt(mapped.length) || index % 200 !== 0) {
			continue;
		}

		const [first, second] = [{source: mapped.source, position: mapped.position + mapped.length - 8, length: 8}, {source: next.source, position: next.position, length: 8}];
		const address = next.address - 8n;
		const expected = mappings
			.filter(mapping => holds(mapping, first.position, first))
			.map(mapping => ({space: mapping.space, address: mapping.address + BigInt(first.position - mapping.position)}))
			.filter(place => (place.space !== mapped.space || place.address !== address)
				&& mappings.some(mapping => mapping.space === place.space && holds(mapping, second.position, second) && mapping.address + BigInt(second.position - mapping.position) === place.address + 8n));
		t.deepEqual(common.elsewhere(mapped.space, address, [first, second]), expected);
		found += expected.length;
	}

	t.true(found > 0);
});

test('near an edge is what is less far from where a mapping of it begins or ends', t => {
	for (const {source} of samples) {
		const position = random(objectPages * page);
		const expected = mappings.some(mapping => mapping.source === source && [mapping.position, mapping.position + mapping.length].some(edge => Math.abs(edge - position) < 100));
		t.is(common.isNearEdge(source, position, 100), expected);
	}
});
