// The global EventSource after the import that replaces it: its options are typed.
import 'eventsource-wasm/polyfill';
import 'eventsource-wasm/polyfill-missing';

const source = new EventSource('/events', { headers: { 'X-Token': 'secret' } });
source.close();
