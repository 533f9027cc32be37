import type {Matcher} from './matcher.js';
import {segmentLength, stretchAt, type Plan} from './plan.js';
import {holeEnd, readSegment} from './plan-reader.js';
import {scan, type Text} from './scan.js';
import {partsOf, type Part} from './scan-order.js';
import {mendSeam} from './seam.js';
import type {SearchControl} from './search-control.js';
import {UnitReporter, type UnitReport, type Wanted} from './unit-report.js';

/** What a thread searches for, and where. */
export type UnitTask = Wanted & {
	readonly plan: Plan;
	readonly matcher: Matcher;
	/** For windows of the matcher. */
	readonly buffer: Buffer;
	/** Where the search begins, in bytes of all segments. */
	readonly origin: number;
	/** Bytes of a unit. */
	readonly unitSize: number;
	readonly control: SearchControl;
};

/** Searches one unit: what comes at `[unit * unitSize, (unit + 1) * unitSize)` of the search. */
export function searchUnit(task: UnitTask, unit: number, post: (report: UnitReport) => void): void {
	const {plan, origin, unitSize, control} = task;
	const reporter = new UnitReporter(unit, task, control, post);
	const start = unit * unitSize;
	let overhang = 0;
	let isFirst = true;
	for (const part of partsOf(plan, origin, start, Math.min(start + unitSize, plan.total))) {
		const search = new PartSearch(task, part, isFirst ? unit : undefined, reporter);
		overhang = search.run();
		if (isFirst && unit === 0) {
			control.setFirstMatch(search.firstMatch);
		}

		isFirst = false;
		if (reporter.isEnough || control.isCancelled) {
			break;
		}
	}

	if (reporter.isEnough) {
		control.stopTaking();
	}

	control.setOverhang(unit, overhang);
	reporter.end();
}

/**
Searches a part of a segment.

The first part of a unit may go on where the unit before ends. Whether a match reaches into it from there is known when that unit is done; until then it is searched as if none did, what is found is held back, and mended then.
*/
class PartSearch {
	readonly #task: UnitTask;
	readonly #part: Part;
	readonly #reporter: UnitReporter;
	/** The unit before, if it ends where this part begins. */
	readonly #before: number | undefined;
	readonly #start: bigint;
	readonly #end: number;
	#reason = 'it ends early';
	// Where the text begins, behind the last byte that can't be read.
	#textStart = 0;
	#position: number;
	// Where the search goes on after the last match.
	#resume: number;
	#firstMatch = Infinity;

	constructor(task: UnitTask, part: Part, unit: number | undefined, reporter: UnitReporter) {
		this.#task = task;
		this.#part = part;
		this.#reporter = reporter;
		this.#before = unit !== undefined && unit > 0 && part.from > 0 ? unit - 1 : undefined;
		this.#start = task.plan.starts[part.segment]!;
		this.#end = segmentLength(task.plan, part.segment);
		this.#position = part.from;
		this.#resume = part.from;
		reporter.isHeldBack = this.#before !== undefined;
	}

