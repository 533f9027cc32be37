import {inspect} from 'node:util';
import type {TitlePart} from '../components/frame.js';
import {widthOf} from '../../text/fit.js';
import type {Style} from '../theme.js';

const reset = '\x1b[0m';

/** Parts of a row as a terminal takes them, with as few codes as there are changes of style, and the cells they take. It begins and ends without a style. */
export function styledText(parts: readonly TitlePart[]): {readonly text: string; readonly width: number} {
	let text = '';
	let width = 0;
	let current = '';
	for (const part of parts) {
		const codes = codesOf(part.style ?? {});
		if (codes !== current) {
			text += codes === '' ? reset : current === '' ? `\x1b[${codes}m` : `\x1b[0;${codes}m`;
			current = codes;
		}

		text += part.text;
		width += widthOf(part.text);
	}

	return {text: current === '' ? text : text + reset, width};
}

const known = new WeakMap<Style, string>();

function codesOf(style: Style): string {
	let codes = known.get(style);
	if (codes === undefined) {
		const {bold, dimColor, italic, underline, inverse, color, backgroundColor} = style;
		const names: ReadonlyArray<readonly [name: string, isSet: boolean | undefined]> = [
			['bold', bold],
			['dim', dimColor],
			['italic', italic],
			['underline', underline],
			['inverse', inverse],
			[color ?? '', color !== undefined],
			[`bg${backgroundColor?.charAt(0).toUpperCase()}${backgroundColor?.slice(1)}`, backgroundColor !== undefined],
		];
		codes = names.flatMap(([name, isSet]) => isSet ? inspect.colors[name]?.[0] ?? [] : []).join(';');
		known.set(style, codes);
	}

	return codes;
}

const ends = new Map<number, (code: number) => boolean>([
	[0, () => true],
	[22, code => code === 1 || code === 2],
	[23, code => code === 3],
	[24, code => code === 4],
	[27, code => code === 7],
	[39, code => (code >= 30 && code < 38) || (code >= 90 && code < 98)],
	[49, code => (code >= 40 && code < 48) || (code >= 100 && code < 108)],
]);

/** The one code that gives the style in which `text` leaves a terminal; empty for none. */
export function styleAfter(text: string): string {
	let codes: number[] = [];
	for (const {groups} of text.matchAll(/\u001b\[(?<parameters>[\d;]*)m/g)) {
		for (const parameter of groups!.parameters!.split(';')) {
			const isEnded = ends.get(Number(parameter));
			codes = isEnded ? codes.filter(code => !isEnded(code)) : [...codes, Number(parameter)];
		}
	}

	return codes.length === 0 ? '' : `\x1b[${codes.join(';')}m`;
}
