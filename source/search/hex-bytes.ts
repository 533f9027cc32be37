import {PatternError} from './pattern-error.js';

/** Reads `48 8b ?? 4? 05` into what each byte must be and which of its bits count. */
export function parseHexBytes(typed: string): {value: Uint8Array; mask: Uint8Array} {
	const value: number[] = [];
	const mask: number[] = [];
	for (const {0: group, index: start} of typed.matchAll(/\S+/g)) {
		const digits = group === '?' ? '??' : group;
		for (let index = 0; index < digits.length; index += 2) {
			const [high, low] = [digit(digits, index, start), digit(digits, index + 1, start)];
			value.push(high.value << 4 | low.value);
			mask.push(high.mask << 4 | low.mask);
		}
	}

	if (mask.every(bits => bits === 0)) {
		throw new PatternError('At least one digit must be given');
	}

	return {value: Uint8Array.from(value), mask: Uint8Array.from(mask)};
}

function digit(digits: string, index: number, start: number): {value: number; mask: number} {
	const character = digits[index];
	if (character === undefined) {
		throw new PatternError('Half a byte; two digits make one', start + index - 1);
	}

	if (character === '?') {
		return {value: 0, mask: 0};
	}

	if (!/[\da-f]/i.test(character)) {
		throw new PatternError('Not a hexadecimal digit or ?', start + index);
	}

	return {value: Number.parseInt(character, 16), mask: 0xF};
}
