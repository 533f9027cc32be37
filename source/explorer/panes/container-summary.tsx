import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import {fit, fitPath, widthOf} from '../../text/fit.js';
import {Frame, Row} from '../components/frame.js';
import {scrollHandlers, scrollNote} from '../components/scrolling.js';
import {useScroll} from '../components/use-scroll.js';
import {useActions} from '../input/use-actions.js';
import type {Services} from '../pane.js';
import {useTheme} from '../theme.js';
import {containerFacts} from './container-facts.js';

type Props = {
	readonly checkpoint: Checkpoint;
	readonly isFocused: boolean;
	readonly width: number;
	readonly height: number;
	readonly services: Services;
	/** Enter: show everything about the container in the main area. */
	readonly onOpen: () => void;
};

/** The container at a glance. */
export function ContainerSummary({checkpoint, isFocused, width, height, services, onOpen}: Props) {
	const {styles, glyphs} = useTheme();
	const facts = containerFacts(checkpoint);
	const page = Math.max(1, height - 2);
	const [scroll, dispatch] = useScroll(services.memory, 'container', facts.length, page);
	const current = facts[scroll.index];
	useActions(['list', 'move'], {
		...scrollHandlers(dispatch, facts.length, page),
		open: onOpen,
		leave: services.leave,
		...(current && {
			detail() {
				services.showDetail({title: 'Container', fields: facts});
			},
			copy() {
				services.copy(current.value);
			},
		}),
	}, {isActive: isFocused});

	const names = facts.reduce((widest, fact) => Math.max(widest, widthOf(fact.name)), 0);
	return (
		<Frame title={[{text: 'Container'}]} width={width} height={height} isFocused={isFocused} note={scrollNote(scroll, facts.length, page)}>
			{facts.slice(scroll.top, scroll.top + page).map(fact => {
				const isSelected = fact === current && isFocused;
				const value = fact.isPath ? fitPath(fact.value, width - 3 - names, glyphs.ellipsis) : fact.value;
				return <Row key={fact.name} width={width - 2} style={isSelected ? styles.selected : styles.plain} parts={[{text: `${fit(fact.name, names, glyphs.ellipsis)} `, style: isSelected ? {} : styles.secondary}, {text: value, style: !isSelected && fact.isDamage ? styles.danger : {}}]}/>;
			})}
		</Frame>
	);
}
