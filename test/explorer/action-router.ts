import test from 'ava';
import {ActionRouter, type Handlers, type Layer} from '../../source/explorer/input/action-router.js';

function layer(fields: Partial<Omit<Layer, 'handlers' | 'text'>>, handlers: Handlers, onText?: (text: string) => void): Layer {
	return {level: 'pane', contexts: ['everywhere', 'move'], modal: false, handlers: () => handlers, text: () => onText, ...fields};
}

test('the innermost part that knows a key gets it', t => {
	const router = new ActionRouter();
	const done: string[] = [];
	router.add(layer({level: 'pane'}, {
		help() {
			done.push('pane');
		},
	}));
	router.add(layer({level: 'app'}, {
		help() {
			done.push('app');
		},
		quit() {
			done.push('quit');
		},
	}));
	router.press('?', {});
	router.press('q', {});
	t.deepEqual(done, ['pane', 'quit']);
});

test('a window keeps keys from the panes, but not Ctrl-C', t => {
	const router = new ActionRouter();
	const done: string[] = [];
	router.add(layer({level: 'app', contexts: ['everywhere', 'always']}, {
		quit() {
			done.push('quit');
		},
		interrupt() {
			done.push('interrupt');
		},
	}));
	const close = router.add(layer({level: 'dialog', contexts: ['dialog'], modal: true}, {}));
	router.press('q', {});
	router.press('c', {ctrl: true});
	t.deepEqual(done, ['interrupt']);
	close();
	router.press('q', {});
	t.deepEqual(done, ['interrupt', 'quit']);
});

test('while text is typed, letters are text and named keys are keys', t => {
	const router = new ActionRouter();
	const done: string[] = [];
	router.add(layer({level: 'prompt', contexts: ['input'], modal: true}, {
		submit() {
			done.push('submit');
		},
		'delete-line'() {
			done.push('delete-line');
		},
	}, text => {
		done.push(text);
	}));
	router.press('q', {});
	router.press(' ', {});
	router.press('u', {ctrl: true});
	router.press('', {return: true});
	t.deepEqual(done, ['q', ' ', 'delete-line', 'submit']);
});

test('a paste is text or nothing, never keys', t => {
	const router = new ActionRouter();
	const done: string[] = [];
	router.add(layer({level: 'app'}, {
		quit() {
			done.push('quit');
		},
	}));
	router.paste('q');
	t.deepEqual(done, []);
	router.add(layer({level: 'prompt', contexts: ['input']}, {}, text => {
		done.push(text);
	}));
	router.paste('q\nq');
	t.deepEqual(done, ['q\nq']);
});

test('who waits for the next thing done hears of it first, and of nothing that does nothing', t => {
	const router = new ActionRouter();
	const done: string[] = [];
	const stop = router.beforeEach(() => {
		done.push('before');
	});
	router.add(layer({level: 'app', contexts: ['everywhere', 'always']}, {
		quit() {
			done.push('quit');
		},
		redraw() {
			done.push('redraw');
		},
	}));
	router.press('q', {});
	router.press('x', {});
	router.press('l', {ctrl: true});
	t.deepEqual(done.splice(0), ['before', 'quit', 'before', 'redraw']);
	router.paste('q');
	router.add(layer({level: 'prompt', contexts: ['input']}, {}, text => {
		done.push(text);
	}));
	router.press('q', {});
	router.paste('pasted');
	t.deepEqual(done.splice(0), ['before', 'q', 'before', 'pasted']);
	stop();
	router.press('q', {});
	t.deepEqual(done, ['q']);
});

test('a key is listed once, for the part that gets it', t => {
	const router = new ActionRouter();
	const nothing = () => undefined;
	router.add(layer({level: 'app'}, {help: nothing, quit: nothing}));
	router.add(layer({level: 'dialog', contexts: ['dialog'], modal: false}, {close: nothing}));
	t.deepEqual(router.active().map(binding => binding.action), ['close']);
	t.deepEqual(router.activeInPanes().map(binding => binding.action), ['help', 'quit']);
});

test('an action can be asked for by name under a window', t => {
	const router = new ActionRouter();
	let count = 0;
	router.add(layer({level: 'pane'}, {
		zoom() {
			count++;
		},
	}));
	router.add(layer({level: 'prompt', contexts: ['input'], modal: true}, {}));
	t.true(router.perform('zoom'));
	t.false(router.perform('quit'));
	t.is(count, 1);
});
