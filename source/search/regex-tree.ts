import type {ByteSet} from './byte-set.js';

/** Bytes by value, each 1 where it is a member; in a condition also, at 256, the edge of the text. */
export type Members = Uint8Array;

/** The place in `Members` that stands for no byte at all: the edge of the text. */
export const edge = 256;

/** A regular expression over bytes. Plain data, so that it can be sent to another thread. */
export type Tree =
	| {readonly kind: 'byte'; readonly members: Members}
	| {readonly kind: 'sequence'; readonly parts: readonly Tree[]}
	/** In the order of preference. */
	| {readonly kind: 'choice'; readonly choices: readonly Tree[]}
	| {readonly kind: 'repeat'; readonly part: Tree; readonly least: number; readonly most: number; readonly isLazy: boolean}
	/** Holds where the byte before, or after, is a member. */
	| {readonly kind: 'beside'; readonly side: Side; readonly members: Members}
	/** Holds where `part` matches up to here, or from here on; `longest` is its bytes at most. */
	| {readonly kind: 'look'; readonly side: Side; readonly negated: boolean; readonly part: Tree; readonly longest: number};

export type Side = 'before' | 'after';

export const emptyTree: Tree = {kind: 'sequence', parts: []};

/** Trees of single bytes are shared, as there may be thousands in a pattern. */
const singles = Array.from({length: 256}, (_, byte): Tree => {
	const members = new Uint8Array(256);
	members[byte] = 1;
	return {kind: 'byte', members};
});

export function bytesTree(bytes: Uint8Array): Tree {
	return sequenceTree(Array.from(bytes, byte => singles[byte]!));
}

export function sequenceTree(parts: readonly Tree[]): Tree {
	return parts.length === 1 ? parts[0]! : {kind: 'sequence', parts};
}

export function choiceTree(choices: readonly Tree[]): Tree {
	return choices.length === 1 ? choices[0]! : {kind: 'choice', choices};
}

/** Holds where a byte of `set` stands before or after, or, if so, where none does. */
export function besideTree(side: Side, set: ByteSet, orEdge: boolean): Tree {
	const members = new Uint8Array(257);
	members.set(set.members());
	members[edge] = orEdge ? 1 : 0;
	return {kind: 'beside', side, members};
}

/** How many steps a program for `tree` takes, about; `withRuns` as in a program with runs. */
export function sizeOf(tree: Tree, withRuns = false): number {
	const sum = (trees: readonly Tree[]) => trees.reduce((size, part) => size + sizeOf(part, withRuns), 0);
	switch (tree.kind) {
		case 'sequence': {
			return sum(tree.parts);
		}

		case 'choice': {
			return tree.choices.length + sum(tree.choices);
		}

		case 'repeat': {
			const {part, least, most} = tree;
			const size = sizeOf(part, withRuns);
			const isRun = withRuns && part.kind === 'byte' && most !== Infinity;
			return (size * least) + (isRun ? 1 : (size + 3) * (most === Infinity ? 1 : most - least));
		}

		case 'look': {
			return 1 + sizeOf(tree.part, withRuns);
		}

		case 'byte':
		case 'beside': {
			return 1;
		}
	}
}

/** How many steps of a program with runs are looked at for a byte, when all are: the more often, the deeper repeated parts that may be empty lie in each other. */
export function sizeForByte(tree: Tree): number {
	return sizeOf(tree, true) * (1 + depthOf(tree));
}

/** How deep repeated parts that may be empty lie in each other. */
function depthOf(tree: Tree): number {
	const deepest = (trees: readonly Tree[]) => trees.reduce((depth, part) => Math.max(depth, depthOf(part)), 0);
	switch (tree.kind) {
		case 'sequence': {
			return deepest(tree.parts);
		}

		case 'choice': {
			return deepest(tree.choices);
		}

		case 'repeat':
		case 'look': {
			return depthOf(tree.part) + (tree.kind === 'repeat' && canBeEmpty(tree.part) ? 1 : 0);
		}

		case 'byte':
		case 'beside': {
			return 0;
		}
	}
}

/** The most bytes that a match can have. */
export function longestOf(tree: Tree): number {
	switch (tree.kind) {
		case 'byte': {
			return 1;
		}

		case 'sequence': {
			return tree.parts.reduce((sum, part) => sum + longestOf(part), 0);
		}

		case 'choice': {
			return tree.choices.reduce((most, choice) => Math.max(most, longestOf(choice)), 0);
		}

		case 'repeat': {
			const longest = longestOf(tree.part);
			return longest === 0 ? 0 : longest * tree.most;
		}

		case 'beside':
		case 'look': {
			return 0;
		}
	}
}

export function canBeEmpty(tree: Tree): boolean {
	switch (tree.kind) {
		case 'byte': {
			return false;
		}

		case 'sequence': {
			return tree.parts.every(part => canBeEmpty(part));
		}

		case 'choice': {
			return tree.choices.some(choice => canBeEmpty(choice));
		}

		case 'repeat': {
			return tree.least === 0 || canBeEmpty(tree.part);
		}

		case 'beside':
		case 'look': {
			return true;
		}
	}
}

/** Marks in `bytes` what can stand in a match. */
export function addBytesOf(tree: Tree, bytes: Uint8Array): void {
	switch (tree.kind) {
		case 'byte': {
			for (const [byte, member] of tree.members.entries()) {
				bytes[byte]! |= member;
			}

			break;
		}

		case 'sequence': {
			for (const part of tree.parts) {
				addBytesOf(part, bytes);
			}

			break;
		}

		case 'choice': {
			for (const choice of tree.choices) {
				addBytesOf(choice, bytes);
			}

			break;
		}

		case 'repeat': {
			if (tree.most > 0) {
				addBytesOf(tree.part, bytes);
			}

			break;
		}

		case 'beside':
		case 'look': {
			break;
		}
	}
}

// A part repeated up to so many steps is counted out in a rough tree.
const mostCounted = 64;

/** A tree for a small program that matches wherever `tree` does, and elsewhere too: counts are loose, and nothing is looked for around a match. */
export function roughTree(tree: Tree): Tree {
	switch (tree.kind) {
		case 'sequence': {
			return {kind: 'sequence', parts: tree.parts.map(part => roughTree(part))};
		}

		case 'choice': {
			return {kind: 'choice', choices: tree.choices.map(choice => roughTree(choice))};
		}

		case 'repeat': {
			const part = roughTree(tree.part);
			const counted = Math.max(1, Math.floor(mostCounted / Math.max(1, sizeOf(part))));
			return {...tree, part, least: Math.min(tree.least, counted), most: tree.most > counted ? Infinity : tree.most};
		}

		case 'look': {
			return emptyTree;
		}

		case 'byte':
		case 'beside': {
			return tree;
		}
	}
}
