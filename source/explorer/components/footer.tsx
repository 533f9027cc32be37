import {keyLabel} from '../keymap.js';
import {useRouter} from '../input/use-actions.js';
import type {Message} from '../state.js';
import {useTheme} from '../theme.js';
import {widthOf} from '../../text/fit.js';
import {Row, type TitlePart} from './frame.js';

type Props = {
	readonly message: Message | undefined;
	readonly width: number;
};

/** The last line: what there is to say at the left, the keys that do something now at the right. */
export function Footer({message, width}: Props) {
	const {styles} = useTheme();
	const router = useRouter();
	const said = message === undefined ? '' : ` ${message.text}`;
	let room = width - widthOf(said) - 1;
	const hints: Array<{readonly key: string; readonly label: string; readonly rank: number}> = [];
	const wanted = router.active().filter(binding => binding.footer !== undefined).sort((a, b) => a.footer! - b.footer!);
	for (const binding of wanted) {
		const hint = {key: keyLabel(binding.keys[0] ?? '', true), label: binding.label, rank: binding.footer!};
		const cells = widthOf(hint.key) + widthOf(hint.label) + 3;
		if (cells <= room) {
			hints.push(hint);
			room -= cells;
		}
	}

	// Help and quit stay at the right end, where the eye finds them.
	const ordered = [...hints.filter(hint => hint.rank >= 10), ...hints.filter(hint => hint.rank < 10)];
	const parts: TitlePart[] = ordered.flatMap(hint => [{text: `  ${hint.key}`, style: styles.second}, {text: ` ${hint.label}`, style: styles.secondary}]);
	return <Row width={width} parts={[{text: said, ...(message?.tone === 'danger' && {style: styles.danger})}, {text: ' '.repeat(Math.max(0, room))}, ...parts]}/>;
}
