import {canBeEmpty, edge, type Members, type Side, type Tree} from './regex-tree.js';

/** The way in which a program goes through a text. */
export type Direction = 'forward' | 'backward';

/**
A step of a program; `next` is the step after it.

- `byte`: passes a byte.
- `split`: goes on at `next`, or else, less preferred, at `other`.
- `passed`, `coming`: goes on where the byte that was passed last, or comes next, is a member.
- `look`: goes on where the look at `index` holds.
- `run`: passes up to `most` bytes that are members, as many or, if `isLazy`, as few as can be; in a program with runs these stand for as many splits and bytes.
- `enter`, `leave`: around a repeated part that may be empty; leaves it only where it passed a byte since it was entered. `depth` counts the parts around it.
- `match`: the end.
*/
export type Step =
	| {readonly kind: 'byte' | 'passed' | 'coming'; readonly next: number; readonly members: Members}
	| {readonly kind: 'split'; next: number; other: number}
	| {readonly kind: 'look'; readonly next: number; readonly index: number}
	| {readonly kind: 'run'; readonly next: number; readonly members: Members; readonly most: number; readonly isLazy: boolean}
	| {readonly kind: 'enter' | 'leave'; readonly next: number; readonly depth: number}
	| {readonly kind: 'match'};

export type Look = Extract<Tree, {kind: 'look'}>;

/** A nondeterministic automaton. Its members are by class of bytes that it does not tell apart, the edge of the text last. */
export type Program = {
	readonly steps: readonly Step[];
	readonly entry: number;
	/** The class of each byte. */
	readonly classOf: Uint8Array;
	/** How many classes of bytes there are: the number of the edge's. */
	readonly classes: number;
	/** How deep repeated parts that may be empty lie in each other. */
	readonly depth: number;
	readonly looks: readonly Look[];
};

export function compileProgram(tree: Tree, direction: Direction, withRuns = false): Program {
	const steps: Step[] = [{kind: 'match'}];
	const looks = new Map<Look, number>();
	let deepest = 0;

	const add = (step: Step) => {
		steps.push(step);
		return steps.length - 1;
	};

	const repeat = ({part, least, most, isLazy}: Extract<Tree, {kind: 'repeat'}>, next: number, depth: number): number => {
		const isChecked = direction === 'forward' && canBeEmpty(part);
		const inner = isChecked ? depth + 1 : depth;
		deepest = Math.max(deepest, inner);
		const optional = (after: number) => isChecked ? add({kind: 'enter', next: compile(part, add({kind: 'leave', next: after, depth}), inner), depth}) : compile(part, after, inner);
		const prefer = (body: number) => isLazy ? {next, other: body} : {next: body, other: next};
		let entry = next;
		let copies = least;
		if (most === Infinity) {
			const split: Extract<Step, {kind: 'split'}> = {kind: 'split', next, other: next};
			entry = add(split);
			const body = optional(entry);
			Object.assign(split, prefer(body));
			if (!isChecked && least > 0) {
				entry = body;
				copies--;
			}
		} else if (withRuns && part.kind === 'byte' && most > least) {
			entry = add({kind: 'run', next, members: part.members, most: most - least, isLazy});
		} else {
			for (let copy = least; copy < most; copy++) {
				entry = add({kind: 'split', ...prefer(optional(entry))});
			}
		}

		for (; copies > 0; copies--) {
			entry = compile(part, entry, inner);
		}

		return entry;
	};

	const compile = (part: Tree, next: number, depth: number): number => {
		switch (part.kind) {
			case 'byte': {
				return add({kind: 'byte', next, members: part.members});
			}

			case 'sequence': {
				const parts = direction === 'forward' ? part.parts.toReversed() : part.parts;
				return parts.reduce((after, each) => compile(each, after, depth), next);
			}

			case 'choice': {
				const entries = part.choices.map(choice => compile(choice, next, depth));
				return entries.reduceRight((other, entry) => add({kind: 'split', next: entry, other}));
			}

			case 'repeat': {
				return repeat(part, next, depth);
			}

			case 'beside': {
				return add({kind: isPassed(part.side, direction) ? 'passed' : 'coming', next, members: part.members});
			}

			case 'look': {
				// A part that is repeated has the same look each time.
				const index = looks.get(part) ?? looks.size;
				looks.set(part, index);
				return add({kind: 'look', next, index});
			}
		}
	};

	const entry = compile(tree, 0, 0);
	return {...withClasses(steps), entry, depth: deepest, looks: [...looks.keys()]};
}

function isPassed(side: Side, direction: Direction): boolean {
	return (side === 'before') === (direction === 'forward');
}

function withClasses(steps: readonly Step[]): Pick<Program, 'steps' | 'classOf' | 'classes'> {
	const byClass = new Map<Members, Members>();
	for (const step of steps) {
		if ('members' in step) {
			byClass.set(step.members, step.members);
		}
	}

	const classOf = new Uint8Array(256);
	let classes = 1;
	for (const members of byClass.keys()) {
		const parts = new Map<number, number>();
		classes = 0;
		for (let byte = 0; byte < 256; byte++) {
			const part = classOf[byte]! * 2 + members[byte]!;
			if (!parts.has(part)) {
				parts.set(part, classes++);
			}

			classOf[byte] = parts.get(part)!;
		}
	}

	for (const members of byClass.keys()) {
		const members_ = new Uint8Array(classes + 1);
		for (const [byte, number] of classOf.entries()) {
			members_[number] = members[byte]!;
		}

		members_[classes] = members[edge] ?? 0;
		byClass.set(members, members_);
	}

	return {steps: steps.map(step => 'members' in step ? {...step, members: byClass.get(step.members)!} : step), classOf, classes};
}
