import {bindingsOf, contextTitle, keyLabel, type Binding, type KeyContext} from '../keymap.js';
import {useRouter} from '../input/use-actions.js';
import type {Services} from '../pane.js';
import {useTheme} from '../theme.js';
import {fit, widthOf, wrap} from '../../text/fit.js';
import {Dialog} from './dialog.js';
import type {TitlePart} from './frame.js';

type Props = {
	readonly width: number;
	readonly height: number;
	readonly services: Pick<Services, 'copy'>;
	readonly onClose: () => void;
};

const indent = ' '.repeat(3);

/** The keys that do something where the focus is, and the others that there are. */
export function HelpDialog({width, height, services, onClose}: Props) {
	const {styles, glyphs} = useTheme();
	const router = useRouter();
	const active = router.activeInPanes();
	const contexts = [...new Set(active.map(binding => binding.context))];
	const typing: KeyContext[] = [...(active.some(({action}) => action === 'type-over') ? ['edit'] as const : []), 'input', 'dialog'];
	const sections = [...contexts, ...typing.filter(context => !contexts.includes(context))].map(context => ({
		title: contextTitle(context),
		keys: (contexts.includes(context) ? active : bindingsOf(context)).filter(binding => binding.context === context && binding.help !== '').map(binding => ({...binding, name: indent + keysText(binding)})),
	}));
	const widest = sections.flatMap(({keys}) => keys).reduce((most, {name}) => Math.max(most, widthOf(name)), 0);
	const keyColumn = Math.min(widest, Math.floor(width / 2));
	const lines = sections.flatMap(({title, keys}): TitlePart[][] => [
		[{text: ` ${title}`, style: styles.heading}],
		...keys.flatMap(({name, help}) => wrap(help, width - keyColumn - 5).map((line, index): TitlePart[] => index === 0
			? [{text: fit(name, keyColumn, glyphs.ellipsis), style: styles.second}, {text: `  ${line}`}]
			: [{text: ' '.repeat(keyColumn + 2) + line}])),
		[],
	]);
	return <Dialog title='Keys' lines={lines} width={width} height={height} services={services} text={() => lines.map(parts => parts.map(part => part.text).join('')).join('\n')} onClose={onClose}/>;
}

function keysText({keys, command}: Binding): string {
	return keys.length > 0 ? keys.map(key => keyLabel(key)).join(' ') : `:${command}`;
}
