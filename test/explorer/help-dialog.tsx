import test from 'ava';
import {HelpDialog} from '../../source/explorer/components/help-dialog.js';
import {draw, keys, recordServices} from '../support/screen.js';

test('the help names every key in full', async t => {
	const {lines, press, unmount} = draw(<HelpDialog width={80} height={24} services={recordServices()} onClose={() => undefined}/>);
	t.true(lines().some(line => line.includes('Backspace Ctrl-H  Delete the character before')), lines().join('\n'));
	await press(keys.end);
	t.true(lines().some(line => line.includes('Esc q ? Enter     Close this window.')));
	unmount();
});