	get #text(): Text {
		const {plan} = this.#task;
		const {segment} = this.#part;
		return {
			start: this.#textStart,
			end: this.#end,
			read: (target, position) => {
				const {count, error} = readSegment(plan, segment, target, position);
				this.#reason = error ?? this.#reason;
				return count;
			},
			zerosEnd: position => holeEnd(plan, segment, position),
		};
	}

	get #isStopped(): boolean {
		return this.#reporter.isEnough || this.#task.control.isCancelled;
	}

	readonly #found = (position: number, length: number) => {
		this.#firstMatch = Math.min(this.#firstMatch, position);
		this.#resume = position + length;
		if (this.#reporter.isHeldBack || !this.#comesRound(this.#resume)) {
			this.#reporter.found(this.#start, position, length);
		}
	};

	/** Whether a match up to `end` that begins before the place where the search began overlaps the first one found from there on. */
	#comesRound(end: number): boolean {
		const {plan, origin, control} = this.#task;
		const {segment, to} = this.#part;
		const originInside = origin - plan.bases[segment]!;
		return to <= originInside && end > originInside && end > (control.waitFor(() => control.firstMatch) ?? 0);
	}

	#goTo(position: number): void {
		this.#reporter.passed(position - this.#position);
		this.#position = position;
	}

	/** Searches one text up to where it ends, or until the search has to go on elsewhere. */
	#searchText(): void {
		const {plan, matcher, buffer} = this.#task;
		const {segment, from, to} = this.#part;
		const windows = scan(this.#text, matcher, buffer, this.#position, to, this.#found);
		let step = windows.next();
		for (; step.done !== true; step = windows.next()) {
			this.#goTo(this.#position + step.value);
			const {position: before, resume} = {position: this.#position, resume: this.#resume};
			this.#settle(this.#reporter.isFull);
			if (resume !== this.#resume) {
				this.#goTo(Math.min(to, Math.max(before, this.#resume)));
				return;
			}

			this.#reporter.tick();
			if (this.#isStopped) {
				return;
			}
		}

		const textEnd = step.value;
		if (textEnd === this.#end) {
			this.#goTo(to);
			return;
		}

		// Bytes beyond those that are gone are a text of their own.
		this.#settle(true);
		const stretch = stretchAt(plan, segment, textEnd);
		if (textEnd >= from && textEnd < to) {
			this.#reporter.unreadable({address: this.#start + BigInt(textEnd), stretch, reason: this.#reason});
		}

		this.#textStart = plan.ends[stretch]!;
		this.#goTo(Math.min(to, Math.max(this.#position, this.#textStart)));
	}

	/** Mends what was found, if it is known by now whether a match reaches into this part, or `isUrgent`. */
	#settle(isUrgent: boolean): void {
		const {control, matcher} = this.#task;
		const before = this.#before;
		if (before === undefined || !this.#reporter.isHeldBack) {
			return;
		}

		// A match from before can't reach any match here.
		const clear = Math.min(this.#part.from + matcher.reach - 1, this.#end);
		const isClear = this.#firstMatch >= clear && this.#position >= clear;
		const overhang = isClear ? 0 : (isUrgent ? control.waitFor(() => control.overhangOf(before)) : control.overhangOf(before));
		if (overhang === undefined) {
			return;
		}

		const {matches} = this.#reporter;
		const known = matches.count;
		if (overhang > 0) {
			this.#mend(this.#part.from + overhang);
		}

		const last = matches.count - 1;
		if (last >= 0 && this.#comesRound(Number(matches.addressAt(last) - this.#start) + matches.lengthAt(last))) {
			matches.keepFirst(last);
		}

		this.#reporter.isHeldBack = false;
		this.#reporter.recount(matches.count - known);
	}

	#mend(resume: number): void {
		const {matcher, buffer} = this.#task;
		const text = this.#text;
		const instead = mendSeam({
			matches: this.#reporter.matches,
			start: this.#start,
			to: this.#position,
			rescan(from, to, found) {
				scanFully(text, matcher, buffer, from, to, found);
			},
		}, resume);
		this.#resume = Math.max(instead ?? this.#resume, resume);
	}

	/** Where the first match starts; `Infinity` without one. */
	get firstMatch(): number {
		return this.#firstMatch;
	}

	/** Returns by how many bytes the last match reaches beyond the part. */
	run(): number {
		const {to} = this.#part;
		this.#goTo(this.#position);
		while (this.#position < to && !this.#isStopped) {
			this.#searchText();
		}

		this.#settle(true);
		return Math.max(0, this.#resume - to);
	}
}

function scanFully(...parameters: Parameters<typeof scan>): void {
	const windows = scan(...parameters);
	while (windows.next().done !== true) {
		// Each window tells what is in it.
	}
}
