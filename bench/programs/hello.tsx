import {render, Text} from 'ink';

// The least that a program with Ink can do: what the first screen is compared with.
render(<Text>Hello</Text>);
setInterval(() => undefined, 1000);
