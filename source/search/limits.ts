/** The longest match in bytes, and as far as an assertion of a regular expression may look. */
export const maxMatchLength = 4096;
