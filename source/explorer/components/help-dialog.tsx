import {bindingsOf, contextTitle, keyLabel, type KeyContext} from '../keymap.js';
import {useRouter} from '../input/use-actions.js';
import type {Services} from '../pane.js';
import {useTheme} from '../theme.js';
import {Dialog} from './dialog.js';
import {fit, wrap} from './fit.js';
import type {TitlePart} from './frame.js';

type Props = {
	readonly width: number;
	readonly height: number;
	readonly services: Pick<Services, 'copy'>;
	readonly onClose: () => void;
};

const keyColumn = 16;

/** The keys that do something where the focus is, and the others that there are. */
export function HelpDialog({width, height, services, onClose}: Props) {
	const {styles, glyphs} = useTheme();
	const router = useRouter();
	const active = router.activeInPanes();
	const contexts = [...new Set(active.map(binding => binding.context))];
	const typing: KeyContext[] = ['input', 'dialog'];
	const lines: TitlePart[][] = [];
	for (const context of [...contexts, ...typing.filter(context => !contexts.includes(context))]) {
		const bindings = (contexts.includes(context) ? active : bindingsOf(context)).filter(binding => binding.context === context && binding.help !== '');
		lines.push([{text: ` ${contextTitle(context)}`, style: styles.heading}]);
		for (const binding of bindings) {
			const keys = binding.keys.length > 0 ? binding.keys.map(key => keyLabel(key)).join(' ') : `:${binding.command}`;
			const [first = '', ...rest] = wrapWords(binding.help, width - keyColumn - 5);
			lines.push([{text: fit(`   ${keys}`, keyColumn, glyphs.ellipsis), style: styles.second}, {text: ` ${first}`}], ...rest.map(line => [{text: ' '.repeat(keyColumn + 1) + line}]));
		}

		lines.push([]);
	}

	return <Dialog title='Keys' lines={lines} width={width} height={height} services={services} text={() => lines.map(parts => parts.map(part => part.text).join('')).join('\n')} onClose={onClose}/>;
}

function wrapWords(text: string, width: number): string[] {
	const lines: string[] = [];
	let line = '';
	for (const word of text.split(' ')) {
		if (line !== '' && line.length + 1 + word.length > width) {
			lines.push(line);
			line = word;
		} else {
			line += (line === '' ? '' : ' ') + word;
		}
	}

	return [...lines, line].flatMap(piece => wrap(piece, width));
}
