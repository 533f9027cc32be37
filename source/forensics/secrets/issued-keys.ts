import {follows, matchAt, textSigns, type Recogniser, type SecretKind} from './recogniser.js';

type Form = {readonly kind: SecretKind; readonly sign: string; readonly form: RegExp};

// The forms that the issuers' own documentation, and their scanners, give.
const forms: readonly Form[] = [
	{kind: 'AWS key', sign: 'AKIA', form: /AKIA[2-7A-Z]{16}/y},
	{kind: 'AWS key', sign: 'ASIA', form: /ASIA[2-7A-Z]{16}/y},
	{kind: 'Google key', sign: 'AIza', form: /AIza[\w-]{35}/y},
	{kind: 'Google key', sign: 'GOCSPX-', form: /GOCSPX-[\w-]{28}/y},
	...['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'].map((sign): Form => ({kind: 'GitHub token', sign, form: /gh[oprsu]_[\dA-Za-z]{36,255}/y})),
	{kind: 'GitHub token', sign: 'github_pat_', form: /github_pat_[\dA-Za-z]{22}_[\dA-Za-z]{59}/y},
	{kind: 'GitLab token', sign: 'glpat-', form: /glpat-[\w-]{20,64}/y},
	{kind: 'Slack token', sign: 'xox', form: /xox[abeoprs]-\d[\w-]{16,}/y},
	...['sk_live_', 'sk_test_', 'rk_live_', 'rk_test_'].map((sign): Form => ({kind: 'Stripe key', sign, form: /[rs]k_(?:live|test)_[\dA-Za-z]{16,247}/y})),
];

/** Keys and tokens that begin with what tells their issuer. */
export const issuedKeys: Recogniser = {
	signs: textSigns(forms.map(({sign}) => sign)),
	reach: 512,
	recognise(text, at) {
		const known = follows(text, at, /[\w-]/) ? undefined : forms.find(({sign}) => text.startsWith(sign, at));
		const match = known && matchAt(known.form, text, at);
		const end = at + (match?.[0].length ?? 0);
		return match === undefined || /[\w-]/.test(text[end] ?? '') || isMade(match[0]) ? [] : [{kind: known!.kind, start: at, end}];
	},
};

// What stands in a text about such keys: one character again and again.
function isMade(value: string): boolean {
	return new Set(value.slice(8)).size < 5;
}
