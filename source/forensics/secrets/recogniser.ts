import {compilePattern, type BytesPattern} from '../../search/pattern.js';

/** What a secret is. */
export type SecretKind = 'private key' | 'JWT' | 'AWS key' | 'Google key' | 'Azure key' | 'Azure SAS' | 'GitHub token' | 'GitLab token' | 'Slack token' | 'Stripe key' | 'password in URL' | 'database URL' | 'bearer token' | 'basic auth' | 'cookie' | 'card number' | 'variable' | 'argument';

/** A secret in a text. */
export type Recognised = {
	readonly kind: SecretKind;
	/** What it is called where it stands: by a variable, an argument, a cookie, or where it gives access to. */
	readonly name?: string;
	/** The value: `[start, end)` of the text. */
	readonly start: number;
	readonly end: number;
};

/** Knows secrets of some kinds. Their text has one character for each byte. */
export type Recogniser = {
	/** What gives such secrets away: one of these is in or beside each. */
	readonly signs: readonly BytesPattern[];
	/** How many characters on each side of a sign have to be known. */
	readonly reach: number;
	/** The secrets that a sign which begins at `at` gives away. */
	recognise(text: string, at: number): readonly Recognised[];
};

/** Texts as signs. */
export function textSigns(texts: readonly string[], {anyCase = false} = {}): readonly BytesPattern[] {
	return texts.map(text => compilePattern(text, anyCase ? 'text-any-case' : 'text').pattern as BytesPattern);
}

/** Matches an expression at a place of a text. */
export function matchAt(expression: RegExp, text: string, at: number): RegExpExecArray | undefined {
	expression.lastIndex = at;
	return expression.exec(text) ?? undefined;
}

/** Whether the character before a place, if there is one, is of those that an expression has. */
export function follows(text: string, at: number, expression: RegExp): boolean {
	return at > 0 && expression.test(text[at - 1]!);
}
