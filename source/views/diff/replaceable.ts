import type {Process} from '../../checkpoint/process.js';
import {listBoth, type Doubt, type OfProcess} from './both.js';
import {compare, pairOf, type Both, type Difference, type Field, type Pair} from './difference.js';

/** What became of things that are known by a number, under which there may be another thing now. */
export type ReplaceableDifference<T> = Difference<T> & {
	/** The number means something else. */
	readonly replaced: ReadonlyArray<Pair<T>>;
	readonly doubts: readonly Doubt[];
};

type Numbered = {readonly fd: number};

/** Compares what processes have open, by process and descriptor. `isOther` says of two that they are not one thing that has changed. */
export function compareOpen<Row extends Numbered>(processes: Both<readonly Process[]>, list: (process: Process) => readonly Row[], fields: ReadonlyArray<Field<OfProcess<Row>>>, isOther: (pair: Pair<OfProcess<Row>>) => boolean): ReplaceableDifference<OfProcess<Row>> {
	const {a, b, doubts} = listBoth(processes, list);
	const {changed, ...rest} = compare(a, b, ({process: {pid}, row: {fd}}) => `${pid} ${fd}`, (before, after) => pairOf(fields, before, after));
	return {...rest, changed: changed.filter(pair => !isOther(pair)), replaced: changed.filter(pair => isOther(pair)), doubts};
}
