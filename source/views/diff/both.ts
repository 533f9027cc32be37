import {attempt} from '../../archive/attempt.js';
import {InputError} from '../../archive/byte-source.js';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import {isPreDump} from '../../checkpoint/pre-dump.js';
import type {Process} from '../../checkpoint/process.js';
import {Untrusted} from '../../text/untrusted.js';
import type {Column} from '../view.js';
import {sides, type Both, type Field, type Side} from './difference.js';

/** Something of one side that is lost, so that it could not be compared. */
export type Doubt = {
	readonly side: Side;
	readonly error: InputError;
	/** The processes that it is about, if it is about any. */
	readonly pids: readonly number[];
};

/** What a question was answered on both sides; undefined, with the reasons, where one could not answer. */
export function askBoth<T, Answer>({a, b}: Both<T>, question: (side: T) => Answer, ...pids: readonly number[]): {readonly answers: Both<Answer> | undefined; readonly doubts: readonly Doubt[]} {
	const answers = {a: attempt(() => question(a)), b: attempt(() => question(b))};
	const doubts: Doubt[] = [];
	for (const side of sides) {
		const answer = answers[side];
		if (answer.state === 'pending') {
			throw answer.error;
		}

		if (answer.state === 'failed') {
			doubts.push({side, error: answer.error, pids});
		}
	}

	return {answers: answers.a.state === 'ready' && answers.b.state === 'ready' ? {a: answers.a.value, b: answers.b.value} : undefined, doubts};
}

/** The processes of both sides that are asked about: all of them where `pids` is empty. One that a side may have lost, with a part of its tree, is left out of both: it could not be told to be new or gone. */
export function processesOf(checkpoints: Both<Checkpoint>, pids: readonly number[]): ReturnType<typeof askBoth<Checkpoint, readonly Process[]>> {
	const {answers, doubts} = askBoth(checkpoints, checkpoint => {
		if (isPreDump(checkpoint.images)) {
			throw new InputError(Untrusted.from(checkpoint.archive.path).toString(), 'a pre-dump, which has the memory of the processes and nothing else of them');
		}

		const {processes} = checkpoint;
		return pids.length === 0 ? processes : processes.filter(({pid}) => pids.includes(pid));
	});
	if (answers === undefined) {
		return {answers, doubts};
	}

	const lost = sides.flatMap(side => {
		const error = damageOfTree(checkpoints[side]);
		const own = new Set(answers[side].map(({pid}) => pid));
		const missing = answers[side === 'a' ? 'b' : 'a'].map(({pid}) => pid).filter(pid => !own.has(pid));
		return error === undefined || missing.length === 0 ? [] : [{side, error, pids: missing}];
	});
	const isKnown = ({pid}: Process) => lost.every(({pids: missing}) => !missing.includes(pid));
	return {answers: {a: answers.a.filter(process => isKnown(process)), b: answers.b.filter(process => isKnown(process))}, doubts: [...doubts, ...lost]};
}

function damageOfTree({images}: Checkpoint): InputError | undefined {
	const tree = attempt(() => images.image('pstree.img'));
	if (tree.state === 'pending') {
		throw tree.error;
	}

	return tree.state === 'ready' ? tree.value.problems[0] : tree.error;
}

/** A process by itself, or as both sides have it. */
export type Counterparts = {readonly pid: number} & ({readonly a: Process; readonly b?: Process} | {readonly a?: Process; readonly b: Process});

/** The processes of `b` in their order, each with what it was in `a`, and then those that are gone. */
export function counterparts({a, b}: Both<readonly Process[]>): Counterparts[] {
	const earlier = new Map(a.map(process => [process.pid, process]));
	const later = b.map((process): Counterparts => {
		const before = earlier.get(process.pid);
		earlier.delete(process.pid);
		return {pid: process.pid, b: process, ...before && {a: before}};
	});
	return [...later, ...[...earlier.values()].map(process => ({pid: process.pid, a: process}))];
}

/** Something that a process has. */
export type OfProcess<Row> = {readonly process: Process; readonly row: Row};

/**
What the processes of each side have of something. Of a process whose list one side has lost, neither side's is taken: nothing of it could be told to be new or gone.
*/
export function listBoth<Row>(processes: Both<readonly Process[]>, list: (process: Process) => readonly Row[]): Both<ReadonlyArray<OfProcess<Row>>> & {readonly doubts: readonly Doubt[]} {
	const found: {a: Array<OfProcess<Row>>; b: Array<OfProcess<Row>>; doubts: Doubt[]} = {a: [], b: [], doubts: []};
	for (const {pid, ...owners} of counterparts(processes)) {
		const {answers, doubts} = askBoth({a: owners.a, b: owners.b}, process => process === undefined ? [] : list(process), pid);
		found.doubts.push(...doubts);
		for (const side of sides) {
			for (const row of answers?.[side] ?? []) {
				found[side].push({process: owners[side]!, row});
			}
		}
	}

	return found;
}

/** The columns of a view of processes, with the process in front of each row. */
export function fieldOf<Row>({text, value, name, title, type, isPath}: Column<Row>): Field<OfProcess<Row>> {
	return {name, title, type, ...isPath !== undefined && {isPath}, value: ({row}) => value(row), ...text && {text: ({row}: OfProcess<Row>) => text(row)}};
}

/** A field that can't be told where damage may have cost it. */
export function unlessLost<T>(field: Field<T>, damage: (thing: T) => InputError | undefined): Field<T> {
	return {...field, value(thing) {
		const error = damage(thing);
		if (error !== undefined) {
			throw error;
		}

		return field.value(thing);
	}};
}
