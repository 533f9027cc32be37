import test from 'ava';
import {parseKubeletName} from '../../source/checkpoint/kubelet-name.js';

test('a kubelet\'s name says pod, namespace, container and time', t => {
	t.deepEqual(parseKubeletName('checkpoint-shop-7d9c5b6f4-x2x9k_production-web-2026-11-21T01:34:20Z.tar'), {
		pod: 'shop-7d9c5b6f4-x2x9k', rest: 'production-web', namespace: 'production', container: 'web', time: Date.UTC(2026, 10, 21, 1, 34, 20),
	});
	t.is(parseKubeletName('checkpoint-ledger-0_finance-small-2026-11-21T02:08:35Z.tar.zst')?.container, 'small');
});

test('where namespace ends and container begins is not guessed', t => {
	const name = parseKubeletName('checkpoint-coredns-5d78_kube-system-coredns-2026-11-21T01:34:20+02:00.tar')!;
	t.is(name.rest, 'kube-system-coredns');
	t.is(name.namespace, undefined);
	t.is(name.container, undefined);
	t.is(name.time, Date.UTC(2026, 10, 20, 23, 34, 20));
});

test('other names say nothing', t => {
	for (const name of ['checkpoint.tar', 'checkpoint-a-b-2026-11-21T01:34:20Z.tar', 'backup_x-y-2026-11-21T01:34:20Z.tar', '']) {
		t.is(parseKubeletName(name), undefined);
	}
});
