import {attempt} from '../../../archive/attempt.js';
import type {InputError} from '../../../archive/byte-source.js';

/** Collects what is missing or damaged while a report is written, so that it costs only what stands in it. */
export class Report {
	readonly #complaints = new Set<string>();
	readonly #taken = new Set<string>();

	/** Something was missing or damaged. */
	incomplete = false;

	/** The answer; undefined, and a complaint more, where there is none. */
	ask<T>(question: () => T): T | undefined {
		const result = attempt(question);
		if (result.state === 'ready') {
			return result.value;
		}

		if (result.state === 'pending') {
			throw result.error;
		}

		this.#complain(result.error);
		return undefined;
	}

	#complain({message}: InputError): void {
		this.incomplete = true;
		this.#complaints.add(message);
	}

	/** The complaints since the last time, each once. */
	takeComplaints(): string[] {
		const complaints = [...this.#complaints];
		this.#complaints.clear();
		for (const complaint of complaints) {
			this.#taken.add(complaint);
		}

		return complaints;
	}

	/** Those of the `problems` that were no complaint yet. */
	takeRest(problems: readonly InputError[]): string[] {
		for (const problem of problems.filter(({message}) => !this.#taken.has(message))) {
			this.#complain(problem);
		}

		return this.takeComplaints();
	}
}

/** A line about one thing of a process, under its name. */
export function labelled(label: string | number, text: string): string {
	return `\t${String(label).padStart(7)}: ${text}`;
}
