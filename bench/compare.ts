import type {Contender, Contest, Sample} from './question.js';

/** What the rounds gave for one contender. */
export type Standing = {
	readonly name: string;
	/** The median of its figures. */
	readonly median: number;
	/** How many times its figure ours is: the median over the rounds; undefined for ours. */
	readonly ratio: number | undefined;
	/** The most memory of any round, in bytes. */
	readonly memory: number | undefined;
	readonly answer: string | undefined;
	/** The most that the figure may be for ours, and the ratio for the others. */
	readonly most: number | undefined;
	readonly mostMemory: number | undefined;
	/** What is more than that. */
	readonly misses: readonly string[];
};

/**
Lets all contenders answer in turn, `rounds` times over, after one turn that warms the caches and does not count. Two figures of one round were taken close together, so that the ratio of a pair says more than that of two medians where other work comes and goes.
*/
export async function compare(contest: Contest, rounds: number, onRound: (round: number) => void = () => undefined): Promise<readonly Standing[]> {
	const [first, ...others] = contest.contenders;
	if (first === undefined) {
		throw new Error('this build has no answer to it');
	}

	const contenders = [first, ...others.filter(other => other !== undefined)];
	for (const contender of contenders) {
		await contender.run();
	}

	const samples = new Map<Contender, Sample[]>(contenders.map(contender => [contender, []]));
	for (let round = 0; round < rounds; round++) {
		onRound(round);
		for (const [contender, taken] of samples) {
			taken.push(await contender.run());
		}
	}

	const ours = samples.get(first)!;
	return contenders.map((contender, index) => standing(contest, contender, samples.get(contender)!, index === 0 ? undefined : ours));
}

function standing(contest: Contest, contender: Contender, samples: readonly Sample[], ours: readonly Sample[] | undefined): Standing {
	const known = samples.map(({memory}) => memory).filter(memory => memory !== undefined);
	const memory = known.length > 0 ? Math.max(...known) : undefined;
	const value = median(samples.map(sample => sample.value));
	const ratio = ours && median(samples.map((sample, round) => ours[round]!.value / sample.value));
	const {most, mostMemory} = ours ? {most: contender.most, mostMemory: undefined} : contest;
	const misses = [
		...isMore(ratio ?? value, most) ? [ours ? 'ratio' : 'figure'] : [],
		...isMore(memory, mostMemory) ? ['memory'] : [],
	];
	return {name: contender.name, median: value, ratio, memory, answer: samples[0]?.answer, most, mostMemory, misses};
}

function isMore(value: number | undefined, most: number | undefined): boolean {
	return value !== undefined && most !== undefined && value > most;
}

/** The middle one of some values, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
	const sorted = values.toSorted((one, other) => one - other);
	const middle = sorted.length >> 1;
	return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
