import {attempt} from '../../../archive/attempt.js';
import {compose, counted, listed} from '../../../checkpoint/compose.js';
import {Untrusted} from '../../../text/untrusted.js';
import type {Finding, Severity} from '../finding.js';
import {mostOfString, type YaraMatch, type YaraRule, type YaraString} from './model.js';
import type {Owner, Unit} from './units.js';

// Of one process, and of all: who wrote the bytes decides how many there are to find.
const mostOfOwner = 16;
const mostOfRule = 1000;
const mostStrings = 3;

/** What a rule found in one mapping, or in one content. */
type Found = {
	readonly rule: YaraRule;
	readonly unit: Unit;
	/** Bytes from the start of the unit to the first match, or to where the condition holds. */
	readonly offset: number;
	readonly strings: Map<string, YaraString>;
};

type Told = {readonly matches: readonly YaraMatch[]; readonly start: number};

/** Gathers what YARA rules match: one finding for each rule and mapping, or content. */
export class YaraClues {
	readonly #found = new Map<Owner, Map<string, Found>>();
	// Findings by rule, and by owner and rule.
	readonly #counts = new Map<string, number>();
	readonly #countsOfOwners = new Map<Owner, Map<string, number>>();
	readonly #omitted = new Map<string, number>();
	readonly #ofShared = new Map<Unit, Told[]>();

	/** What was matched in a unit, or in the part of it that begins at `start`. */
	add(unit: Unit, matches: readonly YaraMatch[], start: number): void {
		if (unit.key !== undefined) {
			this.#ofShared.set(unit, [...this.#ofShared.get(unit) ?? [], {matches, start}]);
		}

		this.#add(unit, matches, start);
	}

	/** Says that a unit has the same bytes as one that was scanned. What the memory of a process has is told there. */
	repeat(unit: Unit, first: Unit): void {
		for (const {matches, start} of unit.owner.content === undefined ? this.#ofShared.get(first) ?? [] : []) {
			this.#add(unit, matches, start);
		}
	}

	#add(unit: Unit, matches: readonly YaraMatch[], start: number): void {
		const found = this.#found.get(unit.owner) ?? new Map<string, Found>();
		this.#found.set(unit.owner, found);
		for (const {rule, start: piece, strings} of matches) {
			const name = fullName(rule);
			const key = `${name} ${unit.vma?.index ?? ''}`;
			const known = found.get(key);
			if (known !== undefined) {
				merge(known.strings, strings);
			} else if (this.#hasRoom(unit.owner, name)) {
				const offset = strings.reduce((least, {offset: at}) => Math.min(least, at), strings[0]?.offset ?? piece);
				found.set(key, {rule, unit, offset: start + offset, strings: new Map(strings.map(string => [string.identifier, string]))});
			}
		}
	}

	#hasRoom(owner: Owner, name: string): boolean {
		const ofOwner = this.#countsOfOwners.get(owner) ?? new Map<string, number>();
		this.#countsOfOwners.set(owner, ofOwner);
		const [own, all] = [ofOwner.get(name) ?? 0, this.#counts.get(name) ?? 0];
		const hasRoom = own < mostOfOwner && all < mostOfRule;
		if (hasRoom) {
			ofOwner.set(name, own + 1);
			this.#counts.set(name, all + 1);
		} else {
			this.#omitted.set(name, (this.#omitted.get(name) ?? 0) + 1);
		}

		return hasRoom;
	}

	/** In the order of the owners, and of the addresses. */
	findings(owners: readonly Owner[]): Finding[] {
		return owners.flatMap(owner => [...this.#found.get(owner)?.values() ?? []]
			.toSorted((a, b) => Number(a.unit.segment.start - b.unit.segment.start))
			.map(found => findingOf(found)));
	}

	/** What is not among the findings, a sentence each. */
	omitted(): string[] {
		return [...this.#omitted].map(([name, count]) => `The YARA rule ${name} matches in ${counted(count, 'more mapping')}: of one process no more than ${mostOfOwner} are listed, of all ${mostOfRule}.`);
	}
}

/** Its name, behind that of its namespace where it has one. */
function fullName({namespace, name}: Pick<YaraRule, 'namespace' | 'name'>): string {
	return namespace === 'default' ? name : `${namespace}:${name}`;
}

function merge(strings: Map<string, YaraString>, others: readonly YaraString[]): void {
	for (const other of others) {
		const string = strings.get(other.identifier);
		strings.set(other.identifier, string === undefined ? other : {...string, count: string.count + other.count});
	}
}

function findingOf({rule, unit, offset, strings}: Found): Finding {
	const {owner: {process, content, file, fd}, segment} = unit;
	const place = segment.start + BigInt(offset);
	return {
		rule: rule.name,
		severity: severityOf(rule),
		evidence: compose(matchText([...strings.values()]), ' in ', placeOf(unit)),
		why: rule.description === undefined || rule.description.trim() === '' ? 'A YARA rule that was given matches it.' : Untrusted.from(rule.description),
		...process && {process},
		...content === undefined ? {address: place} : {kept: {content, offset: place}},
		file,
		fd,
		yara: {namespace: rule.namespace, tags: rule.tags},
	};
}

const slight: ReadonlySet<string> = new Set(['info', 'informational', 'none', 'harmless', 'low', 'minor', 'medium', 'moderate', 'notice', 'suspicious']);

/** Whoever gives a rule is after what it finds, unless the rule says that it is nothing much. */
function severityOf({severity}: YaraRule): Severity {
	return severity !== undefined && slight.has(severity.trim().toLowerCase()) ? 'notice' : 'danger';
}

function matchText(strings: readonly YaraString[]): Untrusted {
	return strings.length === 0
		? compose('its condition holds')
		: listed(strings.map(string => stringText(string)), mostStrings);
}

function stringText({identifier, count, length, bytes}: YaraString): Untrusted {
	const more = length > bytes.length ? '...' : '';
	const often = count === 1 ? '' : ` ${count}${count >= mostOfString ? ' or more' : ''} times`;
	return compose(`${identifier} "`, new Untrusted(bytes), `${more}"${often}`);
}

/** What was scanned: a mapping, or what a content is called. */
export function placeOf({owner: {process, content}, vma}: Unit): Untrusted {
	if (content !== undefined) {
		return content.kind === 'file' ? content.name : compose(`${content.kind} `, content.name);
	}

	if (vma === undefined) {
		return compose('memory outside all mappings');
	}

	const name = attempt(() => process.mappingName(vma));
	return compose(`${vma.protection} `, name.state === 'ready' && name.value !== undefined ? name.value : vma.kind);
}
