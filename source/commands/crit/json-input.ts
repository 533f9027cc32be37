import type {ExactJson} from '../../checkpoint/json-file.js';
import type {Place} from './place.js';

/** A value that was read, with where it stands. */
export type Found = {readonly value: ExactJson; readonly place: Place};

export function requireObject({value, place}: Found): Readonly<Record<string, ExactJson>> {
	if (value === null || typeof value !== 'object' || Array.isArray(value)) {
		throw place.complaint('an object expected');
	}

	return value as Readonly<Record<string, ExactJson>>;
}

export function requireList({value, place}: Found): Found[] {
	if (!Array.isArray(value)) {
		throw place.complaint('a list expected');
	}

	return (value as readonly ExactJson[]).map((item, index) => ({value: item, place: place.at(index)}));
}

export function requireString({value, place}: Found): string {
	if (typeof value !== 'string') {
		throw place.complaint('a string expected');
	}

	return value;
}

export function requireBoolean({value, place}: Found): boolean {
	if (typeof value !== 'boolean') {
		throw place.complaint('true or false expected');
	}

	return value;
}

/** An integer of `[least, most]`. */
export function requireInteger({value, place}: Found, least: bigint, most: bigint): bigint {
	if (typeof value !== 'bigint') {
		throw place.complaint('an integer expected');
	}

	if (value < least || value > most) {
		throw place.complaint(`${value} is not between ${least} and ${most}`);
	}

	return value;
}
